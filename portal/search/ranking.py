"""The queries of a search: hits by facet, and the hits of a page, titles first and newest first.

All conditions are answered by GIN indexes, and no rank is computed for each hit: the hits whose title or number is the
query come first, then those whose title has all words, those that have them in title and summary, and all others.
"""

from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection, transaction

from portal import clock
from portal.search_index.table import VECTORS, get_partition

# The newest rows are read first if a query has more hits than this: many of them are likely hits.
MANY_HITS = 4_000
WINDOW = 500

PUBLIC = "public_from <= %(now)s AND public_until > %(now)s"
NEWEST_FIRST = "date DESC, content_type_id, object_id"
# Exact bitmaps, and no scan of all rows, which would read every vector.
SETTINGS = """
    SELECT set_config('work_mem', '64MB', true), set_config('enable_seqscan', 'off', true),
           set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true)
"""


class Hit(NamedTuple):
    """A row of the index that a query found."""

    content_type_id: int
    object_id: int
    text_language: str


@contextmanager
def search_transaction():
    """Run queries on one state of the index, with the settings of a search until the end of the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        yield


class Ranking:
    """The hits of one tsquery in the index of one language, for the current time.

    `title` is the tsquery for records whose whole title was asked for.
    """

    def __init__(self, language, expression, title=""):
        self.table = get_partition(language)
        self.params = {"query": expression, "title": title, "now": clock.now()}

    def query(self, sql, **params):
        with connection.cursor() as cursor:
            cursor.execute(sql, {**self.params, **params})
            return cursor.fetchall()

    def count_by_facet(self):
        """Return {primary key of the facet: number of hits}."""
        return dict(
            self.query(
                f"SELECT facet_id, count(*) FROM {self.table}"  # noqa: S608  (a table of our own)
                f" WHERE text_vector @@ %(query)s::tsquery AND {PUBLIC} GROUP BY facet_id"
            )
        )

    def occurs(self, vector="text_vector"):
        """Return whether the query finds anything."""
        sql = (
            f"SELECT EXISTS (SELECT FROM {self.table}"  # noqa: S608
            f" WHERE {vector} @@ %(query)s::tsquery AND {PUBLIC})"
        )
        return self.query(sql)[0][0]

    def get_hits(self, start, end, total, facets=None):
        """Return the hits from `start` to `end`. `total` is the number of all hits without filters.

        `facets` are the primary keys of the facets that the filters leave; None for all.
        """
        conditions = [f"{vector} @@ %(query)s::tsquery" for vector in VECTORS]
        if self.params["title"]:
            conditions.insert(0, "title_vector @@ %(title)s::tsquery")
        hits = []
        for condition in conditions:
            hits += self.get_best(condition, end - len(hits), hits, total, facets)
            if len(hits) >= end:
                break
        return hits[start:end]

    def get_best(self, condition, limit, found, total, facets):
        """Return the newest hits that meet a condition, without those that were `found` by a better one."""
        condition += f" AND {PUBLIC}"
        if facets is not None:
            condition += " AND facet_id = ANY(%(facets)s)"
        if found:
            condition += (
                " AND (content_type_id, object_id) NOT IN (SELECT * FROM unnest(%(kinds)s::int[], %(keys)s::bigint[]))"
            )
        params = {
            "limit": limit, "facets": facets, "kinds": [hit.content_type_id for hit in found],
            "keys": [hit.object_id for hit in found],
        }  # fmt: skip
        columns = "content_type_id, object_id, text_language"
        if total > MANY_HITS:
            newest = f"(SELECT * FROM {self.table} ORDER BY {NEWEST_FIRST} LIMIT {WINDOW}) AS newest"  # noqa: S608
            rows = self.query(
                f"SELECT {columns} FROM {newest} WHERE {condition} ORDER BY {NEWEST_FIRST} LIMIT %(limit)s",  # noqa: S608
                **params,
            )
            if len(rows) == limit:
                return [Hit(*row) for row in rows]
        # “date + 0” keeps the planner from walking the index of dates until it has met enough hits, which takes long if
        # the hits are old.
        rows = self.query(
            f"SELECT {columns} FROM {self.table} WHERE {condition}"  # noqa: S608
            " ORDER BY date + 0 DESC, content_type_id, object_id LIMIT %(limit)s",
            **params,
        )
        return [Hit(*row) for row in rows]
