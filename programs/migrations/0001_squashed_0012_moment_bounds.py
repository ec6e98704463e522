"""All tables of the section, as the migrations up to 0012_moment_bounds leave them in a new database."""

import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import programs.indicators
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from portal.change_triggers import NotifyChanges

FIRST, END = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (1900, 2100))


class Migration(migrations.Migration):
    replaces = [
        ("programs", "0001_initial"),
        ("programs", "0002_remove_version"),
        ("programs", "0003_help"),
        ("programs", "0004_comparisons"),
        ("programs", "0005_entry_leads_to"),
        ("programs", "0006_indicators"),
        ("programs", "0007_entry_link_addresses"),
        ("programs", "0008_fact_help_texts"),
        ("programs", "0009_list_indexes"),
        ("programs", "0010_change_triggers"),
        ("programs", "0011_public_indexes"),
        ("programs", "0012_moment_bounds"),
    ]

    initial = True

    dependencies = [
        ("portal", "0017_moment_bounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Jurisdiction",
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
                    "languages_of_its_own",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")], max_length=2
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="own languages",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="For a province or territory. It is compared with others, and is no column of the matrix.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="programs.jurisdiction",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "jurisdiction",
                "verbose_name_plural": "jurisdictions",
                "ordering": ("order", "pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="jurisdiction_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="jurisdiction_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="jurisdiction_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="jurisdiction_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="jurisdiction_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="jurisdiction_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="jurisdiction_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="jurisdiction_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="jurisdiction_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="jurisdiction_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="jurisdiction_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="jurisdiction_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="jurisdiction_withdraw_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
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
                    "shows_contacts",
                    models.BooleanField(
                        default=False,
                        help_text="Adds the row “Whom to call” to the comparison, with the numbers of the help pages.",
                        verbose_name="show whom to call",
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "verbose_name_plural": "sections",
                "ordering": ("order", "pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="section_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="section_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="section_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="section_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="section_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="section_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="section_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="section_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="section_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="section_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="section_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="section_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="section_withdraw_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
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
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="programs.jurisdiction",
                        verbose_name="jurisdiction",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="programs.section",
                        verbose_name="section",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        help_text="The jurisdiction’s own name for the section, in each of its languages. It is not translated.",
                        max_length=100,
                        null=True,
                        verbose_name="label",
                    ),
                ),
                (
                    "label_en",
                    models.CharField(
                        blank=True,
                        help_text="The jurisdiction’s own name for the section, in each of its languages. It is not translated.",
                        max_length=100,
                        null=True,
                        verbose_name="label",
                    ),
                ),
                (
                    "label_es",
                    models.CharField(
                        blank=True,
                        help_text="The jurisdiction’s own name for the section, in each of its languages. It is not translated.",
                        max_length=100,
                        null=True,
                        verbose_name="label",
                    ),
                ),
                (
                    "label_fr",
                    models.CharField(
                        blank=True,
                        help_text="The jurisdiction’s own name for the section, in each of its languages. It is not translated.",
                        max_length=100,
                        null=True,
                        verbose_name="label",
                    ),
                ),
                ("agency", models.CharField(blank=True, max_length=300, null=True, verbose_name="body in charge")),
                ("agency_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="body in charge")),
                ("agency_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="body in charge")),
                ("agency_fr", models.CharField(blank=True, max_length=300, null=True, verbose_name="body in charge")),
                ("label_2004", models.CharField(blank=True, max_length=100, verbose_name="label in 2004")),
                (
                    "label_2004_language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")],
                        max_length=2,
                        verbose_name="language of the 2004 label",
                    ),
                ),
                ("blank_in_2004", models.BooleanField(default=False, verbose_name="no section in 2004")),
                (
                    "leads_to",
                    models.CharField(
                        blank=True,
                        help_text="What readers find there today in one to four words, such as 29 CFR.",
                        max_length=60,
                        null=True,
                        verbose_name="leads to",
                    ),
                ),
                (
                    "leads_to_en",
                    models.CharField(
                        blank=True,
                        help_text="What readers find there today in one to four words, such as 29 CFR.",
                        max_length=60,
                        null=True,
                        verbose_name="leads to",
                    ),
                ),
                (
                    "leads_to_es",
                    models.CharField(
                        blank=True,
                        help_text="What readers find there today in one to four words, such as 29 CFR.",
                        max_length=60,
                        null=True,
                        verbose_name="leads to",
                    ),
                ),
                (
                    "leads_to_fr",
                    models.CharField(
                        blank=True,
                        help_text="What readers find there today in one to four words, such as 29 CFR.",
                        max_length=60,
                        null=True,
                        verbose_name="leads to",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry",
                "verbose_name_plural": "entries",
                "constraints": [
                    models.UniqueConstraint(fields=("jurisdiction", "slug_en"), name="entry_slug_en"),
                    models.UniqueConstraint(fields=("jurisdiction", "slug_es"), name="entry_slug_es"),
                    models.UniqueConstraint(fields=("jurisdiction", "slug_fr"), name="entry_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="entry_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="entry_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="entry_slug_fr_filled"
                    ),
                    models.UniqueConstraint(fields=("jurisdiction", "section"), name="entry_cell_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="entry_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="entry_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="entry_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")), fields=["-changed_at", "-id"], name="entry_changed"
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="entry_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="entry_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="entry_withdraw_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="programs.entry"
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=200, null=True, verbose_name="text")),
                ("text_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="text")),
                ("text_es", models.CharField(blank=True, max_length=200, null=True, verbose_name="text")),
                ("text_fr", models.CharField(blank=True, max_length=200, null=True, verbose_name="text")),
                ("checked", models.DateField(blank=True, null=True, verbose_name="last checked")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "web_address",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which the page exists. Repeat the URL if one page has several.",
                        max_length=500,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "web_address_en",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which the page exists. Repeat the URL if one page has several.",
                        max_length=500,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "web_address_es",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which the page exists. Repeat the URL if one page has several.",
                        max_length=500,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "web_address_fr",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which the page exists. Repeat the URL if one page has several.",
                        max_length=500,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
            ],
            options={
                "verbose_name": "official link",
                "verbose_name_plural": "official links",
                "ordering": ("order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HelpPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("modified_at", models.DateTimeField(auto_now=True, verbose_name="modified")),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Places with the same number are sorted by name.", verbose_name="order"
                    ),
                ),
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
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "jurisdiction",
                    models.OneToOneField(
                        blank=True,
                        help_text="Its comparisons show whom to call in this place.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="help_place",
                        to="programs.jurisdiction",
                        verbose_name="jurisdiction",
                    ),
                ),
            ],
            options={
                "verbose_name": "place to get help",
                "verbose_name_plural": "places to get help",
                "ordering": ("order", "pk"),
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="helpplace_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="helpplace_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="helpplace_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="helpplace_withdraw_at",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="helpplace_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="helpplace_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="helpplace_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="helpplace_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="helpplace_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="helpplace_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="helpplace_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="helpplace_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="helpplace_changed_at_in_bound",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "need",
                    models.CharField(
                        choices=[
                            ("emergency", "Emergency"),
                            ("danger", "Report a danger"),
                            ("injury", "If you were hurt"),
                            ("wages", "Unpaid wages and other rights"),
                            ("anonymity", "What stays confidential"),
                            ("refusal", "Refusing dangerous work"),
                            ("retaliation", "If your employer retaliates"),
                            ("report", "What the employer must report"),
                        ],
                        max_length=11,
                        verbose_name="need",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="The body to call, or the fact in a few words, such as a time limit.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        blank=True,
                        help_text="The body to call, or the fact in a few words, such as a time limit.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_es",
                    models.CharField(
                        blank=True,
                        help_text="The body to call, or the fact in a few words, such as a time limit.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_fr",
                    models.CharField(
                        blank=True,
                        help_text="The body to call, or the fact in a few words, such as a time limit.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                ("body", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_en", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_es", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_fr", models.TextField(blank=True, null=True, verbose_name="text")),
                (
                    "telephone",
                    models.CharField(
                        blank=True,
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\+?[0-9][0-9 ()-]+[0-9]$",
                                "Enter digits, spaces, hyphens and parentheses only, for example 1-800-321-6742.",
                            )
                        ],
                        verbose_name="telephone",
                    ),
                ),
                (
                    "telephone_label",
                    models.CharField(
                        blank=True,
                        help_text="For example, “option 1”.",
                        max_length=100,
                        null=True,
                        verbose_name="telephone label",
                    ),
                ),
                (
                    "telephone_label_en",
                    models.CharField(
                        blank=True,
                        help_text="For example, “option 1”.",
                        max_length=100,
                        null=True,
                        verbose_name="telephone label",
                    ),
                ),
                (
                    "telephone_label_es",
                    models.CharField(
                        blank=True,
                        help_text="For example, “option 1”.",
                        max_length=100,
                        null=True,
                        verbose_name="telephone label",
                    ),
                ),
                (
                    "telephone_label_fr",
                    models.CharField(
                        blank=True,
                        help_text="For example, “option 1”.",
                        max_length=100,
                        null=True,
                        verbose_name="telephone label",
                    ),
                ),
                (
                    "other_telephone",
                    models.CharField(
                        blank=True,
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\+?[0-9][0-9 ()-]+[0-9]$",
                                "Enter digits, spaces, hyphens and parentheses only, for example 1-800-321-6742.",
                            )
                        ],
                        verbose_name="other telephone",
                    ),
                ),
                (
                    "other_telephone_label",
                    models.CharField(blank=True, max_length=100, null=True, verbose_name="other telephone label"),
                ),
                (
                    "other_telephone_label_en",
                    models.CharField(blank=True, max_length=100, null=True, verbose_name="other telephone label"),
                ),
                (
                    "other_telephone_label_es",
                    models.CharField(blank=True, max_length=100, null=True, verbose_name="other telephone label"),
                ),
                (
                    "other_telephone_label_fr",
                    models.CharField(blank=True, max_length=100, null=True, verbose_name="other telephone label"),
                ),
                (
                    "tty",
                    models.CharField(
                        blank=True,
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\+?[0-9][0-9 ()-]+[0-9]$",
                                "Enter digits, spaces, hyphens and parentheses only, for example 1-800-321-6742.",
                            )
                        ],
                        verbose_name="TTY",
                    ),
                ),
                ("hours", models.CharField(blank=True, max_length=200, null=True, verbose_name="hours")),
                ("hours_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="hours")),
                ("hours_es", models.CharField(blank=True, max_length=200, null=True, verbose_name="hours")),
                ("hours_fr", models.CharField(blank=True, max_length=200, null=True, verbose_name="hours")),
                (
                    "spoken_languages",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="languages spoken"),
                ),
                (
                    "spoken_languages_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="languages spoken"),
                ),
                (
                    "spoken_languages_es",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="languages spoken"),
                ),
                (
                    "spoken_languages_fr",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="languages spoken"),
                ),
                (
                    "web_address",
                    models.URLField(
                        blank=True,
                        help_text="A form or an official page. Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "web_address_en",
                    models.URLField(
                        blank=True,
                        help_text="A form or an official page. Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "web_address_es",
                    models.URLField(
                        blank=True,
                        help_text="A form or an official page. Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                (
                    "web_address_fr",
                    models.URLField(
                        blank=True,
                        help_text="A form or an official page. Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="URL",
                    ),
                ),
                ("link_text", models.CharField(blank=True, max_length=200, null=True, verbose_name="link text")),
                ("link_text_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="link text")),
                ("link_text_es", models.CharField(blank=True, max_length=200, null=True, verbose_name="link text")),
                ("link_text_fr", models.CharField(blank=True, max_length=200, null=True, verbose_name="link text")),
                (
                    "source_title",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_title_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_title_es",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_title_fr",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_address",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                (
                    "source_address_en",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                (
                    "source_address_es",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                (
                    "source_address_fr",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                ("source_date", models.CharField(blank=True, max_length=10, verbose_name="date of the source")),
                ("checked_on", models.CharField(blank=True, max_length=10, verbose_name="checked on")),
                (
                    "checked_by",
                    models.CharField(
                        blank=True, help_text="Readers don’t see this.", max_length=100, verbose_name="checked by"
                    ),
                ),
                (
                    "confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="Readers see the fact only if it was confirmed on a page of the body itself.",
                        verbose_name="confirmed",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="programs.helpplace"
                    ),
                ),
            ],
            options={
                "verbose_name": "help entry",
                "verbose_name_plural": "help entries",
                "ordering": ("order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="A few words that apply to every jurisdiction, such as “Who inspects”.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        blank=True,
                        help_text="A few words that apply to every jurisdiction, such as “Who inspects”.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_es",
                    models.CharField(
                        blank=True,
                        help_text="A few words that apply to every jurisdiction, such as “Who inspects”.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_fr",
                    models.CharField(
                        blank=True,
                        help_text="A few words that apply to every jurisdiction, such as “Who inspects”.",
                        max_length=200,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="programs.section"
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ("order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "source_title",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_title_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_title_es",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_title_fr",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_address",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                (
                    "source_address_en",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                (
                    "source_address_es",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                (
                    "source_address_fr",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                ("source_date", models.CharField(blank=True, max_length=10, verbose_name="date of the source")),
                ("checked_on", models.CharField(blank=True, max_length=10, verbose_name="checked on")),
                (
                    "checked_by",
                    models.CharField(
                        blank=True, help_text="Readers don’t see this.", max_length=100, verbose_name="checked by"
                    ),
                ),
                (
                    "confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="Readers see the fact only if it was confirmed on a page of the body itself.",
                        verbose_name="confirmed",
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        blank=True,
                        help_text="A few words or one or two sentences. It is shown in a cell of a table.",
                        null=True,
                        verbose_name="answer",
                    ),
                ),
                (
                    "body_en",
                    models.TextField(
                        blank=True,
                        help_text="A few words or one or two sentences. It is shown in a cell of a table.",
                        null=True,
                        verbose_name="answer",
                    ),
                ),
                (
                    "body_es",
                    models.TextField(
                        blank=True,
                        help_text="A few words or one or two sentences. It is shown in a cell of a table.",
                        null=True,
                        verbose_name="answer",
                    ),
                ),
                (
                    "body_fr",
                    models.TextField(
                        blank=True,
                        help_text="A few words or one or two sentences. It is shown in a cell of a table.",
                        null=True,
                        verbose_name="answer",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="programs.entry"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="programs.question",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ("question__order", "question_id", "pk"),
                "constraints": [models.UniqueConstraint(fields=("entry", "question"), name="answer_once")],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("modified_at", models.DateTimeField(auto_now=True, verbose_name="modified")),
                (
                    "kind",
                    models.CharField(
                        choices=[("deaths", "Deaths at work"), ("injuries", "Injuries and diseases at work")],
                        max_length=8,
                        verbose_name="measure",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        help_text="What a value counts, in a few words: fatal injuries.",
                        max_length=100,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_en",
                    models.CharField(
                        blank=True,
                        help_text="What a value counts, in a few words: fatal injuries.",
                        max_length=100,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_es",
                    models.CharField(
                        blank=True,
                        help_text="What a value counts, in a few words: fatal injuries.",
                        max_length=100,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_fr",
                    models.CharField(
                        blank=True,
                        help_text="What a value counts, in a few words: fatal injuries.",
                        max_length=100,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
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
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ("order", "pk"),
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="indicator_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="indicator_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="indicator_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="indicator_withdraw_at",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="indicator_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="indicator_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="indicator_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="indicator_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="indicator_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="indicator_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="indicator_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="indicator_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="indicator_changed_at_in_bound",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorDefinition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "source_title",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_title_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_title_es",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_title_fr",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_address",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                (
                    "source_address_en",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                (
                    "source_address_es",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                (
                    "source_address_fr",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                ("source_date", models.CharField(blank=True, max_length=10, verbose_name="date of the source")),
                ("checked_on", models.CharField(blank=True, max_length=10, verbose_name="checked on")),
                (
                    "checked_by",
                    models.CharField(
                        blank=True, help_text="Readers don’t see this.", max_length=100, verbose_name="checked by"
                    ),
                ),
                (
                    "confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="Readers see the fact only if it was confirmed on a page of the body itself.",
                        verbose_name="confirmed",
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("source", "Who counts"),
                            ("cases", "What is counted"),
                            ("coverage", "Workers covered"),
                            ("diseases", "Diseases"),
                            ("commuting", "Way to and from work"),
                            ("period", "Year that a case counts for"),
                            ("denominator", "What a rate divides by"),
                            ("revision", "Revision"),
                            ("left-out", "What is left out"),
                        ],
                        max_length=11,
                        verbose_name="topic",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=400, null=True, verbose_name="text")),
                ("text_en", models.CharField(blank=True, max_length=400, null=True, verbose_name="text")),
                ("text_es", models.CharField(blank=True, max_length=400, null=True, verbose_name="text")),
                ("text_fr", models.CharField(blank=True, max_length=400, null=True, verbose_name="text")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="definitions", to="programs.indicator"
                    ),
                ),
            ],
            options={
                "verbose_name": "definition",
                "verbose_name_plural": "definitions",
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("indicator", "topic"), name="indicator_topic_once")],
            },
        ),
        migrations.CreateModel(
            name="IndicatorValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "source_title",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_title_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_title_es",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_title_fr",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="source of the fact"),
                ),
                (
                    "source_address",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                (
                    "source_address_en",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                (
                    "source_address_es",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                (
                    "source_address_fr",
                    models.URLField(
                        blank=True,
                        help_text="Fill in only the languages in which it exists.",
                        max_length=500,
                        null=True,
                        verbose_name="source URL",
                    ),
                ),
                ("source_date", models.CharField(blank=True, max_length=10, verbose_name="date of the source")),
                ("checked_on", models.CharField(blank=True, max_length=10, verbose_name="checked on")),
                (
                    "checked_by",
                    models.CharField(
                        blank=True, help_text="Readers don’t see this.", max_length=100, verbose_name="checked by"
                    ),
                ),
                (
                    "confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="Readers see the fact only if it was confirmed on a page of the body itself.",
                        verbose_name="confirmed",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[programs.indicators.validate_year], verbose_name="year"
                    ),
                ),
                (
                    "value",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Leave it empty if the source has only a rate.",
                        null=True,
                        verbose_name="value",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[("preliminary", "preliminary"), ("revised", "revised"), ("final", "final")],
                        help_text="Leave it empty if the source does not say.",
                        max_length=11,
                        verbose_name="status of the value",
                    ),
                ),
                (
                    "earlier_value",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="The value that was published before the revision.",
                        null=True,
                        verbose_name="earlier value",
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=8,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="rate",
                    ),
                ),
                (
                    "rate_unit",
                    models.CharField(
                        blank=True,
                        help_text="For example, per 100,000 workers.",
                        max_length=100,
                        null=True,
                        verbose_name="unit of the rate",
                    ),
                ),
                (
                    "rate_unit_en",
                    models.CharField(
                        blank=True,
                        help_text="For example, per 100,000 workers.",
                        max_length=100,
                        null=True,
                        verbose_name="unit of the rate",
                    ),
                ),
                (
                    "rate_unit_es",
                    models.CharField(
                        blank=True,
                        help_text="For example, per 100,000 workers.",
                        max_length=100,
                        null=True,
                        verbose_name="unit of the rate",
                    ),
                ),
                (
                    "rate_unit_fr",
                    models.CharField(
                        blank=True,
                        help_text="For example, per 100,000 workers.",
                        max_length=100,
                        null=True,
                        verbose_name="unit of the rate",
                    ),
                ),
                (
                    "break_before",
                    models.BooleanField(
                        default=False,
                        help_text="This value and the earlier ones are not counted in the same way.",
                        verbose_name="break in the series before this year",
                    ),
                ),
                ("break_note", models.CharField(blank=True, max_length=400, null=True, verbose_name="what changed")),
                ("break_note_en", models.CharField(blank=True, max_length=400, null=True, verbose_name="what changed")),
                ("break_note_es", models.CharField(blank=True, max_length=400, null=True, verbose_name="what changed")),
                ("break_note_fr", models.CharField(blank=True, max_length=400, null=True, verbose_name="what changed")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="values", to="programs.indicator"
                    ),
                ),
            ],
            options={
                "verbose_name": "value of an indicator",
                "verbose_name_plural": "values of an indicator",
                "ordering": ("year", "pk"),
                "constraints": [models.UniqueConstraint(fields=("indicator", "year"), name="indicator_year_once")],
            },
        ),
        NotifyChanges(
            "programs_answer",
            "programs_entry",
            "programs_entrylink",
            "programs_helpentry",
            "programs_helpplace",
            "programs_indicator",
            "programs_indicatordefinition",
            "programs_indicatorvalue",
            "programs_jurisdiction",
            "programs_question",
            "programs_section",
        ),
    ]
