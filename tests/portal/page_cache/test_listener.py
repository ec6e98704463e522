"""The listener outlives exceptions, ignores strange payloads, and is never believed to listen when it does not."""

import psycopg
import pytest
from django.db import InterfaceError, connection

from portal.change_triggers import CHANNEL
from portal.page_cache import listener as listener_module
from portal.page_cache.listener import Listener, get_connection_options
from portal.page_cache.state import ContentState, Database
from tests.support.servers import wait_until


@pytest.fixture
def listener(db):
    """A listener that believes to listen, without its thread."""
    listener = Listener(ContentState())
    listener.state.start_listening()
    return listener


@pytest.mark.django_db(transaction=True)
def test_listener_connects_again_after_an_exception():
    def fail(tables):
        if tables:
            raise RuntimeError("An observer failed.")

    state = ContentState()
    state.observers.append(fail)
    listener = Listener(state)
    listener.start()
    try:
        assert wait_until(lambda: state.is_listening)
        before = state.all_changed_at
        with psycopg.connect(**get_connection_options(), autocommit=True) as writer:
            writer.execute("SELECT pg_notify(%s, 'news_newsitem')", [CHANNEL])
        assert wait_until(lambda: state.is_listening and state.all_changed_at > before, 10)
    finally:
        listener.stop()


@pytest.mark.parametrize("payload", ["", "a b", "a\r\nb: c", "é", "DROP", "x" * 8000 + "-"])
def test_payload_that_names_no_table_is_ignored(listener, payload):
    listener.process({payload, "news_newsitem"})
    assert set(listener.state.tables) == {"news_newsitem"}


def test_lost_listener_is_not_taken_for_a_listening_one(listener, monkeypatch):
    monkeypatch.setattr(listener_module, "SYNC_TIMEOUT", 0)
    position = listener.state.position

    def lose(execute, *arguments):
        listener.state.stop_listening(Database.AWAY)
        return execute(*arguments)

    with connection.execute_wrapper(lose):
        listener.synchronize()
    assert (listener.state.database, listener.state.position) == (Database.AWAY, position)


def test_write_that_is_not_heard_of_changes_everything(listener, monkeypatch):
    monkeypatch.setattr(listener_module, "SYNC_TIMEOUT", 0)
    listener.synchronize()
    assert listener.state.all_changed_at == 2
    assert listener.state.is_listening


def test_lost_connection_does_not_fail_the_response(listener):
    def fail(*arguments):
        raise InterfaceError("connection already closed")

    with connection.execute_wrapper(fail):
        listener.synchronize()
    assert not listener.waiting
