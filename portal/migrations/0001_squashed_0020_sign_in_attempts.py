"""All tables of the portal, as the migrations up to 0020_sign_in_attempts leave them in a new database."""

import datetime
import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import portal.accounts.models
from django.conf import settings
from django.db import migrations, models

from portal.change_triggers import CreateNotifyFunction, NotifyChanges

# Lower case without accents, for search: Protección becomes proteccion. IMMUTABLE, so that generated columns may use it.
FOLD = r"""
CREATE FUNCTION portal_fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT normalize(
    regexp_replace(normalize(replace(lower(words), 'œ', 'oe'), NFD), '[\u0300-\u036F]', '', 'g'), NFC
  )
$$
"""
ROLES = ("contributor", "translator", "publisher", "secretariat", "administrator")
LANGUAGES = ("en", "es", "fr")
CREATE_SEARCH_TABLE = """
CREATE TABLE portal_searchrow (
  public_from timestamptz NOT NULL,
  public_until timestamptz NOT NULL,
  facet_id integer NOT NULL,
  date date NOT NULL,
  object_id bigint NOT NULL,
  content_type_id integer NOT NULL,
  indexed_at timestamptz NOT NULL,
  language varchar(2) NOT NULL,
  text_language varchar(2) NOT NULL,
  title_vector tsvector NOT NULL,
  lead_vector tsvector NOT NULL,
  text_vector tsvector NOT NULL,
  padding text NOT NULL DEFAULT repeat(' ', 2100),
  PRIMARY KEY (language, content_type_id, object_id)
) PARTITION BY LIST (language);
ALTER TABLE portal_searchrow ALTER COLUMN padding SET STORAGE MAIN;
"""
# A scan for the public hits must read few pages, so the vectors are stored out of line. PostgreSQL does that with the
# values of rows over 2 kB only, down to `toast_tuple_target`; the padding makes every row as long, and takes 40 bytes
# once it is compressed.
# fastupdate: a search never has to read a list of pending entries.
CREATE_SEARCH_PARTITION = """
CREATE TABLE portal_searchrow_{0} PARTITION OF portal_searchrow (CHECK (language = '{0}'))
  FOR VALUES IN ('{0}') WITH (toast_tuple_target = 128);
ALTER TABLE portal_searchrow_{0} ALTER COLUMN padding SET STORAGE MAIN;
CREATE INDEX portal_searchrow_{0}_title ON portal_searchrow_{0} USING gin (title_vector) WITH (fastupdate = off);
CREATE INDEX portal_searchrow_{0}_lead ON portal_searchrow_{0} USING gin (lead_vector) WITH (fastupdate = off);
CREATE INDEX portal_searchrow_{0}_text ON portal_searchrow_{0} USING gin (text_vector) WITH (fastupdate = off);
CREATE INDEX portal_searchrow_{0}_newest ON portal_searchrow_{0} (date DESC, content_type_id, object_id);
"""
CREATE_SEARCH = CREATE_SEARCH_TABLE + "".join(CREATE_SEARCH_PARTITION.format(language) for language in LANGUAGES)
CREATE_CACHE = """
CREATE TABLE portal_cache (
  cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
);
CREATE INDEX portal_cache_expires ON portal_cache (expires);
"""
PROTECT_AUDIT_LOG = """
CREATE FUNCTION portal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'The table % can only be added to.', TG_TABLE_NAME; END $$;
CREATE TRIGGER portal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON portal_auditevent
  FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
"""
UNPROTECT_AUDIT_LOG = """
DROP TRIGGER portal_append_only ON portal_auditevent;
DROP FUNCTION portal_refuse_change();
"""

FIRST, END = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (1900, 2100))


