"""The listener outlives exceptions and ignores strange payloads."""

import psycopg
import pytest

from portal.change_triggers import CHANNEL
from portal.page_cache.listener import Listener, get_connection_options
from portal.page_cache.state import ContentState
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
