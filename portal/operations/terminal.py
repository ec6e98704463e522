"""End a program together with its terminal.

When a terminal closes, the kernel sends SIGHUP to the leader of its session alone. A leader such as make waits for its
children and does not tell them, so that the portal would go on without a terminal.
"""

import os
import select
import signal
import threading

INTERVAL = 1000  # milliseconds


def end_with_terminal():
    """Send this process SIGHUP once its terminal is closed, unless it has none or ignores SIGHUP (nohup)."""
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        return
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return
    threading.Thread(target=wait_for_hangup, args=[terminal], name="terminal", daemon=True).start()


def wait_for_hangup(terminal):
    # The kernel does not wake up a poll that waits for a hang-up alone, but each new poll reports it.
    poll = select.poll()
    poll.register(terminal, 0)
    while not poll.poll(INTERVAL):
        pass
    os.kill(os.getpid(), signal.SIGHUP)