def create_groups(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


def create_indexes_of_created_tables(apps, schema_editor):
    """Create now what Django adds to new tables at the end of a migration.

    Two of the tables get other names below. What belongs to them keeps its name, as in databases that were upgraded.
    """
    while schema_editor.deferred_sql:
        schema_editor.execute(schema_editor.deferred_sql.pop(0), None)


class Migration(migrations.Migration):
    replaces = [
        ("portal", "0001_initial"),
        ("portal", "0002_roles"),
        ("portal", "0003_acronym"),
        ("portal", "0004_approvals"),
        ("portal", "0005_schedule_checks"),
        ("portal", "0006_uploads"),
        ("portal", "0007_standard_names"),
        ("portal", "0008_one_version_counter_and_comments"),
        ("portal", "0009_document_kinds"),
        ("portal", "0010_glossary"),
        ("portal", "0011_page_aside"),
        ("portal", "0012_term_linked"),
        ("portal", "0013_list_indexes"),
        ("portal", "0014_search"),
        ("portal", "0015_change_triggers"),
        ("portal", "0016_public_indexes"),
        ("portal", "0017_moment_bounds"),
        ("portal", "0018_sign_in"),
        ("portal", "0019_audit_log"),
        ("portal", "0020_sign_in_attempts"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION portal_fold(text)"),
        migrations.CreateModel(
            name="Country",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        help_text="Two letters, ISO 3166: US, MX, CA.", max_length=2, unique=True, verbose_name="code"
                    ),
                ),
                ("name", models.CharField(max_length=60, null=True, verbose_name="name")),
                ("name_en", models.CharField(max_length=60, null=True, verbose_name="name")),
                ("name_es", models.CharField(max_length=60, null=True, verbose_name="name")),
                ("name_fr", models.CharField(max_length=60, null=True, verbose_name="name")),
                (
                    "languages",
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
                (
                    "joint_languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")], max_length=2
                        ),
                        blank=True,
                        default=list,
                        help_text="A text of this country must be complete in these languages before it is published, in addition to its original language.",
                        size=None,
                        verbose_name="required languages",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "country",
                "verbose_name_plural": "countries",
                "ordering": ("order",),
            },
        ),
        migrations.CreateModel(
            name="Destination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=2000, unique=True, verbose_name="URL")),
            ],
            options={
                "verbose_name": "external link",
                "verbose_name_plural": "external links",
                "ordering": ("address",),
            },
        ),
        migrations.CreateModel(
            name="DirectHost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "host",
                    models.CharField(
                        help_text="For example, osha.gov, which includes www.osha.gov.",
                        max_length=253,
                        unique=True,
                        verbose_name="domain",
                    ),
                ),
                (
                    "government",
                    models.BooleanField(
                        default=False, verbose_name="belongs to a government of one of the three countries"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
            ],
            options={
                "verbose_name": "trusted domain",
                "verbose_name_plural": "trusted domains",
                "ordering": ("host",),
            },
        ),
        migrations.CreateModel(
            name="Editor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")], max_length=2
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                (
                    "interface_language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")],
                        default="en",
                        max_length=2,
                        verbose_name="interface language",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        help_text="For example, America/Mexico_City.",
                        max_length=40,
                        validators=[portal.accounts.models.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "mail",
                    models.CharField(
                        choices=[("at once", "immediately"), ("digest", "once a day, in one message")],
                        default="at once",
                        max_length=10,
                        verbose_name="email frequency",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "countries",
                    models.ManyToManyField(
                        blank=True, related_name="editors", to="portal.country", verbose_name="countries"
                    ),
                ),
                (
                    "must_change_password",
                    models.BooleanField(default=False, verbose_name="must change the password at the next sign-in"),
                ),
            ],
            options={
                "verbose_name": "editor",
                "verbose_name_plural": "editors",
                "abstract": False,
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Document",
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
                            ("declaration", "joint declaration"),
                            ("statement", "statement"),
                            ("release", "news release"),
                            ("report", "report"),
                            ("program", "work program"),
                            ("agreement", "agreement"),
                            ("notice", "official notice"),
                            ("directive", "directive"),
                            ("designation", "designation"),
                        ],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                ("issued", models.CharField(blank=True, max_length=10, verbose_name="issued")),
                ("issuer", models.CharField(blank=True, max_length=300, null=True, verbose_name="issued by")),
                ("issuer_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="issued by")),
                ("issuer_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="issued by")),
                ("issuer_fr", models.CharField(blank=True, max_length=300, null=True, verbose_name="issued by")),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ("-issued", "pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="document_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="document_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="document_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="document_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="document_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="document_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="document_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="document_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="document_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="document_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="document_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="document_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="document_withdraw_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-issued", "id"],
                        include=("publish_at", "withdraw_at"),
                        name="document_published",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("changed_at__isnull", True)),
                        fields=["-issued", "-id"],
                        name="document_unchanged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentFile",
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="portal.document"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
            ],
            options={
                "verbose_name": "file or URL",
                "verbose_name_plural": "files and URLs",
                "ordering": ("language",),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("document", "language"), name="documentfile_language_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address__gt", ""), ("file", "")),
                            models.Q(("address", ""), ("file__gt", "")),
                            _connector="OR",
                        ),
                        name="documentfile_file_or_address",
                        violation_error_message="Enter a file or a URL, not both.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("changes", models.JSONField(default=dict, verbose_name="changes")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("in review", "in review"), ("scheduled", "scheduled")],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("imported", "imported"),
                            ("saved", "saved"),
                            ("submitted", "submitted for review"),
                            ("review canceled", "review request canceled"),
                            ("changes requested", "changes requested"),
                            ("published", "published"),
                            ("published unapproved", "published without the approval of all offices"),
                            ("scheduled", "scheduled"),
                            ("changes published", "changes published"),
                            ("withdrawal scheduled", "unpublishing scheduled"),
                            ("unscheduled", "schedule canceled"),
                            ("withdrawn", "unpublished"),
                            ("approval requested", "approval requested"),
                            ("approved", "approved"),
                            ("approval refused", "approval refused"),
                            ("approval canceled", "approval request canceled"),
                            ("restored", "restored from an earlier version"),
                            ("restored from trash", "restored from trash"),
                            ("deleted", "deleted"),
                            ("discarded", "discarded"),
                            ("rebased", "updated from the published version"),
                            ("commented", "comment"),
                            ("conflicts resolved", "conflicts resolved"),
                        ],
                        max_length=20,
                        verbose_name="last action",
                    ),
                ),
                ("publish_at", models.DateTimeField(blank=True, null=True, verbose_name="publication date and time")),
                ("held_at", models.DateTimeField(editable=False, null=True, verbose_name="blocked since")),
                ("what_changed", models.JSONField(default=dict, verbose_name="what changed")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "modified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("modified_at", models.DateTimeField(auto_now=True, verbose_name="modified")),
            ],
            options={
                "verbose_name": "draft of a published record",
                "verbose_name_plural": "drafts of published records",
                "indexes": [models.Index(fields=["publish_at"], name="draft_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("content_type", "object_id"), name="draft_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="draft_publish_at_in_bound",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("slug", models.SlugField(max_length=100, verbose_name="URL")),
            ],
            options={
                "verbose_name": "redirect",
                "verbose_name_plural": "redirects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "language", "slug"), name="formeraddress_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LoadedRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=200)),
                ("object_id", models.BigIntegerField()),
                ("fingerprints", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("model", "key"), name="loadedrecord_once")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("submitted", "submitted for review"),
                            ("changes requested", "changes requested"),
                            ("published", "published"),
                            ("publish will fail", "not ready to be published on time"),
                            ("publish failed", "not published on time"),
                            ("approval requested", "approval requested"),
                            ("approval revoked", "approval no longer valid"),
                            ("approval refused", "approval refused"),
                            ("commented", "comment"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("due_at", models.DateTimeField(null=True, verbose_name="due")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
            ],
            options={
                "verbose_name": "notification",
                "verbose_name_plural": "notifications",
                "ordering": ("made_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Office",
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
                "verbose_name": "administrative office",
                "verbose_name_plural": "administrative offices",
                "ordering": ("order", "pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="office_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="office_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="office_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="office_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="office_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="office_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="office_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="office_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="office_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["-changed_at", "-id"],
                        name="office_changed",
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="office_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="office_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="office_withdraw_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.CharField(blank=True, max_length=10, verbose_name="from")),
                ("valid_to", models.CharField(blank=True, max_length=10, verbose_name="until")),
                (
                    "as_of",
                    models.CharField(
                        blank=True,
                        help_text="The date of the source, if no other date is known.",
                        max_length=10,
                        verbose_name="known as of",
                    ),
                ),
                ("current", models.BooleanField(default=False, verbose_name="valid today")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="addresses", to="portal.office"
                    ),
                ),
                ("lines", models.TextField(blank=True, verbose_name="postal address")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")],
                        max_length=2,
                        verbose_name="language of the address",
                    ),
                ),
                ("telephone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                ("fax", models.CharField(blank=True, max_length=60, verbose_name="fax")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
            ],
            options={
                "verbose_name": "address of the office",
                "verbose_name_plural": "addresses of the office",
                "ordering": ("-current", "-valid_from", "-as_of", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OfficeName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprints", models.JSONField(default=dict, editable=False)),
                ("valid_from", models.CharField(blank=True, max_length=10, verbose_name="from")),
                ("valid_to", models.CharField(blank=True, max_length=10, verbose_name="until")),
                (
                    "as_of",
                    models.CharField(
                        blank=True,
                        help_text="The date of the source, if no other date is known.",
                        max_length=10,
                        verbose_name="known as of",
                    ),
                ),
                ("current", models.BooleanField(default=False, verbose_name="valid today")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="portal.office"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_es", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("name_fr", models.CharField(blank=True, max_length=200, null=True, verbose_name="name")),
                ("parent", models.CharField(blank=True, max_length=300, null=True, verbose_name="part of")),
                ("parent_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="part of")),
                ("parent_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="part of")),
                ("parent_fr", models.CharField(blank=True, max_length=300, null=True, verbose_name="part of")),
                ("note", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_fr", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "name of the office",
                "verbose_name_plural": "names of the office",
                "ordering": ("-current", "-valid_from", "-as_of", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Page",
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
                    "key",
                    models.SlugField(
                        help_text="Other pages link to it by this name. It cannot be changed later.",
                        max_length=40,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                (
                    "short_title",
                    models.CharField(
                        blank=True, help_text="As shown in menus.", max_length=60, null=True, verbose_name="short title"
                    ),
                ),
                (
                    "short_title_en",
                    models.CharField(
                        blank=True, help_text="As shown in menus.", max_length=60, null=True, verbose_name="short title"
                    ),
                ),
                (
                    "short_title_es",
                    models.CharField(
                        blank=True, help_text="As shown in menus.", max_length=60, null=True, verbose_name="short title"
                    ),
                ),
                (
                    "short_title_fr",
                    models.CharField(
                        blank=True, help_text="As shown in menus.", max_length=60, null=True, verbose_name="short title"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="portal.page",
                        verbose_name="parent page",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="The fact sheet that this page is based on.",
                        max_length=40,
                        verbose_name="fact sheet number",
                    ),
                ),
                ("issued", models.CharField(blank=True, max_length=10, verbose_name="fact sheet date")),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("menu", "main menu"),
                            ("about", "footer, under “About this portal”"),
                            ("elsewhere", "only linked from other pages"),
                        ],
                        default="elsewhere",
                        max_length=10,
                        verbose_name="shown in",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "aside",
                    models.TextField(
                        blank=True,
                        help_text="Shown in a box beside the text, for example, whom to call.",
                        null=True,
                        verbose_name="box",
                    ),
                ),
                (
                    "aside_en",
                    models.TextField(
                        blank=True,
                        help_text="Shown in a box beside the text, for example, whom to call.",
                        null=True,
                        verbose_name="box",
                    ),
                ),
                (
                    "aside_es",
                    models.TextField(
                        blank=True,
                        help_text="Shown in a box beside the text, for example, whom to call.",
                        null=True,
                        verbose_name="box",
                    ),
                ),
                (
                    "aside_fr",
                    models.TextField(
                        blank=True,
                        help_text="Shown in a box beside the text, for example, whom to call.",
                        null=True,
                        verbose_name="box",
                    ),
                ),
            ],
            options={
                "verbose_name": "page",
                "verbose_name_plural": "pages",
                "ordering": ("order", "pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("slug_en",), name="page_slug_en"),
                    models.UniqueConstraint(fields=("slug_es",), name="page_slug_es"),
                    models.UniqueConstraint(fields=("slug_fr",), name="page_slug_fr"),
                    models.CheckConstraint(
                        condition=models.Q(("slug_en", ""), _negated=True), name="page_slug_en_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_es", ""), _negated=True), name="page_slug_es_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug_fr", ""), _negated=True), name="page_slug_fr_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="page_publish_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdraw_at__gte", FIRST),
                            ("withdraw_at__lt", END),
                        ),
                        name="page_withdraw_at_in_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__gte", FIRST),
                            ("changed_at__lt", END),
                        ),
                        name="page_changed_at_in_bound",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "published")), fields=["-changed_at", "-id"], name="page_changed"
                    ),
                    models.Index(
                        django.db.models.expressions.CombinedExpression(models.F("id"), "/", models.Value(5000)),
                        models.OrderBy(models.F("changed_at"), descending=True, nulls_last=True),
                        condition=models.Q(("status", "published")),
                        name="page_bucket",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published")),
                        fields=["publish_at"],
                        include=("withdraw_at",),
                        name="page_publish_at",
                    ),
                    models.Index(
                        condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                        fields=["withdraw_at"],
                        name="page_withdraw_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
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
                    "file",
                    models.FileField(
                        help_text="JPEG, PNG, WebP or AVIF. A new file replaces this one wherever the image is used.",
                        max_length=200,
                        upload_to="",
                        verbose_name="image",
                    ),
                ),
                ("width", models.PositiveIntegerField(editable=False, verbose_name="width")),
                ("height", models.PositiveIntegerField(editable=False, verbose_name="height")),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What the image shows, for people who cannot see it.",
                        max_length=300,
                        null=True,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "alt_en",
                    models.CharField(
                        blank=True,
                        help_text="What the image shows, for people who cannot see it.",
                        max_length=300,
                        null=True,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "alt_es",
                    models.CharField(
                        blank=True,
                        help_text="What the image shows, for people who cannot see it.",
                        max_length=300,
                        null=True,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "alt_fr",
                    models.CharField(
                        blank=True,
                        help_text="What the image shows, for people who cannot see it.",
                        max_length=300,
                        null=True,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "decorative",
                    models.BooleanField(
                        default=False,
                        help_text="The image adds nothing to the text beside it. It needs no alternative text, and screen readers skip it.",
                        verbose_name="decorative",
                    ),
                ),
                ("credit", models.CharField(blank=True, max_length=200, verbose_name="credit")),
                (
                    "licence",
                    models.CharField(
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
                        help_text="The terms under which the image may be used. Readers see it beside the credit.",
                        max_length=20,
                        verbose_name="license",
                    ),
                ),
                (
                    "focal_x",
                    models.PositiveSmallIntegerField(
                        default=50,
                        help_text="In percent. Lists crop the image around this point. 50 is the center.",
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="focal point, from the left",
                    ),
                ),
                (
                    "focal_y",
                    models.PositiveSmallIntegerField(
                        default=50,
                        help_text="In percent. Lists crop the image around this point. 50 is the center.",
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="focal point, from the top",
                    ),
                ),
                ("renditions", models.JSONField(default=list, editable=False)),
            ],
            options={
                "verbose_name": "image",
                "verbose_name_plural": "images",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["renditions"], name="picture_renditions", opclasses=("jsonb_path_ops",)
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                (
                    "editor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="editor",
                    ),
                ),
                ("since", models.DateTimeField(auto_now_add=True, verbose_name="open since")),
                ("seen_at", models.DateTimeField(auto_now=True, verbose_name="last active")),
            ],
            options={
                "verbose_name": "open form",
                "verbose_name_plural": "open forms",
                "constraints": [
                    models.UniqueConstraint(fields=("content_type", "object_id", "editor"), name="presence_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Preview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="previews",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("for_whom", models.CharField(blank=True, max_length=200, verbose_name="recipient")),
                ("shared", models.BooleanField(default=False, verbose_name="shared")),
                ("open_until", models.DateTimeField(verbose_name="expires")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="revoked")),
                ("openings", models.PositiveIntegerField(default=0, verbose_name="views")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="last viewed")),
                ("minute", models.DateTimeField(null=True)),
                ("in_minute", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "preview",
                "verbose_name_plural": "previews",
                "ordering": ("-made_at", "-pk"),
                "indexes": [models.Index(fields=["content_type", "object_id"], name="preview_subject")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("shared", False)),
                        fields=("content_type", "object_id", "made_by"),
                        name="preview_own_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="Only editors see it.", max_length=200, verbose_name="name")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "in preparation"), ("scheduled", "scheduled"), ("done", "published")],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("publish_at", models.DateTimeField(blank=True, null=True, verbose_name="publication date and time")),
                ("held_at", models.DateTimeField(editable=False, null=True, verbose_name="blocked since")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "publishing bundle",
                "verbose_name_plural": "publishing bundles",
                "ordering": ("-made_at", "-pk"),
                "indexes": [models.Index(fields=["publish_at"], name="release_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__gte", FIRST),
                            ("publish_at__lt", END),
                        ),
                        name="release_publish_at_in_bound",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleaseMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="portal.release"
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("is_open", models.BooleanField(default=True)),
                (
                    "cleared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                ("cleared_at", models.DateTimeField(null=True, verbose_name="approved at")),
                ("cleared_for", models.CharField(blank=True, max_length=16, verbose_name="fingerprint of the text")),
            ],
            options={
                "verbose_name": "bundle item",
                "verbose_name_plural": "bundle items",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_open", True)),
                        fields=("content_type", "object_id"),
                        name="releasemember_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("imported", "imported"),
                            ("saved", "saved"),
                            ("submitted", "submitted for review"),
                            ("review canceled", "review request canceled"),
                            ("changes requested", "changes requested"),
                            ("published", "published"),
                            ("published unapproved", "published without the approval of all offices"),
                            ("scheduled", "scheduled"),
                            ("changes published", "changes published"),
                            ("withdrawal scheduled", "unpublishing scheduled"),
                            ("unscheduled", "schedule canceled"),
                            ("withdrawn", "unpublished"),
                            ("approval requested", "approval requested"),
                            ("approved", "approved"),
                            ("approval refused", "approval refused"),
                            ("approval canceled", "approval request canceled"),
                            ("restored", "restored from an earlier version"),
                            ("restored from trash", "restored from trash"),
                            ("deleted", "deleted"),
                            ("discarded", "discarded"),
                            ("rebased", "updated from the published version"),
                            ("commented", "comment"),
                            ("conflicts resolved", "conflicts resolved"),
                        ],
                        max_length=20,
                        verbose_name="event",
                    ),
                ),
                ("of_draft", models.BooleanField(default=False, verbose_name="of the draft")),
                ("snapshot", models.JSONField(verbose_name="snapshot")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="date and time")),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ("-number",),
                "constraints": [
                    models.UniqueConstraint(fields=("content_type", "object_id", "number"), name="version_number_once")
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("of_draft", False)), fields=["-id"], include=("at",), name="version_newest"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("text", models.CharField(blank=True, max_length=300, null=True, verbose_name="what changed")),
                ("text_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="what changed")),
                ("text_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="what changed")),
                ("text_fr", models.CharField(blank=True, max_length=300, null=True, verbose_name="what changed")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date and time")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "change note",
                "verbose_name_plural": "change notes",
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["content_type", "object_id"], name="changenote_record")],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.country",
                        verbose_name="country",
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="requested at")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requested by",
                    ),
                ),
                ("given_at", models.DateTimeField(null=True, verbose_name="approved at")),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "given_for",
                    models.CharField(blank=True, max_length=16, verbose_name="fingerprint of the text"),
                ),
                ("fallen_at", models.DateTimeField(null=True, verbose_name="no longer valid since")),
                ("of_published", models.BooleanField(default=False, verbose_name="of the published text")),
                ("refusal", models.CharField(blank=True, max_length=500, verbose_name="reason for the refusal")),
                ("refused_at", models.DateTimeField(null=True, verbose_name="refused at")),
                (
                    "refused_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="refused by",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval",
                "verbose_name_plural": "approvals",
                "ordering": ("country__order",),
            },
        ),
        migrations.CreateModel(
            name="DestinationUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="portal.destination"
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")], max_length=2
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="languages of the target",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["content_type", "object_id"], name="destinationuse_record")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("destination", "content_type", "object_id"), name="destinationuse_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Acronym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "acronym",
                    models.CharField(
                        help_text="For example, OSHA or T-MEC.", max_length=30, unique=True, verbose_name="acronym"
                    ),
                ),
                (
                    "meaning",
                    models.CharField(
                        blank=True,
                        help_text="The full name in its own language. Only editors see it.",
                        max_length=300,
                        verbose_name="meaning",
                    ),
                ),
            ],
            options={
                "verbose_name": "acronym",
                "verbose_name_plural": "acronyms",
                "ordering": ("acronym",),
            },
        ),
        migrations.CreateModel(
            name="ScheduleCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.BigIntegerField()),
                ("due_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField()),
                ("state", models.CharField(max_length=64)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("content_type", "object_id", "due_at"), name="schedulecheck_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.BigIntegerField()),
                ("folder", models.CharField(max_length=200, unique=True)),
                ("row_key", models.CharField(max_length=100)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.SlugField(
                        help_text="Used in links to the term. Do not change it.",
                        max_length=60,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("agreements", "agreements and bodies"),
                            ("institutions", "acronyms and institutions"),
                            ("safety", "workplace safety and health"),
                            ("canadian-law", "Canadian law"),
                            ("mexican-law", "Mexican law"),
                        ],
                        max_length=12,
                        verbose_name="theme",
                    ),
                ),
                ("term", models.CharField(blank=True, max_length=200, null=True, verbose_name="term")),
                ("term_en", models.CharField(blank=True, max_length=200, null=True, verbose_name="term")),
                ("term_es", models.CharField(blank=True, max_length=200, null=True, verbose_name="term")),
                ("term_fr", models.CharField(blank=True, max_length=200, null=True, verbose_name="term")),
                (
                    "abbreviation",
                    models.CharField(
                        blank=True,
                        help_text="For example, OSH. Leave out parentheses.",
                        max_length=40,
                        null=True,
                        verbose_name="abbreviation",
                    ),
                ),
                (
                    "abbreviation_en",
                    models.CharField(
                        blank=True,
                        help_text="For example, OSH. Leave out parentheses.",
                        max_length=40,
                        null=True,
                        verbose_name="abbreviation",
                    ),
                ),
                (
                    "abbreviation_es",
                    models.CharField(
                        blank=True,
                        help_text="For example, OSH. Leave out parentheses.",
                        max_length=40,
                        null=True,
                        verbose_name="abbreviation",
                    ),
                ),
                (
                    "abbreviation_fr",
                    models.CharField(
                        blank=True,
                        help_text="For example, OSH. Leave out parentheses.",
                        max_length=40,
                        null=True,
                        verbose_name="abbreviation",
                    ),
                ),
                (
                    "definition",
                    models.TextField(
                        blank=True, help_text="One or two short sentences.", null=True, verbose_name="definition"
                    ),
                ),
                (
                    "definition_en",
                    models.TextField(
                        blank=True, help_text="One or two short sentences.", null=True, verbose_name="definition"
                    ),
                ),
                (
                    "definition_es",
                    models.TextField(
                        blank=True, help_text="One or two short sentences.", null=True, verbose_name="definition"
                    ),
                ),
                (
                    "definition_fr",
                    models.TextField(
                        blank=True, help_text="One or two short sentences.", null=True, verbose_name="definition"
                    ),
                ),
                (
                    "usage_note",
                    models.TextField(
                        blank=True,
                        help_text="False friends, and words that other laws use.",
                        null=True,
                        verbose_name="usage note",
                    ),
                ),
                (
                    "usage_note_en",
                    models.TextField(
                        blank=True,
                        help_text="False friends, and words that other laws use.",
                        null=True,
                        verbose_name="usage note",
                    ),
                ),
                (
                    "usage_note_es",
                    models.TextField(
                        blank=True,
                        help_text="False friends, and words that other laws use.",
                        null=True,
                        verbose_name="usage note",
                    ),
                ),
                (
                    "usage_note_fr",
                    models.TextField(
                        blank=True,
                        help_text="False friends, and words that other laws use.",
                        null=True,
                        verbose_name="usage note",
                    ),
                ),
                (
                    "citation",
                    models.CharField(
                        blank=True,
                        help_text="The law or publication that has the term.",
                        max_length=300,
                        null=True,
                        verbose_name="source",
                    ),
                ),
                (
                    "citation_en",
                    models.CharField(
                        blank=True,
                        help_text="The law or publication that has the term.",
                        max_length=300,
                        null=True,
                        verbose_name="source",
                    ),
                ),
                (
                    "citation_es",
                    models.CharField(
                        blank=True,
                        help_text="The law or publication that has the term.",
                        max_length=300,
                        null=True,
                        verbose_name="source",
                    ),
                ),
                (
                    "citation_fr",
                    models.CharField(
                        blank=True,
                        help_text="The law or publication that has the term.",
                        max_length=300,
                        null=True,
                        verbose_name="source",
                    ),
                ),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=500, null=True, verbose_name="URL of the source"),
                ),
                (
                    "source_url_en",
                    models.URLField(blank=True, max_length=500, null=True, verbose_name="URL of the source"),
                ),
                (
                    "source_url_es",
                    models.URLField(blank=True, max_length=500, null=True, verbose_name="URL of the source"),
                ),
                (
                    "source_url_fr",
                    models.URLField(blank=True, max_length=500, null=True, verbose_name="URL of the source"),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="modified")),
                ("outward", models.JSONField(default=None, editable=False, null=True)),
                (
                    "linked",
                    models.BooleanField(
                        default=True,
                        help_text="The first use of the term on a page links to the glossary. Turn it off for everyday words.",
                        verbose_name="linked from texts",
                    ),
                ),
            ],
            options={
                "verbose_name": "term",
                "verbose_name_plural": "terms",
                "ordering": ("key",),
            },
        ),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "language",
                        "content_type_id",
                        "object_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("public_from", models.DateTimeField()),
                ("public_until", models.DateTimeField()),
                ("indexed_at", models.DateTimeField()),
                ("date", models.DateField()),
                ("content_type_id", models.IntegerField()),
                ("facet_id", models.IntegerField()),
                ("language", models.CharField(max_length=2)),
                ("text_language", models.CharField(max_length=2)),
                ("title_vector", django.contrib.postgres.search.SearchVectorField()),
                ("lead_vector", django.contrib.postgres.search.SearchVectorField()),
                ("text_vector", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "db_table": "portal_searchrow",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")],
                        help_text="Leave it empty for words of several languages.",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        help_text="Separated by commas, for example: inspector, inspectora.",
                        max_length=300,
                        unique=True,
                        verbose_name="words",
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "search synonym",
                "verbose_name_plural": "search synonyms",
                "ordering": ("words",),
            },
        ),
        migrations.CreateModel(
            name="SearchFacet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_type_id", models.IntegerField()),
                ("country_id", models.BigIntegerField()),
                ("year", models.SmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("content_type_id", "country_id", "year"), name="facet_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=2)),
                ("word", models.CharField(max_length=60)),
                ("folded", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("language", "word"), name="searchword_once")],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="time")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed in", "signed in"),
                            ("sign-in failed", "sign-in failed"),
                            ("sign-in refused", "sign-in refused after too many attempts"),
                            ("sessions ended", "sessions ended"),
                            ("password changed", "password changed"),
                            ("password mail", "mail to set a password sent"),
                            ("factor added", "second factor added"),
                            ("factor removed", "second factor removed"),
                            ("codes renewed", "recovery codes renewed"),
                            ("account created", "account created"),
                            ("rights changed", "rights changed"),
                            ("account deleted", "account deleted"),
                            ("drafts handed over", "drafts handed over"),
                            ("publication", "publication"),
                            ("export", "export"),
                        ],
                        max_length=20,
                        verbose_name="event",
                    ),
                ),
                ("person_name", models.CharField(max_length=150, verbose_name="person")),
                ("subject", models.TextField(verbose_name="concerns")),
                ("detail", models.TextField(verbose_name="details")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="network address")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "audit log entry",
                "verbose_name_plural": "audit log",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="SignInAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.CharField(max_length=64)),
                ("source", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "attempt to sign in",
                "verbose_name_plural": "attempts to sign in",
                "indexes": [
                    models.Index(fields=["source", "account", "at"], name="attempt_source"),
                    models.Index(fields=["at"], name="attempt_at"),
                ],
            },
        ),
        migrations.RunPython(create_indexes_of_created_tables, migrations.RunPython.noop),
        migrations.RenameModel("Consent", "Approval"),
        migrations.RenameField("approval", "asked_at", "requested_at"),
        migrations.RenameField("approval", "asked_by", "requested_by"),
        migrations.RenameField("approval", "given_at", "approved_at"),
        migrations.RenameField("approval", "given_by", "approved_by"),
        migrations.RenameField("approval", "given_for", "approved_fingerprint"),
        migrations.RenameField("approval", "fallen_at", "invalidated_at"),
        migrations.RenameModel("Notice", "Notification"),
        migrations.RenameField("notification", "occasion", "kind"),
        migrations.RenameField("notification", "made_at", "created_at"),
        migrations.AlterModelOptions(
            "notification",
            {
                "ordering": ("created_at", "pk"),
                "verbose_name": "notification",
                "verbose_name_plural": "notifications",
            },
        ),
        migrations.AddConstraint(
            "approval",
            models.UniqueConstraint(
                fields=("content_type", "object_id", "country", "of_published"), name="approval_once_a_text"
            ),
        ),
        migrations.AddIndex(
            "notification", models.Index(fields=["content_type", "object_id"], name="notification_record")
        ),
        migrations.AddIndex(
            "notification",
            models.Index(fields=["created_at"], condition=models.Q(sent_at=None), name="notification_unsent"),
        ),
        migrations.RunSQL(CREATE_SEARCH, "DROP TABLE portal_searchrow"),
        migrations.RunSQL(CREATE_CACHE, "DROP TABLE portal_cache"),
        migrations.RunSQL(PROTECT_AUDIT_LOG, UNPROTECT_AUDIT_LOG),
        CreateNotifyFunction(),
        NotifyChanges(
            "portal_acronym",
            "portal_changenote",
            "portal_country",
            "portal_destination",
            "portal_destinationuse",
            "portal_directhost",
            "portal_document",
            "portal_documentfile",
            "portal_formeraddress",
            "portal_office",
            "portal_officeaddress",
            "portal_officename",
            "portal_page",
            "portal_picture",
            "portal_searchfacet",
            "portal_searchrow",
            "portal_searchword",
            "portal_synonym",
            "portal_term",
            "portal_upload",
            "portal_version",
        ),
        NotifyChanges(
            "portal_searchrow_en",
            "portal_searchrow_es",
            "portal_searchrow_fr",
            name="portal_searchrow",
        ),
        migrations.RunPython(create_groups, migrations.RunPython.noop),
    ]
