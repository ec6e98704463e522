"""All tables of the section, as the migrations up to 0006_moment_bounds leave them in a new database."""

import alliances.material_languages
import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from portal.change_triggers import NotifyChanges

FIRST, END = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (1900, 2100))


class Migration(migrations.Migration):
    replaces = [
        ("alliances", "0001_initial"),
        ("alliances", "0002_remove_version"),
        ("alliances", "0003_list_indexes"),
        ("alliances", "0004_change_triggers"),
        ("alliances", "0005_public_indexes"),
        ("alliances", "0006_moment_bounds"),
    ]

    initial = True

    dependencies = [
        ("portal", "0016_public_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Hazard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.SlugField(
                        help_text="Used in URLs. Do not change it.", max_length=40, unique=True, verbose_name="key"
                    ),
                ),
                ("name", models.CharField(max_length=80, null=True, verbose_name="name")),
                ("name_en", models.CharField(max_length=80, null=True, verbose_name="name")),
                ("name_es", models.CharField(max_length=80, null=True, verbose_name="name")),
                ("name_fr", models.CharField(max_length=80, null=True, verbose_name="name")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "hazard",
                "verbose_name_plural": "hazards",
                "ordering": ("order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Alliance",
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
                    "level",
                    models.CharField(
                        choices=[("national", "national"), ("regional", "regional"), ("area", "area office")],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                (
                    "offices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        help_text="As OSHA spells them, separated by commas.",
                        size=None,
                        verbose_name="OSHA offices",
                    ),
                ),
                (
                    "industries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("11", "agriculture, forestry, fishing and hunting"),
                                ("21", "mining, quarrying, and oil and gas extraction"),
                                ("22", "utilities"),
                                ("23", "construction"),
                                ("31", "manufacturing"),
                                ("42", "wholesale trade"),
                                ("44", "retail trade"),
                                ("48", "transportation and warehousing"),
                                ("51", "information industries"),
                                ("52", "finance and insurance"),
                                ("53", "real estate and rental and leasing"),
                                ("54", "professional, scientific and technical services"),
                                ("55", "management of companies"),
                                ("56", "administrative and support services, and waste management"),
                                ("61", "educational services"),
                                ("62", "health care and social assistance"),
                                ("71", "arts, entertainment and recreation"),
                                ("72", "accommodation and food services"),
                                ("81", "other services"),
                                ("91", "public administration"),
                            ],
                            max_length=2,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="industries",
                    ),
                ),
                (
                    "worker_involvement",
                    models.TextField(
                        blank=True,
                        help_text="How workers take part in developing and implementing the agreement.",
                        null=True,
                        verbose_name="worker involvement",
                    ),
                ),
                (
                    "worker_involvement_en",
                    models.TextField(
                        blank=True,
                        help_text="How workers take part in developing and implementing the agreement.",
                        null=True,
                        verbose_name="worker involvement",
                    ),
                ),
                (
                    "worker_involvement_es",
                    models.TextField(
                        blank=True,
                        help_text="How workers take part in developing and implementing the agreement.",
                        null=True,
                        verbose_name="worker involvement",
                    ),
                ),
                (
                    "worker_involvement_fr",
                    models.TextField(
                        blank=True,
                        help_text="How workers take part in developing and implementing the agreement.",
                        null=True,
                        verbose_name="worker involvement",
                    ),
                ),
                (
                    "from_archives",
                    models.BooleanField(
                        default=False,
                        help_text="Only archived information is available, so worker involvement is not required.",
                        verbose_name="based on archives",
                    ),
                ),
            ],
            options={
                "verbose_name": "alliance",
                "verbose_name_plural": "alliances",
                "ordering": ("pk",),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="alliance_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="alliance_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="alliance_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="alliance_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="alliance_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="alliance_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="alliance_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="alliance_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="alliance_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="alliance_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="alliance_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="alliance_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="alliance_withdraw_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agreements", to="alliances.alliance"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed", "signed"),
                            ("renewed", "renewed"),
                            ("ambassador", "ambassador"),
                            ("concluded", "concluded"),
                            ("terminated", "terminated"),
                        ],
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("date", models.CharField(max_length=10, verbose_name="date")),
                (
                    "ends",
                    models.CharField(
                        blank=True,
                        help_text="If the agreement does not say, leave it empty. Two years are counted.",
                        max_length=10,
                        verbose_name="valid until",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")], max_length=2
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="languages of the agreement",
                    ),
                ),
                (
                    "signatories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        help_text="Names, separated by commas.",
                        size=None,
                        verbose_name="signed by",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="portal.document",
                        verbose_name="document",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_fr", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ("date", "pk"),
                "constraints": [models.UniqueConstraint(fields=("alliance", "kind", "date"), name="agreement_once")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind", "signed")), fields=["date", "alliance"], name="agreement_signed"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="alliances.alliance"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("organization", models.CharField(blank=True, max_length=200, verbose_name="organization")),
                ("role", models.CharField(blank=True, max_length=200, null=True, verbose_name="role")),
                ("role_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="role")),
                ("role_es", models.CharField(blank=True, max_length=200, null=True, verbose_name="role")),
                ("role_fr", models.CharField(blank=True, max_length=200, null=True, verbose_name="role")),
                ("telephone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ("order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="goals", to="alliances.alliance"
                    ),
                ),
                (
                    "emphasis",
                    models.CharField(
                        choices=[
                            ("rulemaking", "rulemaking and enforcement"),
                            ("outreach", "outreach and communication"),
                            ("training", "training and education"),
                        ],
                        max_length=12,
                        verbose_name="emphasis",
                    ),
                ),
                ("text", models.TextField(blank=True, null=True, verbose_name="text")),
                ("text_en", models.TextField(blank=True, null=True, verbose_name="text")),
                ("text_es", models.TextField(blank=True, null=True, verbose_name="text")),
                ("text_fr", models.TextField(blank=True, null=True, verbose_name="text")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "goal",
                "verbose_name_plural": "goals",
                "ordering": ("order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="alliances.alliance",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="The participant’s own spelling. It is not translated.",
                        max_length=200,
                        verbose_name="name",
                    ),
                ),
                (
                    "name_language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")],
                        default="en",
                        max_length=2,
                        verbose_name="language of the name",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("employer", "employer"),
                            ("trade association", "trade association"),
                            ("employer group", "employer group"),
                            ("professional association", "professional association"),
                            ("union", "union"),
                            ("consulate", "consulate"),
                            ("educational institution", "educational institution"),
                            ("community organization", "community organization"),
                            ("faith organization", "faith-based organization"),
                            ("government agency", "government agency"),
                            ("tribe", "tribe"),
                        ],
                        help_text="Leave empty if unknown.",
                        max_length=30,
                        verbose_name="type",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        help_text="For a consulate, the country that it represents.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.country",
                        verbose_name="country",
                    ),
                ),
                ("is_signatory", models.BooleanField(default=True, verbose_name="signed the agreement")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
                "ordering": ("order", "pk"),
                "constraints": [models.UniqueConstraint(fields=("alliance", "name"), name="allianceparticipant_once")],
            },
        ),
        migrations.CreateModel(
            name="Product",
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
                    "format",
                    models.CharField(
                        choices=[
                            ("fact sheet", "fact sheet"),
                            ("booklet", "booklet"),
                            ("poster", "poster"),
                            ("card", "card"),
                            ("video", "video"),
                            ("presentation", "presentation"),
                            ("course", "training course"),
                            ("web page", "web page"),
                            ("app", "app"),
                        ],
                        max_length=15,
                        verbose_name="format",
                    ),
                ),
                (
                    "audiences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("workers", "workers"),
                                ("young workers", "young workers"),
                                ("supervisors", "supervisors"),
                                ("employers", "employers"),
                                ("small businesses", "small businesses"),
                                ("trainers", "trainers"),
                                ("professionals", "safety and health professionals"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="audience",
                    ),
                ),
                (
                    "industries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("11", "agriculture, forestry, fishing and hunting"),
                                ("21", "mining, quarrying, and oil and gas extraction"),
                                ("22", "utilities"),
                                ("23", "construction"),
                                ("31", "manufacturing"),
                                ("42", "wholesale trade"),
                                ("44", "retail trade"),
                                ("48", "transportation and warehousing"),
                                ("51", "information industries"),
                                ("52", "finance and insurance"),
                                ("53", "real estate and rental and leasing"),
                                ("54", "professional, scientific and technical services"),
                                ("55", "management of companies"),
                                ("56", "administrative and support services, and waste management"),
                                ("61", "educational services"),
                                ("62", "health care and social assistance"),
                                ("71", "arts, entertainment and recreation"),
                                ("72", "accommodation and food services"),
                                ("81", "other services"),
                                ("91", "public administration"),
                            ],
                            max_length=2,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="industries",
                    ),
                ),
                (
                    "is_free",
                    models.BooleanField(
                        default=False,
                        help_text="Alliance products are available to everyone at no cost.",
                        verbose_name="free to the public",
                    ),
                ),
                (
                    "alliances",
                    models.ManyToManyField(related_name="products", to="alliances.alliance", verbose_name="made by"),
                ),
                (
                    "hazards",
                    models.ManyToManyField(blank=True, related_name="+", to="alliances.hazard", verbose_name="hazards"),
                ),
            ],
            options={
                "verbose_name": "product",
                "verbose_name_plural": "products",
                "ordering": ("-pk",),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="product_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="product_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="product_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="product_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="product_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="product_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="product_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="product_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="product_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="product_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="product_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="product_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="product_withdraw_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-id"],
                        include=("publish_at", "withdraw_at"),
                        name="product_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="alliances.product"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=alliances.material_languages.choices, max_length=3, verbose_name="language"
                    ),
                ),
            ],
            options={
                "verbose_name": "language, and file or URL",
                "verbose_name_plural": "languages, and files or URLs",
                "ordering": ("language",),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("product", "language"), name="edition_language_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address__gt", ""), ("file", "")),
                            models.Q(("address", ""), ("file__gt", "")),
                            _connector="OR",
                        ),
                        name="edition_file_or_address",
                        violation_error_message="Enter a file or a URL, not both.",
                    ),
                ],
                "indexes": [models.Index(fields=["language", "product"], name="edition_language")],
            },
        ),
        migrations.CreateModel(
            name="YearlyReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="alliances.alliance"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2002),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="fiscal year",
                    ),
                ),
                (
                    "meetings",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="meetings of the implementation team"
                    ),
                ),
                ("activities", models.PositiveIntegerField(blank=True, null=True, verbose_name="activities")),
                ("reached", models.PositiveIntegerField(blank=True, null=True, verbose_name="people reached")),
                ("note", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_fr", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "yearly report",
                "verbose_name_plural": "yearly reports",
                "ordering": ("year",),
                "constraints": [models.UniqueConstraint(fields=("alliance", "year"), name="yearlyreport_once")],
            },
        ),
        NotifyChanges(
            "alliances_agreement",
            "alliances_alliance",
            "alliances_contact",
            "alliances_edition",
            "alliances_goal",
            "alliances_hazard",
            "alliances_participant",
            "alliances_product",
            "alliances_product_alliances",
            "alliances_product_hazards",
            "alliances_yearlyreport",
        ),
    ]
