"""The WSGI application at its start."""

import pytest

from tests.support.processes import start_process

FORK = """
import os, portal.wsgi
child = os.fork()
if not child:
    os._exit(0)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.slow
@pytest.mark.django_db
def test_server_that_forks_later_is_refused_in_one_line():
    """As gunicorn --preload does."""
    process = start_process("-W", "ignore", "-c", FORK)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 3  # with which gunicorn ends
    [line] = [line for line in errors.splitlines() if "forked" in line]
    assert "--preload" in line
