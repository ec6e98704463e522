"""Metrics for Prometheus, on a port of this machine alone (PORTAL_METRICS_PORT).

Each serving process writes its numbers to files. One of them, whichever gets the port, adds them up and also asks the
database when the metrics are read.
"""

import logging
import threading
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from prometheus_client import CollectorRegistry, Gauge, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from portal.drafts.models import Draft
from portal.notifications.models import Notification
from portal.operations.request_metrics import is_alive
from portal.page_cache.state import Database, content_state
from portal.publishing.releases import Release
from portal.scheduler.publisher import due_drafts, due_releases
from portal.scheduler.runner import THREADS

logger = logging.getLogger(__name__)
ADDRESS = "127.0.0.1"
INTERVAL = 5  # seconds between two looks at this process, and between two attempts to get the port

pages = Gauge("portal_pages_kept", "Pages in the memory of all processes.", multiprocess_mode="livesum")
page_bytes = Gauge("portal_pages_kept_bytes", "Memory of these pages.", multiprocess_mode="livesum")
listening = Gauge("portal_processes_listening", "Processes that hear of changes.", multiprocess_mode="livesum")
processes = Gauge("portal_processes", "Serving processes.", multiprocess_mode="livesum")
threads = Gauge("portal_scheduler_threads", "Living threads of the scheduler.", multiprocess_mode="livesum")


def count_notifications():
    return Notification.objects.filter(sent_at=None).count()


def count_held():
    return sum(model.objects.exclude(held_at=None).count() for model in (Draft, Release))


def count_due():
    return due_drafts().count() + due_releases().count()


class DatabaseCollector:
    """Metrics that a query answers, when they are read."""

    COUNTS = {
        "portal_notifications_waiting": ("Notifications that wait for their mail.", count_notifications),
        "portal_publications_held": ("Drafts and releases on hold.", count_held),
        "portal_publications_overdue": ("Publications that are due and not done.", count_due),
    }

    def collect(self):
        counts = {}
        try:
            counts = {name: count() for name, (_, count) in self.COUNTS.items()}
        except DatabaseError:
            logger.warning("The database could not be asked for its metrics.")
        finally:
            connection.close()
        yield GaugeMetricFamily("portal_database_up", "Whether the database answers.", value=int(bool(counts)))
        for name, count in counts.items():
            yield GaugeMetricFamily(name, self.COUNTS[name][0], value=count)


def update(store):
    """Write the numbers of this process."""
    processes.set(1)
    pages.set(len(store))
    page_bytes.set(store.size)
    listening.set(int(content_state.database is Database.LISTENING))
    threads.set(sum(thread.name in THREADS for thread in threading.enumerate()))


def forget_dead_processes():
    """Leave the gauges of ended processes out. Their counters stay, because a sum of counters must not fall."""
    for path in Path(settings.PORTAL_METRICS_FOLDER).glob("gauge_live*.db"):
        process_id = path.stem.rpartition("_")[2]
        if not is_alive(process_id):
            with suppress(FileNotFoundError):
                mark_process_dead(process_id)


def try_to_serve():
    """Serve the metrics of all processes, unless another process does. Return whether this one does now."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(DatabaseCollector())
    try:
        start_http_server(settings.PORTAL_METRICS_PORT, ADDRESS, registry)
    except OSError:
        return False
    return True


def run(store):
    """Update the metrics of this process for good, and serve those of all processes once the port is free."""
    is_serving, pause = False, threading.Event()
    while True:
        try:
            update(store)
            is_serving = is_serving or try_to_serve()
            if is_serving:
                forget_dead_processes()
        except Exception:
            logger.exception("The metrics could not be updated.")
        pause.wait(INTERVAL)


def start_metrics(store):
    """Start the thread of the metrics, if there is a port for them."""
    if settings.PORTAL_METRICS_PORT:
        threading.Thread(target=run, args=[store], name="metrics", daemon=True).start()
