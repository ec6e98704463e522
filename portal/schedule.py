"""What becomes due by itself, and doing it once: one thread a process that serves, started by wsgi.py.

Of all processes one does it at a time, under an advisory lock. `manage.py due` does the same by hand.
"""

import logging
import sys
import threading
from contextlib import contextmanager
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from portal.deadlines import warn
from portal.mail import Round, send_due
from portal.notices import fresh

logger = logging.getLogger(__name__)
A_MINUTE = 60  # seconds
ONE_AT_A_TIME = 0x05A2  # an advisory lock of our own


class Done(NamedTuple):
    """What was due and is done: records that were warned of, and mail."""

    warnings: int
    mail: Round


@contextmanager
def turn():
    """Whether this process has its turn; while another one does what is due, it has not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        [held] = cursor.fetchone()
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def do_what_is_due():
    """Does everything that is due now; None where another process is at it."""
    with turn() as held:
        return Done(warn(), send_due()) if held else None


def attempt():
    """Does what is due; what fails, such as a database that is away, is logged and tried again with the next round."""
    try:
        do_what_is_due()
    except Exception:
        logger.exception("What is due could not be done, and is tried again.")
    finally:
        connection.close()


def go_on(end):
    """A round each minute, and as soon as there are new notices, until `end` is set."""
    while not end.is_set():
        fresh.clear()
        attempt()
        fresh.wait(A_MINUTE)


def start():
    """Begins the rounds of this process; they stop with it, or when what is returned is set."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        sys.stderr.write("No mail is sent to editors: PORTAL_MAIL_HOST is not set.\n")
    end = threading.Event()
    threading.Thread(target=go_on, args=[end], name="schedule", daemon=True).start()
    return end
