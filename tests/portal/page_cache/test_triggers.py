"""Every change of a table that pages show is announced once for each transaction, also if SQL makes it."""

import psycopg
import pytest
from django.db import connection, transaction

from news.models import NewsItem
from portal.change_triggers import CHANNEL, FUNCTION, PARTITIONS, SEARCH_TABLE, TRIGGER, get_shown_tables
from portal.page_cache.listener import get_connection_options
from portal.search_index.rebuild import rebuild_index
from tests.support import factories
from workinggroup.models import Meeting

TRIGGERS = """
SELECT relname, tgtype, tgenabled FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgname = %s AND proname = %s
"""
# AFTER each statement, for INSERT, DELETE, UPDATE and TRUNCATE: see pg_trigger.h.
STATEMENT_TRIGGER = 4 | 8 | 16 | 32


def get_triggers():
    """Return {table: (type, state)} of the triggers in the test database."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS, [TRIGGER, FUNCTION])
        return {table: (kind, enabled) for table, kind, enabled in cursor.fetchall()}


@pytest.mark.django_db
def test_every_shown_table_has_a_trigger():
    """A new model without the operation NotifyChanges in its migration fails here."""
    assert get_triggers() == dict.fromkeys(get_shown_tables() | set(PARTITIONS), (STATEMENT_TRIGGER, "O"))


@pytest.fixture
def heard(transactional_db):
    """Return a function that returns the names that were announced since the last call, in order."""
    with psycopg.connect(**get_connection_options(), autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")

        def get_heard():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify(%s, 'end')", [CHANNEL])
            names = []
            while "end" not in names:
                names += [notification.payload for notification in listening.notifies(timeout=5, stop_after=1)]
            return names[:-1]

        yield get_heard


def test_changes_are_announced(heard):
    item = factories.news_item()
    heard()
    NewsItem.objects.filter(pk=item.pk).update(date="2004-05-01")
    assert heard() == ["news_newsitem"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE news_newsitem SET date = '2004-05-02'")
    assert heard() == ["news_newsitem"]


def test_many_to_many_changes_are_announced(heard):
    meeting = factories.meeting()
    heard()
    meeting.hosts.add(factories.country("US"))
    assert heard() == [Meeting.hosts.through._meta.db_table]


def test_batch_is_announced_once(heard):
    with transaction.atomic():
        for number in range(5):
            factories.news_item(date=f"2004-04-0{number + 1}")
    assert heard().count("news_newsitem") == 1


def test_rolled_back_changes_are_not_announced(heard):
    with transaction.atomic():
        factories.news_item()
        transaction.set_rollback(True)
    assert heard() == []


def test_truncate_is_announced(heard):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE portal_acronym")
    assert heard() == ["portal_acronym"]


def test_rebuilt_search_index_is_announced(heard):
    rebuild_index()
    assert set(heard()) == {SEARCH_TABLE, "portal_searchword"}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_searchrow_es")
    assert heard() == [SEARCH_TABLE]
