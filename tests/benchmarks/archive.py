"""The databases of `make bench`: archives of 1,000 and of 100,000 news items with their search index.

The server keeps them until the migrations, the content or this code changes. A few records are generated and indexed as
a save does it; PostgreSQL multiplies them with other dates and slugs.
"""

import fcntl
import sys
import time
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import override

from news.models import NewsItem
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.models import Country, Document
from portal.records.models import Status
from portal.search_index.indexing import build_rows, save_words
from portal.search_index.table import get_partition, write_rows
from tests.benchmarks.archive_texts import TextGenerator
from tests.support.search_rows import create_facets, replaced_indexes
from tests.support.template_database import (
    RunDatabase,
    connect_to,
    drop_database,
    execute,
    get_templates,
    hash_files,
    locked,
)
from workinggroup.models import Meeting

# How many records of a model are generated; the others are copies.
SEEDS = 200
# Dates are spread over this many days. The step has no factor in common with it, so that each day has as many records.
FIRST_DAY, DAYS, STEP = date(2004, 1, 1), 8000, 37
PREFIX = "archive"  # of slugs
# What the database depends on besides the code here.
SOURCES = ("*/migrations/*.py", "*/content/*.yaml", "portal/search_index/*.py", "tests/benchmarks/archive*.py")
COPY = """
INSERT INTO {table} (id, {columns})
SELECT copy.id, {values}
FROM (
  SELECT %(last)s - %(seed_count)s + 1 + number AS id, (%(seeds)s::bigint[])[1 + number %% %(seed_count)s] AS seed_id,
         number, %(first_day)s::date + (number::bigint * %(step)s %% %(days)s)::int AS day
  FROM generate_series(%(seed_count)s, %(count)s - 1) AS number
) AS copy
JOIN {table} AS seed ON seed.id = copy.seed_id
"""
INDEX = """
INSERT INTO {partition} (object_id, public_from, public_until, indexed_at, date, content_type_id, facet_id, language,
                         text_language, title_vector, lead_vector, text_vector)
SELECT copy.id, copy.publish_at, seed.public_until, seed.indexed_at, copy.{date}::date, seed.content_type_id, facet.id,
       seed.language, seed.text_language, seed.title_vector, seed.lead_vector, seed.text_vector
FROM {table} AS copy
JOIN {partition} AS seed ON seed.content_type_id = %(kind)s
 AND seed.object_id = (%(seeds)s::bigint[])[1 + ((copy.id - %(last)s - 1) %% %(seed_count)s)::int]
JOIN portal_searchfacet AS facet ON facet.content_type_id = %(kind)s
 AND facet.country_id = coalesce(copy.country_id, 0) AND facet.year = left(copy.{date}, 4)::int
WHERE copy.id > %(last)s
"""


class Size(NamedTuple):
    """How many records an archive has besides the initial content."""

    news: int
    meetings: int
    documents: int

    def get_counts(self):
        return ((NewsItem, self.news), (Meeting, self.meetings), (Document, self.documents))


SMALL, LARGE = Size(1_000, 20, 20), Size(100_000, 2_000, 2_000)


class Series(NamedTuple):
    """The records of a model in an archive: the primary keys of the generated ones, and the count of all."""

    model: type
    seeds: list
    count: int

    def get_parameters(self):
        return {"seeds": self.seeds, "seed_count": len(self.seeds), "last": self.seeds[-1], "count": self.count}


class Progress:
    """Writes a line for each step of a build, with the seconds since its start."""

    def __init__(self):
        self.begun = time.monotonic()

    def __call__(self, line):
        sys.stderr.write(f"  {time.monotonic() - self.begun:5.0f} s  {line}\n")
        sys.stderr.flush()


def get_slug(number):
    """Return the slug of a record of an archive, the first of which has the number 0."""
    return f"{PREFIX}-{number}"


def get_day(number):
    """Return the date of a record of an archive."""
    return date.fromordinal(FIRST_DAY.toordinal() + number * STEP % DAYS)


def generate_seed(model, number, countries, texts):
    """Return an unsaved public record of an archive."""
    day = get_day(number)
    fields = {Meeting: {"kind": Meeting.Kind.values[number % 3]}, Document: {"kind": Document.Kind.REPORT}}
    at = f"{day}T12:00Z"
    return model(
        **texts.generate_texts(get_slug(number)), **{model.fact_date_field: day.isoformat()}, **fields.get(model, {}),
        country=countries[number % len(countries)], status=Status.PUBLISHED, publish_at=at, changed_at=at, outward=[],
    )  # fmt: skip


