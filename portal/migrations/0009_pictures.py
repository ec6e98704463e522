import django.contrib.postgres.indexes
import django.core.validators
import portal.files
import portal.picture_files
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0008_drafts"),
    ]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="decorative",
            field=models.BooleanField(
                default=False,
                help_text="It says nothing that the text beside it does not say: then it needs no description, and no one hears of it who does not see it.",
                verbose_name="decorative",
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="focal_x",
            field=models.PositiveSmallIntegerField(
                default=50,
                help_text="In per cent. Where a list crops the picture, this point stays in view; 50 is the middle.",
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="point to keep in view, from the left",
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="focal_y",
            field=models.PositiveSmallIntegerField(
                default=50,
                help_text="In per cent. Where a list crops the picture, this point stays in view; 50 is the middle.",
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="point to keep in view, from the top",
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="licence",
            field=models.CharField(
                blank=True,
                choices=[
                    ("public domain", "Public domain"),
                    ("CC0 1.0", "CC0 1.0"),
                    ("CC BY 4.0", "CC BY 4.0"),
                    ("CC BY-SA 4.0", "CC BY-SA 4.0"),
                    ("CC BY-ND 4.0", "CC BY-ND 4.0"),
                    ("OGL Canada", "Open Government Licence – Canada"),
                    ("Libre Uso MX", "Libre Uso MX"),
                    ("Crown copyright", "Crown copyright"),
                    ("with permission", "Used with permission"),
                    ("reserved", "All rights reserved"),
                ],
                help_text="On what terms it may be used. Readers see it beside the credit.",
                max_length=20,
                verbose_name="license",
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="renditions",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AlterField(
            model_name="picture",
            name="file",
            field=portal.picture_files.PictureField(
                help_text="JPEG, PNG, WebP or AVIF. A new file takes the place of this one wherever it is shown.",
                max_length=200,
                upload_to=portal.files.upload_to,
                verbose_name="picture",
            ),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["renditions"], name="picture_renditions", opclasses=("jsonb_path_ops",)
            ),
        ),
    ]
