import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0004_editorial"),
        ("portal", "0009_pictures"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReleasePicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                ("caption", models.CharField(blank=True, max_length=300, null=True, verbose_name="caption")),
                ("caption_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="caption")),
                ("caption_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="caption")),
                ("caption_fr", models.CharField(blank=True, max_length=300, null=True, verbose_name="caption")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release_pictures",
                        to="portal.picture",
                        verbose_name="picture",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="news.newsrelease"
                    ),
                ),
            ],
            options={
                "verbose_name": "picture of the release",
                "verbose_name_plural": "pictures of the release",
                "ordering": ("order", "pk"),
            },
        ),
    ]
