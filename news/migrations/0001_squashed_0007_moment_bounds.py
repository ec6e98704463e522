"""All tables of the section, as the migrations up to 0007_moment_bounds leave them in a new database."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from portal.change_triggers import NotifyChanges

FIRST, END = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (1900, 2100))


class Migration(migrations.Migration):
    replaces = [
        ("news", "0001_initial"),
        ("news", "0002_newsrelease_item_copy"),
        ("news", "0003_remove_version"),
        ("news", "0004_list_indexes"),
        ("news", "0005_change_triggers"),
        ("news", "0006_public_indexes"),
        ("news", "0007_moment_bounds"),
    ]

    initial = True

    dependencies = [
        ("portal", "0016_public_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NewsItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        help_text="The government responsible for it. Leave empty if all three are.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in review", "in review"),
                            ("published", "published"),
                            ("withdrawn", "unpublished"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("publish_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="public from")),
                (
                    "withdraw_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="public until"),
                ),
                (
                    "changed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="public modification date"),
                ),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                ("title", models.CharField(blank=True, max_length=200, null=True, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="title")),
                ("title_es", models.CharField(blank=True, max_length=200, null=True, verbose_name="title")),
                ("title_fr", models.CharField(blank=True, max_length=200, null=True, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        help_text="The last part of the page’s URL. If empty, it is created from the title.",
                        max_length=90,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "slug_en",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        help_text="The last part of the page’s URL. If empty, it is created from the title.",
                        max_length=90,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "slug_es",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        help_text="The last part of the page’s URL. If empty, it is created from the title.",
                        max_length=90,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "slug_fr",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        help_text="The last part of the page’s URL. If empty, it is created from the title.",
                        max_length=90,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, without formatting.",
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "summary_en",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, without formatting.",
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "summary_es",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, without formatting.",
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "summary_fr",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, without formatting.",
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                ("body", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_en", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_es", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_fr", models.TextField(blank=True, null=True, verbose_name="text")),
                (
                    "sources",
                    models.TextField(
                        blank=True, help_text="Where the facts come from.", null=True, verbose_name="sources"
                    ),
                ),
                (
                    "sources_en",
                    models.TextField(
                        blank=True, help_text="Where the facts come from.", null=True, verbose_name="sources"
                    ),
                ),
                (
                    "sources_es",
                    models.TextField(
                        blank=True, help_text="Where the facts come from.", null=True, verbose_name="sources"
                    ),
                ),
                (
                    "sources_fr",
                    models.TextField(
                        blank=True, help_text="Where the facts come from.", null=True, verbose_name="sources"
                    ),
                ),
                (
                    "source_language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")],
                        default="en",
                        help_text="The other languages are translations of this text.",
                        max_length=2,
                        verbose_name="original language",
                    ),
                ),
                (
                    "joint_languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")], max_length=2
                        ),
                        blank=True,
                        default=list,
                        help_text="Languages that must be complete before publishing, in addition to those its country requires.",
                        size=None,
                        verbose_name="additional required languages",
                    ),
                ),
                ("review_due", models.DateField(blank=True, null=True, verbose_name="review date")),
                ("outward", models.JSONField(default=None, editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("modified_at", models.DateTimeField(auto_now=True, verbose_name="modified")),
                (
                    "modified_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("date", models.CharField(max_length=10, verbose_name="date")),
                ("end_date", models.CharField(blank=True, max_length=10, verbose_name="last day")),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="news_items",
                        to="portal.picture",
                        verbose_name="image",
                    ),
                ),
            ],
            options={
                "verbose_name": "news item",
                "verbose_name_plural": "news items",
                "ordering": ("-date", "-pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="newsitem_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="newsitem_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="newsitem_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="newsitem_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="newsitem_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="newsitem_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="newsitem_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="newsitem_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="newsitem_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-date", "-id"],
                        include=("publish_at", "withdraw_at"),
                        name="newsitem_published",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="newsitem_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="newsitem_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="newsitem_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="newsitem_withdraw_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("changed_at__isnull", True)),
                        fields=["-date", "-id"],
                        name="newsitem_unchanged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NewsRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        help_text="The government responsible for it. Leave empty if all three are.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in review", "in review"),
                            ("published", "published"),
                            ("withdrawn", "unpublished"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("publish_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="public from")),
                (
                    "withdraw_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="public until"),
                ),
                (
                    "changed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="public modification date"),
                ),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                ("title", models.CharField(blank=True, max_length=200, null=True, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="title")),
                ("title_es", models.CharField(blank=True, max_length=200, null=True, verbose_name="title")),
                ("title_fr", models.CharField(blank=True, max_length=200, null=True, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        help_text="The last part of the page’s URL. If empty, it is created from the title.",
                        max_length=90,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "slug_en",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        help_text="The last part of the page’s URL. If empty, it is created from the title.",
                        max_length=90,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "slug_es",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        help_text="The last part of the page’s URL. If empty, it is created from the title.",
                        max_length=90,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "slug_fr",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        help_text="The last part of the page’s URL. If empty, it is created from the title.",
                        max_length=90,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, without formatting.",
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "summary_en",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, without formatting.",
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "summary_es",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, without formatting.",
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "summary_fr",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, without formatting.",
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                ("body", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_en", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_es", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_fr", models.TextField(blank=True, null=True, verbose_name="text")),
                (
                    "sources",
                    models.TextField(
                        blank=True, help_text="Where the facts come from.", null=True, verbose_name="sources"
                    ),
                ),
                (
                    "sources_en",
                    models.TextField(
                        blank=True, help_text="Where the facts come from.", null=True, verbose_name="sources"
                    ),
                ),
                (
                    "sources_es",
                    models.TextField(
                        blank=True, help_text="Where the facts come from.", null=True, verbose_name="sources"
                    ),
                ),
                (
                    "sources_fr",
                    models.TextField(
                        blank=True, help_text="Where the facts come from.", null=True, verbose_name="sources"
                    ),
                ),
                (
                    "source_language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")],
                        default="en",
                        help_text="The other languages are translations of this text.",
                        max_length=2,
                        verbose_name="original language",
                    ),
                ),
                (
                    "joint_languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")], max_length=2
                        ),
                        blank=True,
                        default=list,
                        help_text="Languages that must be complete before publishing, in addition to those its country requires.",
                        size=None,
                        verbose_name="additional required languages",
                    ),
                ),
                ("review_due", models.DateField(blank=True, null=True, verbose_name="review date")),
                ("outward", models.JSONField(default=None, editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("modified_at", models.DateTimeField(auto_now=True, verbose_name="modified")),
                (
                    "modified_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="news.newsitem",
                        verbose_name="news item",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="portal.office",
                        verbose_name="office",
                    ),
                ),
                ("issuer", models.CharField(blank=True, max_length=300, null=True, verbose_name="issued by")),
                ("issuer_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="issued by")),
                ("issuer_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="issued by")),
                ("issuer_fr", models.CharField(blank=True, max_length=300, null=True, verbose_name="issued by")),
                ("date", models.CharField(max_length=10, verbose_name="date")),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="number")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="contact")),
                (
                    "languages_of_original",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")], max_length=2
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="languages of the original",
                    ),
                ),
                ("address", models.URLField(blank=True, max_length=500, verbose_name="URL of the original")),
                ("item_copy", models.JSONField(default=None, editable=False, null=True)),
            ],
            options={
                "verbose_name": "national news release",
                "verbose_name_plural": "national news releases",
                "ordering": ("-date", "-pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="newsrelease_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="newsrelease_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="newsrelease_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="newsrelease_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="newsrelease_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="newsrelease_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="newsrelease_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="newsrelease_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="newsrelease_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-date", "-id"],
                        include=("publish_at", "withdraw_at"),
                        name="newsrelease_published",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="newsrelease_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="newsrelease_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="newsrelease_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="newsrelease_withdraw_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["office", "-date", "-id"],
                        include=("publish_at", "withdraw_at"),
                        name="newsrelease_office",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("changed_at__isnull", True)),
                        fields=["-date", "-id"],
                        name="newsrelease_unchanged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleaseFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        help_text="PDF, DOCX, XLSX, PPTX, ODT, ODS or ODP, up to 50 MB. Its URL stays the same when you replace the file.",
                        max_length=200,
                        upload_to="",
                        verbose_name="file",
                    ),
                ),
                ("address", models.URLField(blank=True, max_length=500, verbose_name="URL")),
                (
                    "pages",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Only for a URL. The pages of a file are counted automatically.",
                        null=True,
                        verbose_name="pages",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="news.newsrelease"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="If empty, the title stored in the file is used. Files with the same title are shown as one document in several languages.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        blank=True,
                        help_text="If empty, the title stored in the file is used. Files with the same title are shown as one document in several languages.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_es",
                    models.CharField(
                        blank=True,
                        help_text="If empty, the title stored in the file is used. Files with the same title are shown as one document in several languages.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_fr",
                    models.CharField(
                        blank=True,
                        help_text="If empty, the title stored in the file is used. Files with the same title are shown as one document in several languages.",
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
                        help_text="If empty, the language stored in the file is used.",
                        max_length=2,
                        verbose_name="language",
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
                        violation_error_message="Enter a file or a URL, not both.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleasePicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="news.newsrelease"
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release_pictures",
                        to="portal.picture",
                        verbose_name="image",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=300, null=True, verbose_name="caption")),
                ("caption_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="caption")),
                ("caption_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="caption")),
                ("caption_fr", models.CharField(blank=True, max_length=300, null=True, verbose_name="caption")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "image of the release",
                "verbose_name_plural": "images of the release",
                "ordering": ("order", "pk"),
            },
        ),
        NotifyChanges(
            "news_newsitem",
            "news_newsrelease",
            "news_releasefile",
            "news_releasepicture",
        ),
    ]
