"""The table of search rows, as SQL: one partition for each language, which a rebuild replaces.

Vectors are stored out of line (see `padding` in the migration), so that a scan for the public hits reads few pages.
"""

from django.db import connection

from portal.i18n.languages import LANGUAGES

TABLE = "portal_searchrow"
# The names of partitions while a rebuild fills them.
REBUILD_SUFFIX = "_rebuild"
VECTORS = ("title_vector", "lead_vector", "text_vector")
COLUMNS = (
    "language", "content_type_id", "object_id", "public_from", "public_until", "date", "facet_id", "text_language",
    *VECTORS,
)  # fmt: skip
KEY = ("language", "content_type_id", "object_id")


def get_partition(language, suffix=""):
    """Return the name of the partition of a language."""
    return f"{TABLE}_{language}{suffix}"


def build_upsert(tables):
    """Return the statement that writes a row to a table. Values: those of COLUMNS."""
    updates = ", ".join(f"{column} = EXCLUDED.{column}" for column in COLUMNS if column not in KEY)
    return (
        f"INSERT INTO {tables} ({', '.join(COLUMNS)}, indexed_at)"  # noqa: S608  (names of our own)
        f" VALUES ({', '.join(['%s'] * len(COLUMNS))}, clock_timestamp())"
        f" ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET {updates}, indexed_at = EXCLUDED.indexed_at"
    )


def write_rows(rows, suffix=""):
    """Write rows, each a tuple of the values of COLUMNS, in a fixed order that prevents deadlocks."""
    with connection.cursor() as cursor:
        if not suffix:
            cursor.executemany(build_upsert(TABLE), sorted(rows, key=lambda row: row[:3]))
            return
        for language in LANGUAGES:
            own = [row for row in rows if row[0] == language]
            if own:
                cursor.executemany(build_upsert(get_partition(language, suffix)), own)


def delete_rows(content_type_id, object_id):
    """Delete the rows of a record."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {TABLE} WHERE language = ANY(%s) AND content_type_id = %s AND object_id = %s",  # noqa: S608
            [list(LANGUAGES), content_type_id, object_id],
        )


def is_empty():
    """Return whether no record is in the index."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT NOT EXISTS (SELECT FROM {TABLE})")  # noqa: S608
        return cursor.fetchone()[0]
