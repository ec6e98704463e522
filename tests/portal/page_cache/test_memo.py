"""Values that are computed once for each language and state of their tables."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from news.models import NewsItem
from portal.page_cache import memo
from portal.page_cache.memo import remember
from portal.page_cache.schedule import schedule
from portal.page_cache.state import Database, content_state
from portal.page_cache.tracking import record_query, track_tables
from portal.publishing.workflow import publish_record
from tests.support import factories


@pytest.fixture
def rendering(page_cache):
    """The context in which a page is rendered."""
    schedule.refresh()
    with track_tables() as tables, connection.execute_wrapper(record_query):
        yield tables


@pytest.fixture
def count():
    """A computation that counts how often it was made."""

    def compute():
        compute.calls += 1
        return NewsItem.objects.published().count()

    compute.calls = 0
    return compute


def test_value_is_computed_once(rendering, count):
    assert remember("count", count) == remember("count", count)
    assert count.calls == 1


def test_tables_of_a_remembered_value_count(rendering, count):
    remember("count", count)
    rendering.clear()
    remember("count", count)
    assert rendering == {"news_newsitem"}


def test_value_holds_for_its_sources_only(rendering, count):
    first, equal = ["source"], ["source"]
    for source in (first, first, equal, equal):
        remember("count", count, (source,))
    assert count.calls == 2


def test_each_language_has_its_own_value(rendering, count):
    for language in ("en", "es", "fr"):
        with override(language):
            remember("count", count)
    assert count.calls == 3


def test_change_of_a_table(rendering, count):
    remember("count", count)
    content_state.record_changes({"portal_acronym"})
    remember("count", count)
    assert count.calls == 1
    content_state.record_changes({"news_newsitem"})
    schedule.refresh()
    remember("count", count)
    remember("count", count)
    assert count.calls == 2


def test_change_while_it_is_computed(rendering, count):
    def compute():
        content_state.record_changes({"news_newsitem"})
        return count()

    remember("count", compute)
    schedule.refresh()
    remember("count", count)
    assert count.calls == 2


def test_value_ends_at_a_scheduled_moment(page_cache, count, monkeypatch):
    before = NewsItem.objects.published().count()
    at = timezone.now() + timedelta(hours=1)
    if at.date() != timezone.now().date():
        at = timezone.now() + (at.replace(hour=0, minute=0, second=0) - timezone.now()) / 2
    publication = factories.news_item()
    publish_record(publication, by=None, at=at, without_approval=True)
    content_state.record_changes({"news_newsitem"})
    schedule.refresh()
    with track_tables(), connection.execute_wrapper(record_query):
        assert remember("count", count) == before
        moment = at.timestamp()
        monkeypatch.setattr(time, "time", lambda: moment - 1)
        remember("count", count)
        assert count.calls == 1
        monkeypatch.setattr(time, "time", lambda: moment)
        remember("count", count)
        assert count.calls == 2


@pytest.mark.parametrize("database", [Database.UNKNOWN, Database.AWAY])
def test_nothing_is_remembered_without_a_listener(rendering, count, database):
    content_state.stop_listening(database)
    remember("count", count)
    remember("count", count)
    assert count.calls == 2


def test_nothing_is_remembered_outside_of_pages(page_cache, count):
    remember("count", count)
    remember("count", count)
    assert count.calls == 2


@pytest.mark.parametrize("length", [1, 100_000], ids=["many values", "long texts"])
def test_memory_of_values_is_bounded(rendering, length):
    for number in range(memo.MAX_VALUES + 10):
        remember(number, lambda: "x" * length)
        assert 0 < len(memo.values) <= memo.MAX_VALUES
        assert sum(len(remembered.value) for remembered in memo.values.values()) <= memo.MAX_CHARACTERS + length
