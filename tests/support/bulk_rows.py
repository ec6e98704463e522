"""Many rows of the models that grow, which the database copies from one record of each."""

from django.apps import apps
from django.db import connection

from portal.i18n.languages import LANGUAGES
from tests.support import factories

DAY = "to_char(date '1996-01-01' + row_number::int * 12, 'YYYY-MM-DD')"
TIME = "now() - row_number * interval '1 hour'"
# The columns of each model in which its rows differ, in SQL.
COLUMNS = {
    "news.NewsItem": {"date": DAY},
    "news.NewsRelease": {"date": DAY},
    "portal.Document": {"issued": DAY},
    "workinggroup.Meeting": {"start": DAY, "kind": "(ARRAY['group', 'other'])[1 + mod(row_number, 2)]"},
    "workinggroup.Commitment": {"undertaken": DAY, "due": DAY, "program": "2000 + mod(row_number, 20)"},
    "workinggroup.Submission": {"number": "'ROW ' || row_number"},
    "alliances.Alliance": {},
    "alliances.Product": {},
}
# The parts that each row has, with the column of the record and the columns in which they differ.
PARTS = {
    "alliances.Agreement": ("alliance", {"date": DAY}),
    "alliances.Edition": ("product", {}),
    "workinggroup.SubmissionStep": ("submission", {"date": DAY}),
}


INSERT = """
INSERT INTO {table} ({names}) SELECT {selected} FROM {table} AS template, {source} WHERE template.id = %s
"""
SERIES = "generate_series(1, {count}) AS row_number"
PARENTS = """
(SELECT id AS parent, row_number() OVER (ORDER BY id) AS row_number FROM {table} WHERE slug_en LIKE 'row-%%') AS parents
"""


def get_columns(model):
    """Return the names of the columns of a table that an INSERT sets."""
    return [field.column for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]


def copy_rows(template, source, values):
    """Insert a copy of a record for each row of the source, with other values in some columns."""
    columns = get_columns(type(template))
    selected = ", ".join(values.get(name, f'template."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    table = template._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(table=table, names=names, selected=selected, source=source), [template.pk])


def make_templates():
    """Return {label: a public record of the model}, with one part of each kind."""
    product = factories.published(factories.product())
    submission = factories.submission()
    factories.submission_step(submission=submission, kind="filed", date="1998")
    records = (
        factories.published(factories.news_item()), factories.published(factories.news_release()),
        factories.published_document(), factories.published(factories.meeting(end="")),
        factories.published(factories.commitment()), factories.published(submission),
        factories.live_alliance(), product,
    )  # fmt: skip
    return {record._meta.label: record for record in records}


def fill_tables(count):
    """Insert `count` public rows of each model with their parts, and return {label: the record they are copies of}."""
    templates = make_templates()
    slugs = {f"slug_{language}": f"'row-' || row_number || '-{language}'" for language in LANGUAGES}
    common = {"slug": "NULL", "changed_at": TIME, "publish_at": TIME, **slugs}
    for label, template in templates.items():
        copy_rows(template, SERIES.format(count=count), {**common, **COLUMNS[label]})
    for label, (parent, values) in PARTS.items():
        model = apps.get_model(label)
        parents = model._meta.get_field(parent).related_model
        template = model.objects.get(**{parent: templates[parents._meta.label]})
        source = PARENTS.format(table=parents._meta.db_table)
        copy_rows(template, source, {f"{parent}_id": "parent", **values})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return templates
