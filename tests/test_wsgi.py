"""The WSGI application at its start."""

import signal
import time
from pathlib import Path

import pytest

from tests.support.processes import start_process
from tests.support.servers import fetch, get_free_port, run_portal

FORK = """
import os, portal.wsgi
child = os.fork()
if not child:
    os._exit(0)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.slow
def test_reload_refuses_no_request(committed_database):
    """As `systemctl reload` does: the main process gets SIGHUP."""
    port = get_free_port()
    with run_portal(port) as process:
        before = get_workers(process)
        process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 90
        while before & get_workers(process) and time.monotonic() < deadline:
            assert fetch(port, "/healthz")[0].status == 200
            time.sleep(0.02)
        assert not before & get_workers(process)
        assert fetch(port, "/en/")[0].status == 200


def get_workers(process):
    """Return the process IDs of the workers of a server."""
    tasks = Path(f"/proc/{process.pid}/task").iterdir()
    return {child for task in tasks for child in (task / "children").read_text().split()}


@pytest.mark.slow
@pytest.mark.django_db
def test_server_that_forks_later_is_refused_in_one_line():
    """As gunicorn --preload does."""
    process = start_process("-W", "ignore", "-c", FORK)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 3  # with which gunicorn ends
    [line] = [line for line in errors.splitlines() if "forked" in line]
    assert "--preload" in line
