"""Start the embedded PostgreSQL again if it ends while the portal is serving."""

import sys
import threading
from contextlib import contextmanager
from pathlib import Path

from portal.embedded_postgres.cluster import StartupError, get_or_create_cluster
from portal.embedded_postgres.server import (
    block_signals,
    convert_errors,
    get_secret_key,
    hold_startup_lock,
    is_server_running,
    start,
)

INTERVAL = 1  # seconds


@contextmanager
def supervise_server(data, *, durable=True):
    """Watch the server inside this context, and start it again at the same address if it has ended."""
    stopped = threading.Event()
    watcher = threading.Thread(target=watch, args=[Path(data).resolve(), stopped, durable], daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stopped.set()
        watcher.join()


def watch(data, stopped, durable):
    """Restart the server until `stopped` is set. A failed attempt is repeated."""
    while not stopped.wait(INTERVAL):
        if is_server_running(data):
            continue
        try:
            restart(data, stopped, durable=durable)
        except StartupError as error:
            report(f"{error}\n")


def restart(data, stopped, *, durable):
    """Start the server, unless another process has done so or the portal is stopping."""
    with convert_errors(), hold_startup_lock(data), block_signals():
        if stopped.is_set() or is_server_running(data):
            return
        report("The embedded PostgreSQL has ended. It is started again.\n")
        cluster = get_or_create_cluster(data, lambda line: None)
        start(cluster, get_secret_key(data), lambda line: None, durable=durable)


def report(line):
    """Write a line for the person who started the portal, whose terminal may be gone."""
    try:
        sys.stderr.write(line)
        sys.stderr.flush()
    except OSError:
        pass