def create_seeds(model, count):
    """Create and index some records, and return their primary keys."""
    countries, texts = [*Country.objects.all(), None], TextGenerator(model.__name__)
    made = model.objects.bulk_create(generate_seed(model, number, countries, texts) for number in range(count))
    keys = sorted(record.pk for record in made)
    create_facets(ContentType.objects.get_for_model(model).pk)
    for record in model.objects.filter(pk__in=keys):
        rows, words = build_rows(record)
        write_rows(rows)
        save_words(words)
    return keys


def copy_records(series):
    """Copy the generated records of a model with other slugs, dates and times of publication."""
    model = series.model
    values = {field.column: f'seed."{field.column}"' for field in model._meta.concrete_fields if not field.primary_key}
    values |= {localized_field_name("slug", language): f"'{PREFIX}-' || copy.number" for language in LANGUAGES}
    values |= dict.fromkeys(("publish_at", "changed_at"), "copy.day + interval '12 hours'")
    values[model.fact_date_field] = "copy.day::text"
    table = model._meta.db_table
    statement = COPY.format(
        table=table, columns=", ".join(f'"{column}"' for column in values), values=", ".join(values.values())
    )
    days = {"first_day": FIRST_DAY, "days": DAYS, "step": STEP}
    with connection.cursor() as cursor:
        cursor.execute(statement, series.get_parameters() | days)
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608
        cursor.execute(f"ANALYZE {table}")


def index_copies(series, language):
    """Copy the rows of the generated records in the search index of a language."""
    kind = ContentType.objects.get_for_model(series.model).pk
    names = {
        "partition": get_partition(language), "table": series.model._meta.db_table,
        "date": series.model.fact_date_field,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(INDEX.format(**names), series.get_parameters() | {"kind": kind})


def fill(size, report=lambda line: None, *, seeds=SEEDS):
    """Add the records of an archive to the database, at most `seeds` of each model generated, the others copied."""
    with ExitStack() as stack:
        for language in LANGUAGES:
            stack.enter_context(replaced_indexes(get_partition(language)))
        for model, count in size.get_counts():
            series = Series(model, create_seeds(model, min(count, seeds)), count)
            copy_records(series)
            for language in LANGUAGES:
                index_copies(series, language)
            report(f"{count:,} {model._meta.verbose_name_plural}")
    report("indexes of the search")


def get_name(size):
    """Return the name of the database of an archive in this state of the code."""
    paths = sorted(path for pattern in SOURCES for path in settings.BASE_DIR.glob(pattern))
    return f"{get_prefix(size)}{hash_files(paths)}"


def get_prefix(size):
    return f"{connection.settings_dict['TEST']['NAME']}_archive_{size.news}_"


@contextmanager
def exclusive_archives():
    """Exit if another run uses the archives: their figures would be wrong, and one could drop those of the other."""
    with (settings.PORTAL_DATA / "archive.turn").open("a") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("Another `make bench` is running.")
        yield


def build(size, *, rebuild=False, report=None):
    """Build an archive, unless the server has it, and return the name of its database.

    It gets this name when it is complete. Those of other states of the code are dropped.
    """
    database, name = RunDatabase(), get_name(size)
    connect_to(database.outside)
    existing = get_templates(get_prefix(size))
    if name in existing and not rebuild:
        return name
    report = report or Progress()
    report(f"an archive of {size.news:,} news items is built, which the next run finds")
    for old in existing:
        drop_database(old)
    with locked():
        database.make_template()
        execute(f'CREATE DATABASE "{name}_new" TEMPLATE "{database.template}"')
    report("database with the initial content")
    connect_to(f"{name}_new")
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '256MB'")
        with transaction.atomic():
            fill(size, report)
        cursor.execute("VACUUM ANALYZE")
    report("complete")
    connect_to(database.outside)
    execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def get_path(name, number, language="en"):
    """Return the path of a record of an archive, whose URL has this name."""
    kwargs = {"year": get_day(number).year} if name == NewsItem.url_name else {}
    with override(language):
        return reverse(name, kwargs={"slug": get_slug(number), **kwargs})
