"""Purges that are sent to shared caches, and the election of the process that sends them."""

import socket
import threading
from contextlib import ExitStack, contextmanager

import psycopg
import pytest

from portal.change_triggers import CHANNEL
from portal.page_cache import listener as listener_module
from portal.page_cache import purge
from portal.page_cache.listener import Listener, get_connection_options
from portal.page_cache.purge import CachePurger, Purger
from portal.page_cache.state import ContentState
from portal.page_cache.tags import ALL_PAGES
from tests.support.servers import RecordingServer, get_free_port, wait_until

NEWS, PAGES = {"news_newsitem", "news"}, {"portal_page", "portal"}


@pytest.fixture
def cache():
    with RecordingServer() as server:
        yield server


@pytest.fixture
def no_repeat(monkeypatch):
    """Put the second purge off until after the test."""
    monkeypatch.setattr(purge, "REPEAT_DELAY", 3600)


def start_purger(*urls, is_elected=True):
    purger = Purger(urls)
    purger.is_elected = is_elected
    purger.start()
    return purger


def received(cache, *expected):
    """Wait for these purges, and return whether they are all that came."""
    wait_until(lambda: len(cache.purged) >= len(expected), 10)
    return cache.purged == list(expected)


@pytest.mark.usefixtures("no_repeat")
def test_change_purges_tables_and_apps_in_every_cache(cache):
    with RecordingServer() as other:
        start_purger(cache.url, f"{other.url}varnish").purge({"news_newsitem", "portal_page"})
        assert received(cache, NEWS | PAGES)
        assert received(other, NEWS | PAGES)
    assert [request[:2] for request in (*cache.requests, *other.requests)] == [("PURGE", "/"), ("PURGE", "/varnish")]


def test_impossible_header_does_not_stop_the_purger(cache):
    purger = CachePurger(cache.url)
    purger.purge({"a\r\nb"})
    assert purger.missed == {"a\r\nb"}


@pytest.mark.usefixtures("no_repeat")
def test_unknown_change_purges_everything_of_portal(cache):
    start_purger(cache.url).purge(None)
    assert received(cache, {ALL_PAGES})


def test_purge_is_repeated_once(cache, monkeypatch):
    monkeypatch.setattr(purge, "REPEAT_DELAY", 0.1)
    purger = start_purger(cache.url)
    purger.purge({"news_newsitem"})
    assert received(cache, NEWS, NEWS)
    purger.purge({"portal_page"})
    assert received(cache, NEWS, NEWS, PAGES, PAGES)


@pytest.mark.usefixtures("no_repeat")
def test_changes_during_purge_wait_and_are_merged(cache):
    cache.may_answer.clear()
    purger = start_purger(cache.url)
    purger.purge({"news_newsitem"})
    assert received(cache, NEWS)
    purger.purge({"news_newsitem"})
    purger.purge({"portal_page"})
    cache.may_answer.set()
    assert received(cache, NEWS, NEWS | PAGES)


@pytest.mark.usefixtures("no_repeat")
def test_slow_cache_does_not_delay_others(cache):
    cache.may_answer.clear()
    with RecordingServer() as other:
        purger = start_purger(cache.url, other.url)
        purger.purge({"news_newsitem"})
        assert received(cache, NEWS)
        purger.purge({"portal_page"})
        assert wait_until(lambda: set().union(*other.purged) >= PAGES, 10)
        assert cache.purged == [NEWS]


def test_failure_is_logged_once_until_purge_succeeds(cache, caplog):
    purger = CachePurger(cache.url)
    for status in (403, 503, 200, 405):
        cache.status = status
        purger.purge({"news_newsitem"})
    assert [record.getMessage() for record in caplog.records if cache.url in record.getMessage()] == [
        f"The cache {cache.url} cannot be purged: it answered {answer}"
        for answer in ("403 Forbidden", "405 Method Not Allowed")
    ]


def test_missed_purge_is_added_to_next(cache):
    purger = CachePurger(f"http://127.0.0.1:{get_free_port()}/")
    purger.purge(NEWS)
    purger.url = cache.url
    purger.purge(PAGES)
    purger.purge(PAGES)
    assert cache.purged == [NEWS | PAGES, PAGES]


def test_silent_cache_counts_as_down(monkeypatch, caplog):
    monkeypatch.setattr(purge, "TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        CachePurger(f"http://127.0.0.1:{silent.getsockname()[1]}/").purge(NEWS)
    assert [record.getMessage().rpartition(": ")[2] for record in caplog.records] == ["timed out"]


@pytest.mark.parametrize("host", ["localhost:1", "cache..example"])
def test_unreachable_cache_counts_as_down(host, caplog):
    CachePurger(f"http://{host}/").purge(NEWS)
    assert len(caplog.records) == 1


@pytest.mark.usefixtures("no_repeat")
def test_process_that_is_not_elected_purges_nothing(cache):
    purger = start_purger(cache.url, is_elected=False)
    purger.purge({"news_newsitem"})
    purger.is_elected = True
    purger.purge({"portal_page"})
    assert received(cache, PAGES)


@pytest.fixture
def short_checks(monkeypatch):
    """Have listeners test their connection, and stand for election, ten times a second."""
    monkeypatch.setattr(listener_module, "CHECK_INTERVAL", 0.1)


@contextmanager
def listen(url):
    """Run the listener of a process that purges a cache."""
    state, purger = ContentState(), start_purger(url, is_elected=False)
    state.observers.append(purger.purge)
    listener = Listener(state, purger)
    thread = threading.Thread(target=listener.run)
    thread.start()
    try:
        assert wait_until(lambda: state.is_listening, 10)
        yield purger
    finally:
        listener.stop()
        thread.join(10)


@pytest.mark.usefixtures("no_repeat", "short_checks", "django_db_setup")
def test_one_process_purges_and_next_takes_over(cache):
    with ExitStack() as processes, psycopg.connect(**get_connection_options(), autocommit=True) as writer:
        with listen(cache.url) as first:
            assert received(cache, {ALL_PAGES})
            second = processes.enter_context(listen(cache.url))
            writer.execute("SELECT pg_notify(%s, 'news_newsitem')", [CHANNEL])
            assert received(cache, {ALL_PAGES}, NEWS)
            assert (first.is_elected, second.is_elected) == (True, False)
        assert received(cache, {ALL_PAGES}, NEWS, {ALL_PAGES})
        writer.execute("SELECT pg_notify(%s, 'portal_page')", [CHANNEL])
        assert received(cache, {ALL_PAGES}, NEWS, {ALL_PAGES}, PAGES)


@pytest.mark.usefixtures("no_repeat", "short_checks", "django_db_setup")
def test_lost_connection_purges_everything_again(cache):
    with listen(cache.url), psycopg.connect(**get_connection_options(), autocommit=True) as other:
        assert received(cache, {ALL_PAGES})
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [purge.ADVISORY_LOCK_ID],
        )
        assert received(cache, {ALL_PAGES}, {ALL_PAGES})
