"""Hears of changes: a thread with a connection of its own, on which PostgreSQL sends notifications."""

import logging
import re
import threading
import uuid

import psycopg
from django.db import Error, connection
from psycopg.conninfo import make_conninfo

from portal.change_triggers import CHANNEL
from portal.clock import database_clock
from portal.page_cache.purge import Purger
from portal.page_cache.state import Database

logger = logging.getLogger(__name__)
# How often a silent connection is tested, and a lost one tried again, in seconds.
CHECK_INTERVAL, RETRY_INTERVAL = 5, 0.25
# How long a writer waits until its own process has heard of what it wrote, in seconds.
SYNC_TIMEOUT = 0.5
SYNC_PREFIX = "sync:"
TABLE_NAME = re.compile("[a-z_][a-z0-9_]*")
# A connection that breaks without a word is noticed within 4 seconds.
CONNECTION_OPTIONS = {"connect_timeout": 2, "keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 2,
                      "tcp_user_timeout": 4000, "application_name": "portal pages"}  # fmt: skip


def get_connection_options():
    """Return the options of the portal's database without those of Django's pool and cursors."""
    options = connection.get_connection_params()
    for name in ("pool", "cursor_factory", "context", "prepare_threshold"):
        options.pop(name, None)
    return {**options, **CONNECTION_OPTIONS}


class Listener:
    """Records changes in a ContentState as they are committed, and reconnects when the connection is lost.

    Its connection holds the lock of the process that purges shared caches.
    """

    def __init__(self, state, purger=None):
        self.state = state
        self.purger = purger or Purger(())
        self.options = get_connection_options()
        self.waiting = {}
        self.stopped = threading.Event()

    def start(self):
        threading.Thread(target=self.run, name="listener", daemon=True).start()

    def stop(self):
        self.stopped.set()

    def run(self):
        while not self.stopped.is_set():
            try:
                with psycopg.connect(**self.options, autocommit=True) as listening:
                    listening.execute(f"LISTEN {CHANNEL}")
                    self.state.start_listening()
                    self.listen(listening)
            except psycopg.OperationalError:
                self.lose_connection()
            except Exception:
                # Without this thread, old pages would be served for good.
                logger.exception("Changes could not be heard of. The connection is opened again.")
                self.lose_connection()
                self.stopped.wait(RETRY_INTERVAL)

    def lose_connection(self):
        """Find out whether there is still a server, and wait a moment before the next attempt if there is none."""
        self.purger.resign()
        was_listening = self.state.is_listening
        self.state.stop_listening(Database.UNKNOWN)
        conninfo = make_conninfo(**{name: value for name, value in self.options.items() if value is not None})
        if psycopg.pq.PGconn.ping(conninfo.encode()) != psycopg.pq.Ping.OK:
            self.state.stop_listening(Database.AWAY)
        if not was_listening:
            self.stopped.wait(RETRY_INTERVAL)

    def listen(self, listening):
        """Process notifications until the connection breaks or the listener is stopped."""
        while not self.stopped.is_set():
            self.purger.stand_for_election(listening)
            notifications = list(listening.notifies(timeout=CHECK_INTERVAL, stop_after=1))
            if not notifications or database_clock.is_due:
                database_clock.measure(listening)
            self.process({notification.payload for notification in notifications})

    def process(self, payloads):
        """Record the tables, and tell those who wait for a token. Anyone may send other payloads, which are ignored."""
        if tables := {payload for payload in payloads if TABLE_NAME.fullmatch(payload)}:
            self.state.record_changes(tables)
        for token in payloads:
            if waiting := self.waiting.get(token):
                waiting.set()

    def synchronize(self):
        """Wait until this process has heard of everything that was committed before this call.

        Notifications arrive in the order of the commits. Without an answer in time, all tables count as changed.
        """
        if not self.state.is_listening:
            return
        token, waiting = f"{SYNC_PREFIX}{uuid.uuid4()}", threading.Event()
        self.waiting[token] = waiting
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, token])
            # If the listener has lost its connection meanwhile, everything is forgotten once it is back.
            if not waiting.wait(SYNC_TIMEOUT) and self.state.is_listening:
                self.state.record_unknown_changes()
        except Error:
            logger.warning("A change was saved, and the database could not be asked whether all pages know of it.")
        finally:
            del self.waiting[token]
