import django.db.models.deletion
import portal.kept_files
import portal.links
from django.db import migrations, models


def attach(apps, schema_editor):
    """Makes the one file of each release its first attached document, under the title of the release."""
    release_file = apps.get_model("news", "ReleaseFile")
    for release in apps.get_model("news", "NewsRelease").objects.exclude(file=""):
        titles = {f"title_{language}": getattr(release, f"title_{language}") for language in ("en", "es", "fr")}
        release_file.objects.create(release=release, file=release.file.name, language=release.source_language, **titles)


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0005_release_pictures"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReleaseFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "file",
                    portal.kept_files.KeptFileField(
                        blank=True,
                        help_text="PDF, DOCX, XLSX, PPTX, ODT, ODS or ODP, 50 MB at most. Its address stays when it is replaced.",
                        max_length=200,
                        upload_to="",
                        verbose_name="file",
                    ),
                ),
                ("address", portal.links.AddressField(blank=True, max_length=500, verbose_name="address")),
                (
                    "pages",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Of what stands at an address; those of a file are counted.",
                        null=True,
                        verbose_name="pages",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, it is the one that the file gives itself. Files with the same title are one document in several languages.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, it is the one that the file gives itself. Files with the same title are one document in several languages.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_es",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, it is the one that the file gives itself. Files with the same title are one document in several languages.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_fr",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, it is the one that the file gives itself. Files with the same title are one document in several languages.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")],
                        help_text="Left empty, as the file itself says.",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="news.newsrelease"
                    ),
                ),
            ],
            options={
                "verbose_name": "attached document",
                "verbose_name_plural": "attached documents",
                "ordering": ("order", "pk"),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address__gt", ""), ("file", "")),
                            models.Q(("address", ""), ("file__gt", "")),
                            _connector="OR",
                        ),
                        name="releasefile_file_or_address",
                        violation_error_message="Give a file or an address: one of the two.",
                    )
                ],
            },
        ),
        migrations.RunPython(attach, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="newsrelease",
            name="file",
        ),
    ]
