import portal.kept_files
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0009_pictures"),
    ]

    operations = [
        migrations.AlterField(
            model_name="documentfile",
            name="file",
            field=portal.kept_files.KeptFileField(
                blank=True,
                help_text="PDF, DOCX, XLSX, PPTX, ODT, ODS or ODP, 50 MB at most. Its address stays when it is replaced.",
                max_length=200,
                upload_to="",
                verbose_name="file",
            ),
        ),
        migrations.AlterField(
            model_name="documentfile",
            name="pages",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Of what stands at an address; those of a file are counted.",
                null=True,
                verbose_name="pages",
            ),
        ),
    ]
