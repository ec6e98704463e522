"""The database under the tests, started before pytest reads Django's settings (`-p` in pyproject.toml).

With DATABASE_URL the tests use that server; without it they have a cluster of their own, shared by all workers.
"""

import atexit
import fcntl
import os
import signal
from contextlib import ExitStack

import pytest

from portal.embedded_postgres import server as embedded_postgres

held = ExitStack()


def start():
    data = embedded_postgres.data_folder() / "test"
    data.mkdir(parents=True, exist_ok=True)
    os.environ["PORTAL_DATA"] = str(data)
    os.environ["PORTAL_TEST_RUN"] = run_number(data)
    if os.environ.get("DATABASE_URL"):
        os.environ.setdefault("PORTAL_SECRET_KEY", "the tests' own key, of no use elsewhere")
        os.environ.setdefault("PORTAL_HOSTS", "testserver,localhost")
    else:
        held.enter_context(embedded_postgres.server(data, durable=False))


def run_number(data):
    """The lowest number that no other run in this checkout has; it names the run's database, for a later run again."""
    number = 1
    while True:
        turn = held.enter_context((data / f"run-{number}.turn").open("a"))
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            number += 1
        else:
            return str(number)


if "PYTEST_XDIST_WORKER" not in os.environ:
    atexit.register(held.close)
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated", 143))
    try:
        start()
    except embedded_postgres.CannotStart as error:
        pytest.exit(str(error), 1)
