"""Count of requests by status, which all processes write to files that the exporter (portal/metrics.py) adds up.

Without PORTAL_METRICS_PORT nothing is counted. Settings name the folder of the files before this module is imported,
because prometheus_client decides at its import whether it counts in files.
"""

import contextlib
import os
from pathlib import Path

from django.conf import settings

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def is_alive(process_id):
    """Return whether there is a process with this ID."""
    return Path("/proc", process_id).exists()


def prepare_folder():
    """Create the folder of the files. If none of their processes is alive, they are from before this start."""
    folder = Path(os.environ[FOLDER])
    folder.mkdir(parents=True, exist_ok=True)
    files = list(folder.glob("*.db"))
    if not any(is_alive(path.stem.rpartition("_")[2]) for path in files):
        for path in files:
            with contextlib.suppress(FileNotFoundError):  # another process of this start was first
                path.unlink()


if settings.PORTAL_METRICS_PORT:
    prepare_folder()

from prometheus_client import Counter  # noqa: E402

requests = Counter("portal_requests", "Requests that were answered, by the first digit of the status.", ["status"])


def count_response(status):
    """Count the response to a request."""
    if settings.PORTAL_METRICS_PORT:
        requests.labels(f"{status // 100}xx").inc()


def count_responses(application):
    """Return a WSGI application that counts the responses of another one."""

    def counting(environ, start_response):
        def start(status, headers, *exc_info):
            count_response(int(status[:3]))
            return start_response(status, headers, *exc_info)

        return application(environ, start)

    return counting if settings.PORTAL_METRICS_PORT else application
