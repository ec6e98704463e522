"""All tables of the section, as the migrations up to 0008_moment_bounds leave them in a new database."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from portal.change_triggers import NotifyChanges

FIRST, END = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (1900, 2100))


class Migration(migrations.Migration):
    replaces = [
        ("workinggroup", "0001_initial"),
        ("workinggroup", "0002_remove_version"),
        ("workinggroup", "0003_submission_subjects"),
        ("workinggroup", "0004_list_indexes"),
        ("workinggroup", "0005_meeting_is_canceled"),
        ("workinggroup", "0006_change_triggers"),
        ("workinggroup", "0007_public_indexes"),
        ("workinggroup", "0008_moment_bounds"),
    ]

    initial = True

    dependencies = [
        ("portal", "0017_moment_bounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Post",
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
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "leading post",
                "verbose_name_plural": "leading posts",
                "ordering": ("order", "pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="post_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="post_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="post_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="post_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="post_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="post_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="post_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="post_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="post_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")), fields=["-changed_at", "-id"], name="post_changed"
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="post_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="post_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="post_withdraw_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostHolder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holders", to="workinggroup.post"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("term_from", models.CharField(blank=True, max_length=10, verbose_name="term from")),
                ("term_to", models.CharField(blank=True, max_length=10, verbose_name="term until")),
                ("named_from", models.CharField(blank=True, max_length=10, verbose_name="first mentioned in")),
                ("named_to", models.CharField(blank=True, max_length=10, verbose_name="last mentioned in")),
                ("note", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_fr", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "holder of the post",
                "verbose_name_plural": "holders of the post",
                "ordering": ("term_from", "named_from", "pk"),
                "constraints": [models.UniqueConstraint(fields=("post", "name", "term_from"), name="postholder_once")],
            },
        ),
        migrations.CreateModel(
            name="Subgroup",
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
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "documents",
                    models.ManyToManyField(
                        blank=True, related_name="subgroups", to="portal.document", verbose_name="documents"
                    ),
                ),
            ],
            options={
                "verbose_name": "subgroup",
                "verbose_name_plural": "subgroups",
                "ordering": ("order", "pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="subgroup_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="subgroup_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="subgroup_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="subgroup_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="subgroup_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="subgroup_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="subgroup_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="subgroup_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="subgroup_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="subgroup_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="subgroup_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="subgroup_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="subgroup_withdraw_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("group", "meeting of the group"),
                            ("subgroup", "meeting of a subgroup"),
                            ("other", "other meeting"),
                        ],
                        default="group",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="The number that the group itself uses.", null=True, verbose_name="number"
                    ),
                ),
                ("start", models.CharField(max_length=10, verbose_name="first day")),
                ("end", models.CharField(blank=True, max_length=10, verbose_name="last day")),
                ("place", models.CharField(blank=True, max_length=200, null=True, verbose_name="place")),
                ("place_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="place")),
                ("place_es", models.CharField(blank=True, max_length=200, null=True, verbose_name="place")),
                ("place_fr", models.CharField(blank=True, max_length=200, null=True, verbose_name="place")),
                (
                    "date_note",
                    models.CharField(
                        blank=True,
                        help_text="What is unknown about the date.",
                        max_length=300,
                        null=True,
                        verbose_name="note on the date",
                    ),
                ),
                (
                    "date_note_en",
                    models.CharField(
                        blank=True,
                        help_text="What is unknown about the date.",
                        max_length=300,
                        null=True,
                        verbose_name="note on the date",
                    ),
                ),
                (
                    "date_note_es",
                    models.CharField(
                        blank=True,
                        help_text="What is unknown about the date.",
                        max_length=300,
                        null=True,
                        verbose_name="note on the date",
                    ),
                ),
                (
                    "date_note_fr",
                    models.CharField(
                        blank=True,
                        help_text="What is unknown about the date.",
                        max_length=300,
                        null=True,
                        verbose_name="note on the date",
                    ),
                ),
                ("agenda", models.TextField(blank=True, null=True, verbose_name="agenda")),
                ("agenda_en", models.TextField(blank=True, null=True, verbose_name="agenda")),
                ("agenda_es", models.TextField(blank=True, null=True, verbose_name="agenda")),
                ("agenda_fr", models.TextField(blank=True, null=True, verbose_name="agenda")),
                ("outcomes", models.TextField(blank=True, null=True, verbose_name="outcomes")),
                ("outcomes_en", models.TextField(blank=True, null=True, verbose_name="outcomes")),
                ("outcomes_es", models.TextField(blank=True, null=True, verbose_name="outcomes")),
                ("outcomes_fr", models.TextField(blank=True, null=True, verbose_name="outcomes")),
                (
                    "hosts",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="portal.country", verbose_name="host country"
                    ),
                ),
                (
                    "subgroups",
                    models.ManyToManyField(
                        blank=True, related_name="meetings", to="workinggroup.subgroup", verbose_name="subgroups"
                    ),
                ),
                (
                    "documents",
                    models.ManyToManyField(
                        blank=True, related_name="meetings", to="portal.document", verbose_name="documents"
                    ),
                ),
                (
                    "is_canceled",
                    models.BooleanField(
                        default=False,
                        help_text="Readers and their calendars see that it does not take place.",
                        verbose_name="canceled",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ("-start", "-pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="meeting_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="meeting_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="meeting_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="meeting_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="meeting_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="meeting_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="meeting_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="meeting_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="meeting_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="meeting_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="meeting_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="meeting_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="meeting_withdraw_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-start", "-id"],
                        include=("publish_at", "withdraw_at", "kind"),
                        name="meeting_published",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["kind", "-start", "-id"],
                        include=("publish_at", "withdraw_at"),
                        name="meeting_kind",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("status", "published"),
                            models.Q(("end__regex", "^(.{10})?$"), ("start__regex", "^.{10}$"), _negated=True),
                        ),
                        fields=["kind"],
                        include=("publish_at", "withdraw_at"),
                        name="meeting_without_day",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("changed_at__isnull", True)),
                        fields=["-start", "-id"],
                        name="meeting_unchanged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
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
                    "program",
                    models.PositiveSmallIntegerField(
                        help_text="The year, for example 2005.", verbose_name="work program"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("project", "project"),
                            ("training", "training"),
                            ("recommendation", "recommendation"),
                            ("publication", "publication"),
                            ("exchange", "exchange of experience"),
                            ("recognition", "recognition of companies"),
                        ],
                        max_length=15,
                        verbose_name="type",
                    ),
                ),
                ("undertaken", models.CharField(max_length=10, verbose_name="agreed on")),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.country",
                        verbose_name="led by",
                    ),
                ),
                ("due", models.CharField(blank=True, max_length=10, verbose_name="due")),
                ("result", models.TextField(blank=True, null=True, verbose_name="result")),
                ("result_en", models.TextField(blank=True, null=True, verbose_name="result")),
                ("result_es", models.TextField(blank=True, null=True, verbose_name="result")),
                ("result_fr", models.TextField(blank=True, null=True, verbose_name="result")),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="workinggroup.meeting",
                        verbose_name="agreed at",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "partners",
                    models.ManyToManyField(blank=True, related_name="+", to="portal.country", verbose_name="partners"),
                ),
                (
                    "subgroups",
                    models.ManyToManyField(
                        blank=True, related_name="commitments", to="workinggroup.subgroup", verbose_name="subgroups"
                    ),
                ),
                (
                    "documents",
                    models.ManyToManyField(
                        blank=True, related_name="commitments", to="portal.document", verbose_name="documents"
                    ),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "ordering": ("-program", "order", "pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="commitment_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="commitment_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="commitment_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="commitment_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="commitment_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="commitment_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="commitment_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="commitment_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="commitment_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="commitment_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="commitment_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="commitment_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="commitment_withdraw_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-program", "order", "id"],
                        include=("publish_at", "withdraw_at"),
                        name="commitment_published",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["undertaken"],
                        include=("publish_at", "withdraw_at"),
                        name="commitment_undertaken",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-due", "-id"],
                        include=("publish_at", "withdraw_at"),
                        name="commitment_due",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("status", "published"),
                            models.Q(("due__regex", "^.{10}$"), _negated=True),
                            models.Q(("due", ""), _negated=True),
                        ),
                        fields=["due"],
                        include=("publish_at", "withdraw_at"),
                        name="commitment_without_day",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("changed_at__isnull", True)),
                        fields=["-undertaken", "-id"],
                        name="commitment_unchanged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="workinggroup.commitment"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unknown", "unknown"),
                            ("planned", "planned"),
                            ("under way", "in progress"),
                            ("done", "completed"),
                            ("dropped", "canceled"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("date", models.CharField(max_length=10, verbose_name="date")),
                ("note", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_fr", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "status change",
                "verbose_name_plural": "status changes",
                "ordering": ("date", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SubgroupMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("government", "government"), ("employers", "employers"), ("workers", "workers")],
                        default="government",
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=200, null=True, verbose_name="role")),
                ("role_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="role")),
                ("role_es", models.CharField(blank=True, max_length=200, null=True, verbose_name="role")),
                ("role_fr", models.CharField(blank=True, max_length=200, null=True, verbose_name="role")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "subgroup",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="workinggroup.subgroup"
                    ),
                ),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "ordering": ("country__order", "order", "name"),
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("subgroup", "name"), name="subgroupmember_once")],
            },
        ),
        migrations.CreateModel(
            name="Submission",
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
                    "number",
                    models.CharField(
                        help_text="As the portal writes it: US 9702.", max_length=20, unique=True, verbose_name="number"
                    ),
                ),
                (
                    "spellings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="Separated by commas.",
                        size=None,
                        verbose_name="other spellings of the number",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="portal.office",
                        verbose_name="office that received it",
                    ),
                ),
                ("outcome", models.TextField(blank=True, null=True, verbose_name="outcome")),
                ("outcome_en", models.TextField(blank=True, null=True, verbose_name="outcome")),
                ("outcome_es", models.TextField(blank=True, null=True, verbose_name="outcome")),
                ("outcome_fr", models.TextField(blank=True, null=True, verbose_name="outcome")),
                (
                    "documents",
                    models.ManyToManyField(
                        blank=True, related_name="submissions", to="portal.document", verbose_name="documents"
                    ),
                ),
                (
                    "countries_concerned",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="portal.country",
                        verbose_name="country whose labor law it is about",
                    ),
                ),
                (
                    "issues",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("freedom-of-association", "freedom of association"),
                                ("collective-bargaining", "the right to bargain collectively"),
                                ("right-to-strike", "the right to strike"),
                                ("forced-labor", "prohibition of forced labor"),
                                ("child-labor", "labor protections for children and young persons"),
                                ("minimum-standards", "minimum employment standards"),
                                ("discrimination", "elimination of employment discrimination"),
                                ("equal-pay", "equal pay for women and men"),
                                ("prevention", "prevention of occupational injuries and illnesses"),
                                ("compensation", "compensation in cases of occupational injuries and illnesses"),
                                ("migrant-workers", "protection of migrant workers"),
                            ],
                            max_length=25,
                        ),
                        blank=True,
                        default=list,
                        help_text="The labor principles of the agreement that it raised.",
                        size=None,
                        verbose_name="issues",
                    ),
                ),
                (
                    "raises_safety_and_health",
                    models.BooleanField(
                        default=False,
                        help_text="By at least one source, the communication raised occupational safety and health.",
                        verbose_name="raises safety and health",
                    ),
                ),
                ("submitters", models.CharField(blank=True, max_length=500, null=True, verbose_name="submitters")),
                ("submitters_en", models.CharField(blank=True, max_length=500, null=True, verbose_name="submitters")),
                ("submitters_es", models.CharField(blank=True, max_length=500, null=True, verbose_name="submitters")),
                ("submitters_fr", models.CharField(blank=True, max_length=500, null=True, verbose_name="submitters")),
                (
                    "filing_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            django.db.models.functions.text.LPad(
                                django.db.models.functions.comparison.Cast("office", models.CharField()),
                                10,
                                models.Value("0"),
                            ),
                            models.Case(
                                models.When(number__regex="\\d{4}-", then=models.Value("1")), default=models.Value("0")
                            ),
                            "number",
                        ),
                        output_field=models.CharField(max_length=31),
                    ),
                ),
            ],
            options={
                "verbose_name": "public communication",
                "verbose_name_plural": "public communications",
                "ordering": ("number",),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="submission_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="submission_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="submission_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="submission_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="submission_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="submission_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="submission_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="submission_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="submission_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="submission_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="submission_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="submission_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="submission_withdraw_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["filing_key"],
                        include=("publish_at", "withdraw_at"),
                        name="submission_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="workinggroup.submission"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("filed", "filed"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("extended", "time extended"),
                            ("withdrawn", "withdrawn"),
                            ("hearing", "hearing"),
                            ("report", "report"),
                            ("consultations", "ministerial consultations"),
                            ("agreement", "agreement or declaration"),
                        ],
                        max_length=15,
                        verbose_name="step",
                    ),
                ),
                ("date", models.CharField(blank=True, max_length=10, verbose_name="date")),
                ("note", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_fr", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "step",
                "verbose_name_plural": "steps",
                "ordering": ("order", "pk"),
                "indexes": [models.Index(fields=["kind", "date"], name="submissionstep_kind_date")],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("government", "government"), ("employers", "employers"), ("workers", "workers")],
                        default="government",
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=200, null=True, verbose_name="role")),
                ("role_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="role")),
                ("role_es", models.CharField(blank=True, max_length=200, null=True, verbose_name="role")),
                ("role_fr", models.CharField(blank=True, max_length=200, null=True, verbose_name="role")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="workinggroup.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
                "ordering": ("country__order", "order", "name"),
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("meeting", "name"), name="participant_once")],
            },
        ),
        NotifyChanges(
            "workinggroup_commitment",
            "workinggroup_commitment_documents",
            "workinggroup_commitment_partners",
            "workinggroup_commitment_subgroups",
            "workinggroup_commitmentstep",
            "workinggroup_meeting",
            "workinggroup_meeting_documents",
            "workinggroup_meeting_hosts",
            "workinggroup_meeting_subgroups",
            "workinggroup_participant",
            "workinggroup_post",
            "workinggroup_postholder",
            "workinggroup_subgroup",
            "workinggroup_subgroup_documents",
            "workinggroup_subgroupmember",
            "workinggroup_submission",
            "workinggroup_submission_countries_concerned",
            "workinggroup_submission_documents",
            "workinggroup_submissionstep",
        ),
    ]
