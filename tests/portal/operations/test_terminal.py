"""The portal ends with its terminal."""

import os
import pty
import shutil
import signal
import subprocess
import sys

import pytest
from django.conf import settings

PROGRAM = """
import signal, sys, time
from portal.operations.terminal import end_with_terminal
signal.signal(signal.SIGHUP, {handler})
end_with_terminal()
sys.stdout.write("ready\\n"); sys.stdout.flush()
time.sleep({seconds})
open("finished", "w").close()
"""


@pytest.fixture
def start(tmp_path):
    """Return a function that starts a program under make, the leader of a terminal: (process, terminal)."""
    if not shutil.which("setsid") or not shutil.which("make"):
        pytest.skip("there is no setsid or make on this machine")
    processes = []

    def start_under_make(program):
        (tmp_path / "program.py").write_text(program)
        (tmp_path / "Makefile").write_text(f"run:\n\t@exec {sys.executable} {tmp_path}/program.py\n")
        terminal, end = pty.openpty()
        processes.append(
            subprocess.Popen(
                ["setsid", "--ctty", "make", "--no-print-directory", "-f", str(tmp_path / "Makefile")],
                stdin=end, stdout=end, stderr=end, cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(settings.BASE_DIR)},
            )
        )  # fmt: skip
        os.close(end)
        assert b"ready" in os.read(terminal, 100)
        return processes[-1], terminal

    yield start_under_make
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)


@pytest.mark.slow
def test_program_under_make_ends_with_its_terminal(start, tmp_path):
    process, terminal = start(PROGRAM.format(handler="lambda *_: sys.exit(7)", seconds=60))
    os.close(terminal)
    process.wait(30)
    assert not (tmp_path / "finished").exists()


@pytest.mark.slow
def test_program_under_nohup_goes_on_without_terminal(start, tmp_path):
    process, terminal = start(PROGRAM.format(handler="signal.SIG_IGN", seconds=4))
    os.close(terminal)
    process.wait(30)
    assert (tmp_path / "finished").exists()
