"""Update the database, catalogues, static files and content, and serve the portal on this machine (`make run`)."""

import errno
import multiprocessing
import os
import resource
import signal
import socket
import sys
from contextlib import contextmanager
from ipaddress import ip_address

import psycopg
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from portal.accounts.demo import prepare_demo
from portal.checks import get_database_errors, get_migration_errors, get_start_errors
from portal.database_roles import grant_privileges
from portal.management.progress import MigrationProgress

ADDRESS = "127.0.0.1"
# One for each processor serves best; each has up to 8 connections to the database.
MAX_WORKERS = 8
# Connections of a worker, most of which wait for their next request; each needs a file descriptor.
MAX_CONNECTIONS = 1024
# Within this time a request must have come up to its body, in milliseconds. Idle connections are closed after it, too.
HEADER_TIMEOUT = 10_000
# For how long requests may end when the portal is stopped, in seconds. Nobody waits so long for Ctrl-C to take effect.
STOP_TIMEOUT, EMBEDDED_STOP_TIMEOUT = 25, 5
ADVISORY_LOCK_ID = 0x05A1  # an arbitrary number that no other advisory lock of the portal uses


class Command(BaseCommand):
    help = "Updates the portal and serves it on this machine."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--address", default=ADDRESS, help="0.0.0.0 for every network of this machine, :: also IPv6"
        )

    def handle(self, port, address, **options):
        check_port(port, address)
        with lock_database(self.write_line):
            migrate(self.write_line)
            call_command("prepare", stdout=self.stdout)
            call_command("rebuild_search", if_empty=True, stdout=self.stdout)  # first: loading indexes what it writes
            self.load_content()
            if settings.PORTAL_EMBEDDED:
                prepare_demo(settings.PORTAL_DEMO_PASSWORD, self.write_line)
        home = get_home(port, address)
        self.write_line(f"The portal is at {home}/ and its admin at {home}{reverse('admin:index')}. Ctrl-C stops it.")
        if not settings.PORTAL_EMBEDDED:
            hosts = ", ".join(settings.ALLOWED_HOSTS)
            self.write_line(f"It accepts requests for {hosts} only, and expects a proxy that ends HTTPS.")
        elif not ip_address(address).is_loopback:
            self.write_line(
                f"Others can reach it at {address}: without HTTPS, with demo editors, for trying it out only."
            )
        serve(port, address)

    def load_content(self):
        """Load the content files. A fault in one is reported and does not keep the portal from being served."""
        try:
            call_command("load_content", stdout=self.stdout)
        except CommandError as error:
            self.write_line(f"Content: {error}")

    def write_line(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def get_home(port, address):
    """Return the URL of the portal, for a browser on this machine."""
    host = ip_address(address)
    if host.is_unspecified:
        host = ip_address("::1" if host.version == 6 else ADDRESS)
    return f"http://[{host}]:{port}" if host.version == 6 else f"http://{host}:{port}"


def check_port(port, address=ADDRESS):
    """Exit with a message if the port or address cannot be used, before anything is migrated or loaded."""
    try:
        family = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET
    except ValueError:
        sys.exit(f"{address} is not an IP address: choose one as in `make run ADDRESS=0.0.0.0`.")
    with socket.socket(family) as test_socket:
        test_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            if not 0 < port < 65536:
                raise OSError(errno.EINVAL, "there is no such port")
            test_socket.bind((address, port))
        except OSError as error:
            reason = error.strerror.lower()
            if error.errno == errno.EADDRNOTAVAIL:
                sys.exit(
                    f"This machine has no address {address} ({reason}): `make run ADDRESS=0.0.0.0` uses all it has."
                )
            sys.exit(f"Port {port} cannot be used ({reason}): choose another one with `make run PORT=8123`.")


@contextmanager
def lock_database(write_line):
    """Check the database, and hold an advisory lock so that concurrent starts migrate one after the other.

    The lock has its own connection, because the pool would retry a failing connection for half a minute.
    """
    options = connection.get_connection_params()
    options.pop("pool", None)
    try:
        with psycopg.connect(**{"connect_timeout": 10, **options}, autocommit=True) as lock_connection:
            for fault in (*get_database_errors(lock_connection), *get_start_errors()):
                sys.exit(fault)
            lock_connection.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK_ID])
            if not settings.PORTAL_EMBEDDED:
                write_line(f"Database: connected to PostgreSQL {lock_connection.info.server_version // 10000}.")
            yield
    except psycopg.OperationalError as error:
        sys.exit(f"The database cannot be reached: {' '.join(str(error).split())}")


def migrate(write_line):
    for fault in get_migration_errors(connection):
        sys.exit(fault)
    executor = MigrationExecutor(connection)
    count = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if count:
        write_line(f"Migrations: {count} to apply.")
        call_command("migrate", interactive=False, no_color=True, stdout=MigrationProgress(write_line, count))
    with connection.cursor() as cursor:  # also without migrations: the role may be a new one
        grant_privileges(cursor, settings.PORTAL_SERVER_DATABASE["USER"])
    write_line(f"Migrations: {count} applied." if count else "Migrations: up to date.")


def raise_file_limit():
    """Allow this process and its workers as many open files as the system lets them have, up to what they need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 4 * MAX_CONNECTIONS
    if hard != resource.RLIM_INFINITY:
        needed = min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def serve(port, address=ADDRESS):
    """Serve until Ctrl-C, SIGTERM or SIGHUP."""
    for database_connection in connections.all():
        database_connection.close()
        database_connection.close_pool()
    raise_file_limit()
    os.environ["PORTAL_PORT"] = str(port)  # for the links in mail
    os.environ.pop("PORTAL_OWNER_DATABASE_URL", None)  # workers never know the owner's password
    multiprocessing.set_start_method("spawn", force=True)  # a fork would inherit the locks of this process
    server = Granian(
        "portal.rsgi:application",
        address=address,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT),
        workers=min(os.cpu_count() or 1, MAX_WORKERS),
        backpressure=MAX_CONNECTIONS,
        respawn_failed_workers=True,
        respawn_interval=1,  # seconds
        websockets=False,
        workers_kill_timeout=EMBEDDED_STOP_TIMEOUT if settings.PORTAL_EMBEDDED else STOP_TIMEOUT,
        log_level=LogLevels.error,
    )
    sighup_handler = signal.getsignal(signal.SIGHUP)

    @server.on_startup
    def stop_on_sighup():
        # Granian would restart its workers. Under nohup, SIGHUP stays ignored.
        is_ignored = sighup_handler == signal.SIG_IGN
        signal.signal(signal.SIGHUP, signal.SIG_IGN if is_ignored else server.signal_handler_interrupt)

    server.serve()
