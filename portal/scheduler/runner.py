"""Background jobs: three threads in each serving process, started by wsgi.py.

One thread publishes scheduled drafts and releases on time. Another does that too, and sends warnings and mail, for
which no publication has to wait. The third stores the daily dump of the open data. An advisory lock for each job makes
sure that only one process runs it at a time. `manage.py run_scheduled` runs the jobs once, except for the dump, which
is that of `manage.py export_register`.
"""

import logging
import sys
import threading
from contextlib import contextmanager
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from portal.accounts.account_mail import send_account_mail
from portal.notifications.delivery import send_due_notifications
from portal.open_data.dump import export_register
from portal.operations.mail import DeliveryResult
from portal.operations.wakeup import scheduler_wakeup
from portal.scheduler.publisher import format_result, has_due_items, publish_due
from portal.scheduler.warnings import send_warnings

logger = logging.getLogger(__name__)
RUN_INTERVAL = 60  # seconds
# How often the database is asked whether a draft or a release is due. With this interval, what another process has
# scheduled is also published within 5 s of its time.
POLL_INTERVAL = 2  # seconds
# Once a day has its dump, a look for it costs one listing of a folder. The first one waits until the start is over.
EXPORT_DELAY, EXPORT_INTERVAL = 60, 3600  # seconds
RUN_LOCK, PUBLISH_LOCK, EXPORT_LOCK = 0x05A2, 0x05A3, 0x05A4  # advisory locks


class RunResult(NamedTuple):
    """The results of one run: publications, the number of records with warnings, and mail."""

    publications: list
    warnings: int
    mail: DeliveryResult
    account_mail: DeliveryResult


@contextmanager
def advisory_lock(lock=RUN_LOCK):
    """Try to take an advisory lock; yield whether this process holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        [held] = cursor.fetchone()
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])


def run_once():
    """Run all jobs once; return None if another process is running them."""
    with advisory_lock() as held:
        if not held:
            return None
        account_mail = send_account_mail()  # first: someone waits for it
        return RunResult(publish_exclusively(), send_warnings(), send_due_notifications(), account_mail)


def publish_exclusively():
    """Publish due drafts and releases, unless another process is doing so."""
    with advisory_lock(PUBLISH_LOCK) as held:
        return publish_due() if held else []


def log_results(results):
    """Log the publications that were late or are on hold."""
    for result in results:
        if result.delay or result.errors:
            logger.warning("%s", format_result(result))
            sys.stderr.write(f"{format_result(result)}\n")


def run_safely():
    """Run all jobs once and log any exception, such as a lost database connection."""
    try:
        if result := run_once():
            log_results(result.publications)
    except Exception:
        logger.exception("The scheduled jobs failed and will be run again.")
    finally:
        connection.close()


def poll():
    """Publish due drafts and releases and log any exception."""
    try:
        if has_due_items():
            log_results(publish_exclusively())
    except Exception:
        logger.exception("Scheduled publication failed and will be tried again.")
    finally:
        connection.close()


def run_loop(stop):
    """Run all jobs every minute and whenever there are new notifications, until `stop` is set."""
    while not stop.is_set():
        scheduler_wakeup.clear()
        run_safely()
        scheduler_wakeup.wait(RUN_INTERVAL)


def poll_loop(stop):
    """Publish drafts and releases that became due before the start, then poll until `stop` is set."""
    poll()
    while not stop.wait(POLL_INTERVAL):
        poll()


def export_safely():
    """Store the dump of today, unless another process is doing so, and log any exception."""
    try:
        with advisory_lock(EXPORT_LOCK) as held:
            if held:
                export_register()
    except Exception:
        logger.exception("The dump of the open data failed and will be tried again.")
    finally:
        connection.close()


def export_loop(stop):
    """Look every hour whether today has its dump, until `stop` is set."""
    delay = EXPORT_DELAY
    while not stop.wait(delay):
        export_safely()
        delay = EXPORT_INTERVAL


THREADS = {"jobs": run_loop, "publisher": poll_loop, "exports": export_loop}


def start():
    """Start the threads and return an Event that stops them. They also stop with the process."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        sys.stderr.write("No mail is sent to editors: PORTAL_MAIL_HOST is not set.\n")
    stop = threading.Event()
    for name, loop in THREADS.items():
        threading.Thread(target=loop, args=[stop], name=name, daemon=True).start()
    return stop
