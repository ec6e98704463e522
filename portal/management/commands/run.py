"""`make run`: brings database, catalogues, static files and content up to date, a line a step, and serves."""

import errno
import multiprocessing
import os
import signal
import socket
import sys
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal.accounts.demo import prepare_demo
from portal.checks import faults, migration_faults

ADDRESS = "127.0.0.1"
ONE_AT_A_TIME = 0x05A1  # an advisory lock of our own: two starts at once migrate one after the other


class Command(BaseCommand):
    help = "Brings the portal up to date and serves it on this machine."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, port, **options):
        refuse_taken(port)
        with database(self.say):
            migrate(self.say)
            call_command("prepare", stdout=self.stdout)
            call_command("load_content", stdout=self.stdout)
            if settings.PORTAL_EMBEDDED:
                prepare_demo(settings.PORTAL_DEMO_PASSWORD, self.say)
        home = f"http://{ADDRESS}:{port}"
        self.say(f"The portal is at {home}/ and its admin at {home}{reverse('admin:index')}. Ctrl-C stops it.")
        if not settings.PORTAL_EMBEDDED:
            self.say(f"It answers to {', '.join(settings.ALLOWED_HOSTS)} alone, behind a server that speaks HTTPS.")
        serve(port)

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def refuse_taken(port):
    """Ends the start in one line where someone listens already, before anything is migrated or loaded."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            if not 0 < port < 65536:
                raise OSError(errno.EINVAL, "there is no such port")
            attempt.bind((ADDRESS, port))
        except OSError as error:
            why = error.strerror.lower()
            sys.exit(f"Port {port} cannot be used ({why}): choose another one with `make run PORT=8123`.")


@contextmanager
def database(say):
    """Holds this start's turn, on a connection of its own: the pool would try for half a minute."""
    options = connection.get_connection_params()
    options.pop("pool", None)
    try:
        with psycopg.connect(**{"connect_timeout": 10, **options}, autocommit=True) as held:
            for fault in faults(held):
                sys.exit(fault)
            held.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
            if not settings.PORTAL_EMBEDDED:
                say(f"Database: PostgreSQL {held.info.server_version // 10000} answers.")
            yield
    except psycopg.OperationalError as error:
        sys.exit(f"The database cannot be reached: {' '.join(str(error).split())}")


def migrate(say):
    for fault in migration_faults(connection):
        sys.exit(fault)
    executor = MigrationExecutor(connection)
    count = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if count:
        call_command("migrate", interactive=False, verbosity=0)
    say(f"Migrations: {count} applied." if count else "Migrations: up to date.")


def serve(port):
    """Serves until Ctrl-C, SIGTERM or the end of the terminal."""
    for each in connections.all():
        each.close()
        each.close_pool()
    os.environ["PORTAL_PORT"] = str(port)  # for the links in mail
    multiprocessing.set_start_method("spawn", force=True)  # a fork would share the locks and threads of this process
    server = Granian(
        "portal.wsgi:application",
        address=ADDRESS,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        websockets=False,
        workers_kill_timeout=5,
        log_level=LogLevels.error,
    )
    end_of_terminal = signal.getsignal(signal.SIGHUP)

    @server.on_startup
    def leave_with_the_terminal():
        # Granian would start its workers anew; nohup is heeded.
        heeded = end_of_terminal == signal.SIG_IGN
        signal.signal(signal.SIGHUP, signal.SIG_IGN if heeded else server.signal_handler_interrupt)

    server.serve()
