"""Pytest plugin that starts the database server before pytest loads Django's settings (`-p` in pyproject.toml).

Tests use the server in DATABASE_URL and PORTAL_OWNER_DATABASE_URL, or else a cluster of their own, which all workers
share.
"""

import atexit
import fcntl
import os
import signal
from contextlib import ExitStack

import pytest

from portal.database_roles import act_as_owner
from portal.embedded_postgres.cluster import StartupError
from portal.embedded_postgres.server import get_data_folder, run_server

resources = ExitStack()
# Tests create and migrate databases. Servers that they start serve as the other role.
act_as_owner()


def start():
    data = get_data_folder() / "test"
    data.mkdir(parents=True, exist_ok=True)
    os.environ["PORTAL_DATA"] = str(data)
    os.environ["PORTAL_TEST_RUN"] = lock_run_number(data)
    if os.environ.get("DATABASE_URL"):
        os.environ.setdefault("PORTAL_SECRET_KEY", "a key of the tests, long enough and of no use elsewhere")
        os.environ.setdefault("PORTAL_HOSTS", "testserver,localhost")
    else:
        resources.enter_context(run_server(data, durable=False))


def lock_run_number(data):
    """Return and lock the lowest number that no other run in this checkout uses; it is part of the database name."""
    number = 1
    while True:
        turn = resources.enter_context((data / f"run-{number}.turn").open("a"))
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            number += 1
        else:
            return str(number)


if "PYTEST_XDIST_WORKER" not in os.environ:
    atexit.register(resources.close)
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated", 143))
    try:
        start()
    except StartupError as error:
        pytest.exit(str(error), 1)
