"""Rebuild the search index beside the live table, and swap the two.

Writers go on meanwhile: a record that was indexed since the start is indexed again before the swap, under a lock.
"""

import logging

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from portal.change_triggers import get_trigger_sql, notify_change
from portal.history.snapshots import get_object_key
from portal.i18n.languages import LANGUAGES
from portal.search_index.indexing import build_rows, get_search_models, save_words
from portal.search_index.models import SearchRow
from portal.search_index.table import REBUILD_SUFFIX, TABLE, get_partition, write_rows

logger = logging.getLogger(__name__)
BATCH_SIZE = 200
# An arbitrary number that no other advisory lock of the portal uses.
ADVISORY_LOCK_ID = 732_013


def execute(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@transaction.atomic
def start_rebuild():
    """Create empty tables, and return the time since which changes must be indexed again before the swap.

    The lock waits for writers whose changes the rebuild could miss.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE")
        for language in LANGUAGES:
            live, new = get_partition(language), get_partition(language, REBUILD_SUFFIX)
            cursor.execute(f"DROP TABLE IF EXISTS {new}")
            cursor.execute(f"CREATE TABLE {new} (LIKE {live} INCLUDING ALL)")
            cursor.execute(f"ALTER TABLE {new} SET (toast_tuple_target = 128)")
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def index_batch(model, keys):
    """Index the records with these primary keys in the new tables."""
    prefetch = getattr(model, "parts", ())
    rows, words = [], {}
    for record in model._base_manager.filter(pk__in=keys).prefetch_related(*prefetch):
        try:
            record_rows, record_words = build_rows(record)
        except Exception:
            logger.exception("The search cannot find this record, whose row is invalid: %s", get_object_key(record))
            continue
        rows += record_rows
        words |= record_words
    write_rows(rows, REBUILD_SUFFIX)
    save_words(words)


def index_models(report):
    """Index all records. `report(model, done, total)` is called after each batch."""
    for model in get_search_models():
        keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH_SIZE):
            with transaction.atomic():
                index_batch(model, keys[start : start + BATCH_SIZE])
            report(model, min(start + BATCH_SIZE, len(keys)), len(keys))


def index_changes(since):
    """Index the records that were indexed since a time, and remove those that were deleted."""
    for model in get_search_models():
        content_type = ContentType.objects.get_for_model(model).pk
        changed = SearchRow.objects.filter(content_type_id=content_type, indexed_at__gte=since)
        keys = sorted({row.object_id for row in changed.only("object_id")})
        for start in range(0, len(keys), BATCH_SIZE):
            index_batch(model, keys[start : start + BATCH_SIZE])
        existing = model._base_manager.values("pk").query.sql_with_params()
        with connection.cursor() as cursor:
            for language in LANGUAGES:
                cursor.execute(
                    f"DELETE FROM {get_partition(language, REBUILD_SUFFIX)}"  # noqa: S608
                    f" WHERE content_type_id = %s AND object_id NOT IN ({existing[0]})",
                    [content_type, *existing[1]],
                )


def swap_tables():
    """Replace the live partitions by the new ones. The names of their indexes differ, which nothing depends on."""
    for language in LANGUAGES:
        live, new = get_partition(language), get_partition(language, REBUILD_SUFFIX)
        execute(
            f"ALTER TABLE {TABLE} DETACH PARTITION {live}",
            f"DROP TABLE {live}",
            f"ALTER TABLE {new} RENAME TO {live}",
            f"ALTER TABLE {TABLE} ATTACH PARTITION {live} FOR VALUES IN ('{language}')",
            get_trigger_sql(live, TABLE),
        )
    notify_change(TABLE)


def rebuild_index(report=lambda model, done, total: None):
    """Rebuild the index while the portal is running. One process at a time; others wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK_ID])
    try:
        since = start_rebuild()
        index_models(report)
        with transaction.atomic():
            execute(f"LOCK TABLE {TABLE} IN ACCESS EXCLUSIVE MODE")
            index_changes(since)
            swap_tables()
        execute(*(f"ANALYZE {get_partition(language)}" for language in LANGUAGES))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK_ID])
