#!/usr/bin/env python
"""Runs a command of Django; in the embedded mode with PostgreSQL around it."""

import gc
import logging
import os
import signal
import sys
from functools import partial

from portal.database_roles import act_as_owner
from portal.embedded_postgres.cluster import StartupError
from portal.embedded_postgres.server import get_data_folder, is_embedded_mode, run_server
from portal.embedded_postgres.supervisor import supervise_server
from portal.operations.terminal import end_with_terminal


def main():
    gc.set_threshold(50_000, 20)  # most of what a command makes lives as long as the command
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    act_as_owner()
    serving = sys.argv[1:2] == ["run"]
    heed(signal.SIGTERM, signal.SIGHUP, *([signal.SIGINT] if serving else []))
    if serving:
        os.umask(0o027)  # what the portal writes is for its user and group only
        end_with_terminal()
    if not is_embedded_mode():
        return execute()
    if not serving:
        with run_server(get_data_folder()):
            return execute()
    with run_server(get_data_folder(), partial(print, flush=True)), supervise_server(get_data_folder()):
        execute()


def execute():
    # Django's settings read the address of the server, so nothing of Django is imported before it runs.
    from django.core.management import execute_from_command_line
    from django.db import InterfaceError, OperationalError

    from portal.checks import describe_database_error

    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # the message below takes the place of ten warnings
    try:
        execute_from_command_line(sys.argv)
    except (InterfaceError, OperationalError) as error:
        sys.exit(describe_database_error(error))
    except OSError as error:
        sys.exit(f"A file cannot be read or written: {error}")


def heed(*numbers):
    """Ends the command at a signal, unless nohup had it ignored; the database is stopped on the way out."""
    for number in numbers:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, end)


def end(number, frame):
    """Raise at each signal: Python drops an exception that is raised in a finalizer, as often happens in migrations."""
    signal.signal(signal.SIGALRM, lambda *_: end(number, frame))
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    sys.unraisablehook = lambda dropped: None
    sys.exit(128 + number)


if __name__ == "__main__":
    try:
        main()
    except StartupError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
elif __name__ == "__mp_main__":
    # The process that serves: `run` stops it, and the Ctrl-C that reaches them both is left to `run`.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
