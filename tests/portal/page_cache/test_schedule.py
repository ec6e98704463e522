"""Until when a page holds: scheduled moments and the end of the day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.page_cache.schedule import get_midnight, schedule
from portal.page_cache.state import content_state
from portal.publishing.workflow import publish_record
from tests.support import factories
from tests.support.page_cache import request as send

TITLES = {localized_field_name("title", language): "Zeppelins inspected" for language in LANGUAGES}


@pytest.fixture
def set_time(monkeypatch):
    """Return a function that stops the clock of Django at a time."""

    def set_now(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_now


@pytest.fixture
def after_rendering(page_cache):
    """Return a function that has another one called between the rendering of a page and its storage."""

    def register(function):
        application = page_cache.renderer.application

        def render(environ, start_response):
            response = application(environ, start_response)
            function()
            return response

        page_cache.renderer.application = render

    return register


def test_page_of_yesterday_ends_at_midnight(page_cache, set_time, after_rendering):
    midnight = get_midnight(timezone.now())
    set_time(midnight - timedelta(seconds=1))
    after_rendering(lambda: set_time(midnight + timedelta(seconds=1)))
    send(page_cache, "/en/help/")
    assert [page.end for page in page_cache.store.pages.values()] == [midnight.timestamp()]


def test_page_is_not_kept_if_its_moment_passes_meanwhile(page_cache, set_time, after_rendering):
    at = timezone.now() + timedelta(seconds=5)
    publish_record(factories.news_item(**TITLES), by=None, at=at, without_approval=True)
    content_state.record_changes({"news_newsitem"})

    def refresh():
        set_time(at + timedelta(seconds=1))
        schedule.refresh()

    after_rendering(refresh)
    assert "Zeppelins inspected" not in send(page_cache, "/en/news/").text
    assert len(page_cache.store) == 0


def test_search_without_results_ends_at_the_next_publication(page_cache):
    at = timezone.now() + timedelta(seconds=5)
    publish_record(factories.news_item(**TITLES), by=None, at=at, without_approval=True)
    content_state.record_changes({"news_newsitem", "portal_searchrow"})
    assert "Zeppelins inspected" not in send(page_cache, "/en/search/?q=zeppelins").text
    assert [page.moment for page in page_cache.store.pages.values()] == [at.timestamp()]


def test_change_of_one_table_queries_no_other(page_cache, django_assert_num_queries):
    at = timezone.now() + timedelta(hours=1)
    schedule.refresh()
    publish_record(factories.news_item(**TITLES), by=None, at=at, without_approval=True)
    content_state.record_changes({"news_newsitem"})
    with django_assert_num_queries(1) as queries:
        schedule.refresh()
    assert "news_newsitem" in queries[0]["sql"]
    assert "portal_page" not in queries[0]["sql"]
    assert schedule.known.by_table["news_newsitem"] == at


def test_moment_of_a_table_outlasts_changes_of_others(page_cache):
    at = timezone.now() + timedelta(hours=1)
    publish_record(factories.news_item(**TITLES), by=None, at=at, without_approval=True)
    content_state.record_changes({"news_newsitem"})
    schedule.refresh()
    content_state.record_changes({"portal_page"})
    schedule.refresh()
    assert schedule.known.by_table["news_newsitem"] == at


def test_next_moment_follows_one_that_has_passed(page_cache, set_time):
    first, second = (timezone.now() + timedelta(hours=hours) for hours in (1, 2))
    for at in (first, second):
        publish_record(factories.news_item(**TITLES), by=None, at=at, without_approval=True)
    content_state.record_changes({"news_newsitem"})
    schedule.refresh()
    set_time(first)
    schedule.refresh()
    assert schedule.known.by_table["news_newsitem"] == second
