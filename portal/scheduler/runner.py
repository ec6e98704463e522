"""What becomes due by itself, and doing it once: two threads a process that serves, started by wsgi.py. One publishes
what is scheduled, on time; the other warns and sends mail, for which no publication waits.

Of all processes one does each of it at a time, under an advisory lock. `manage.py run_scheduled` does the same by hand.
"""

import logging
import sys
import threading
from contextlib import contextmanager
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from portal.notifications.delivery import DeliveryResult, send_due_notices
from portal.notifications.models import scheduler_wakeup
from portal.scheduler.publisher import in_words, is_anything_due, publish_what_is_due
from portal.scheduler.warnings import warn

logger = logging.getLogger(__name__)
A_MINUTE = 60  # seconds
# How often it is asked, in one short query, whether a draft or a release is due: what another process has scheduled
# goes live within 5 s of its moment too.
A_LOOK = 2  # seconds
ONE_AT_A_TIME, ONE_PUBLISHES = 0x05A2, 0x05A3  # advisory locks of our own


class Done(NamedTuple):
    """What was due and is done: what went live or was held, records that were warned of, and mail."""

    outcomes: list
    warnings: int
    mail: DeliveryResult


@contextmanager
def turn(lock=ONE_AT_A_TIME):
    """Whether this process has its turn; while another one does what is due, it has not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        [held] = cursor.fetchone()
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])


def do_what_is_due():
    """Does everything that is due now; None where another process is at it."""
    with turn() as held:
        return Done(publish_on_time(), warn(), send_due_notices()) if held else None


def publish_on_time():
    """Publishes what is due, unless another process is at it."""
    with turn(ONE_PUBLISHES) as held:
        return publish_what_is_due() if held else []


def say(outcomes):
    """Writes down what was missed, and what is held."""
    for outcome in outcomes:
        if outcome.late or outcome.against:
            logger.warning("%s", in_words(outcome))
            sys.stderr.write(f"{in_words(outcome)}\n")


def attempt():
    """Does what is due; what fails, such as a database that is away, is logged and tried again with the next round."""
    try:
        if done := do_what_is_due():
            say(done.outcomes)
    except Exception:
        logger.exception("What is due could not be done, and is tried again.")
    finally:
        connection.close()


def look():
    """Publishes what is due by now; what fails is logged and tried again."""
    try:
        if is_anything_due():
            say(publish_on_time())
    except Exception:
        logger.exception("What is due could not be published, and is tried again.")
    finally:
        connection.close()


def go_on(end):
    """A round each minute, and as soon as there are new notices, until `end` is set."""
    while not end.is_set():
        scheduler_wakeup.clear()
        attempt()
        scheduler_wakeup.wait(A_MINUTE)


def keep_time(end):
    """A look at once, which publishes what was missed, and then every other second, until `end` is set."""
    look()
    while not end.wait(A_LOOK):
        look()


def start():
    """Begins the rounds of this process; they stop with it, or when what is returned is set."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        sys.stderr.write("No mail is sent to editors: PORTAL_MAIL_HOST is not set.\n")
    end = threading.Event()
    for name, work in (("schedule", go_on), ("on time", keep_time)):
        threading.Thread(target=work, args=[end], name=name, daemon=True).start()
    return end
