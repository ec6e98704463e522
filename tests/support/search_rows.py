"""Rows of the search index that the database makes up, for benchmarks."""

from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from news.models import NewsItem
from portal.i18n.languages import LANGUAGES
from portal.search_index.models import SearchFacet
from portal.search_index.table import get_partition
from tests.support import factories

YEARS = range(1995, 2027)
# A third of the rows has the word “old”, all of them older than the others, and one in 5,000 has “rare”. Words w0, w1 …
# are the rarer the higher their number; “w0 w1” is a phrase of every third row, and pre0 … pre99 begin alike.
INSERT = """
INSERT INTO {table} (object_id, public_from, public_until, indexed_at, date, content_type_id, facet_id, language,
                     text_language, title_vector, lead_vector, text_vector)
SELECT number, now() - interval '1 day', '9999-12-31', now(), date '2026-11-01' - (number * 11500 / %(count)s)::int,
       %(kind)s, (%(facets)s::int[])[1 + number %% %(facet_count)s], %(language)s, %(language)s,
       title::tsvector, (title || ' ' || lead)::tsvector, (title || ' ' || lead || ' ' || body)::tsvector
FROM (
  SELECT number::int,
         concat_ws(' ', string_agg(word, ' ') FILTER (WHERE place <= 8),
                   CASE WHEN number > %(count)s * 2 / 3 THEN '''old'':1' END,
                   CASE WHEN number %% 5000 = 7 THEN '''rare'':2' END) AS title,
         concat_ws(' ', string_agg(word, ' ') FILTER (WHERE place BETWEEN 9 AND 25)) AS lead,
         concat_ws(' ', string_agg(word, ' ') FILTER (WHERE place > 25),
                   CASE WHEN number %% 3 = 0 THEN '''w0'':101 ''w1'':102 ''w0_w1'':102' END,
                   format('''pre%%s'':120', number %% 100)) AS body
  FROM (
    SELECT number, place, format('''w%%s'':%%s', floor(3000 * power(random(), 2))::int, place) AS word
    FROM generate_series(1, %(count)s) AS number, generate_series(1, 80) AS place
  ) AS words
  GROUP BY number
) AS texts
"""


def create_facets(content_type_id):
    """Create a facet for each country and year, and return their primary keys."""
    countries = [0, *(factories.country(code).pk for code in ("US", "MX", "CA"))]
    facets = [
        SearchFacet(content_type_id=content_type_id, country_id=country, year=year)
        for country in countries
        for year in YEARS
    ]
    SearchFacet.objects.bulk_create(facets, ignore_conflicts=True)
    return list(SearchFacet.objects.filter(content_type_id=content_type_id).order_by("pk").values_list("pk", flat=True))


@contextmanager
def replaced_indexes(table):
    """Drop the indexes of a table, and build them afterwards, which is faster than to update them row by row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT LIKE '%%pkey'", [table]
        )
        indexes = cursor.fetchall()
        cursor.execute("".join(f"DROP INDEX {name};" for name, _ in indexes))
        yield
        for _, definition in indexes:
            cursor.execute(definition)
        cursor.execute(f"ANALYZE {table}")


def fill_index(count):
    """Replace the rows of each language by `count` made-up ones."""
    kind = ContentType.objects.get_for_model(NewsItem).pk
    facets = create_facets(kind)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        for language in LANGUAGES:
            table = get_partition(language)
            with replaced_indexes(table):
                cursor.execute(f"TRUNCATE {table}")
                cursor.execute(
                    INSERT.format(table=table),
                    {"count": count, "kind": kind, "facets": facets, "facet_count": len(facets), "language": language},
                )
