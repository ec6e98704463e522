"""The clock of the database, by which everything is published, on every server.

`offset` is by how many seconds the database's clock is ahead of this process's. It is measured when connections are
opened (see portal/database/base.py), so that asking for the time costs no query.
"""

import threading
import time
from contextlib import suppress
from datetime import timedelta

from django.db import Error, connection
from django.utils import timezone

# The offset is measured again with the first connection that is opened after so many seconds.
MEASURE_INTERVAL = 10


class Clock:
    """The clock of the database, as it is known from the measurements so far."""

    def __init__(self):
        self.offset = 0.0
        self.measured_at = None
        self.lock = threading.Lock()

    @property
    def is_due(self):
        """Whether the offset must be measured (again)."""
        return self.measured_at is None or time.monotonic() - self.measured_at > MEASURE_INTERVAL

    def measure(self, connection):
        """Ask the database for its time, on a psycopg connection.

        The answer was given between the question and its arrival. The offset only moves as far as that proves, so that
        slow answers do not make the clock jitter.
        """
        before = time.time()
        [database] = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
        after = time.time()
        with self.lock:
            self.offset = min(max(self.offset, database - after), database - before)
            self.measured_at = time.monotonic()


database_clock = Clock()


def now():
    """Return the time of the database: the moment that counts for everything that is published, scheduled or due.

    The first call of a process opens a connection, which measures the clock, unless the database is away.
    """
    if database_clock.measured_at is None:
        with suppress(Error):
            connection.ensure_connection()
    return timezone.now() + timedelta(seconds=database_clock.offset)  # noqa: TID251


def get_timestamp():
    """Return the time of the database in seconds since 1970."""
    return time.time() + database_clock.offset


def get_today():
    """Return the date in the active time zone, by the time of the database."""
    return timezone.localtime(now()).date()
