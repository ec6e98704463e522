"""Servers on free loopback ports: the portal as `make run` serves it, or by WSGI, and nginx with its responses."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from portal.management.commands.run import MAX_WORKERS
from tests.benchmarks.pages.load import connect, read
from tests.support.processes import get_environment
from tests.support.servers import SYSTEM_PATH, answers, get_free_port, is_open, run_program, wait_until
from tests.support.template_database import connect_to

WORKERS = min(os.cpu_count() or 1, MAX_WORKERS)
# As behind a proxy, see docs/operations.md.
WSGI = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--workers", str(WORKERS), "--blocking-threads",
        "4", "--no-ws", "--log-level", "error", "portal.wsgi:application"]  # fmt: skip
SERVE = "import django; django.setup(); from portal.management.commands.run import serve; serve({port})"
NGINX = """
daemon off; pid {folder}/pid; worker_processes {workers}; {user}
events {{ worker_connections 1024; }}
http {{
  {temporary}
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100;
  server {{ listen 127.0.0.1:{port}; {locations} }}
}}
"""
# nginx sends these itself.
OWN_HEADERS = {"server", "date", "content-type", "content-length", "etag", "last-modified", "connection"}


class Server(NamedTuple):
    """A running portal: its port and its main process."""

    port: int
    process: subprocess.Popen


def get_server_environment(database, **environment):
    """Return the environment of a production installation on a database, with a data folder of its own."""
    connect_to(database)
    data = settings.PORTAL_DATA / "archive"
    return {**get_environment(), "PORTAL_DATA": str(data), "PORTAL_BEHIND_PROXY": "1", **environment}


def prepare_data(database):
    """Collect the static files, and store the daily dump of the open data, so that no server begins to write one."""
    environment = get_server_environment(database)
    shutil.rmtree(Path(environment["PORTAL_DATA"]) / "files", ignore_errors=True)
    for command in ("prepare", "export_register"):
        subprocess.run(
            [sys.executable, "manage.py", command], check=True, capture_output=True, env=environment,
            cwd=settings.BASE_DIR, timeout=120,
        )  # fmt: skip


@contextmanager
def run_portal(database, *, by_wsgi=False, until_ready=True, **environment):
    """Run the portal on a database. Yield the Server once it is ready, or as soon as its port is open."""
    port = get_free_port()
    command = [*WSGI, "--port", str(port)] if by_wsgi else ["-c", SERVE.format(port=port)]
    process = run_program(
        [sys.executable, *command],
        lambda: answers(port, "/readyz") if until_ready else is_open(port),
        env=get_server_environment(database, **environment),
        cwd=settings.BASE_DIR,
    )
    with process as running:
        yield Server(port, running)


def connect_to_workers(port, paths):
    """Return a connection to each worker of a portal. `paths` yields pages that nobody has read.

    A worker has a page in memory once it has rendered it: one that does not is another worker.
    """
    connections = {}

    def find_workers():
        connection = connect(port)
        if any(is_kept(connection, path) for path in connections):
            connection.close()
        else:
            path = next(paths)
            read(connection, path)
            connections[path] = connection
        return len(connections) == WORKERS

    if not wait_until(find_workers):
        raise RuntimeError(f"{len(connections)} of {WORKERS} workers answer.")
    return list(connections.values())


def is_kept(connection, path):
    return read(connection, path)[0].headers["Cache-Status"] == "portal; hit"


def read_memory(process_id):
    """Return (PSS, RSS) of a process in megabytes."""
    lines = Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith("kB")}
    return sizes["Pss"], sizes["Rss"]


def has_nginx():
    return bool(shutil.which("nginx", path=SYSTEM_PATH))


def quote(value):
    """Return a value as nginx reads it."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def build_location(path, response, file):
    """Return the configuration that answers a path with the headers of a response and the bytes of a file."""
    headers = [
        f"add_header {name} {quote(value)};" for name, value in response.getheaders() if name.lower() not in OWN_HEADERS
    ]
    kind = f"types {{}} default_type {quote(response.headers.get('Content-Type', 'text/html'))};"
    return f"location = {path} {{ alias {file}; {kind} {' '.join(headers)} }}"


@contextmanager
def run_nginx(folder, responses):
    """Run nginx with the responses to some paths, {path: (response, body)}, and yield its port."""
    port, locations = get_free_port(), []
    for number, (path, (response, body)) in enumerate(responses.items()):
        file = folder / f"page-{number}"
        file.write_bytes(body)
        locations.append(build_location(path, response, file))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    configuration = folder / "nginx.conf"
    configuration.write_text(
        NGINX.format(
            folder=folder, workers=WORKERS, user="user root;" if os.geteuid() == 0 else "", port=port,
            temporary=" ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds), locations=" ".join(locations),
        )
    )  # fmt: skip
    program = shutil.which("nginx", path=SYSTEM_PATH)
    command = [program, "-e", str(folder / "errors.log"), "-c", str(configuration)]
    with run_program(command, lambda: is_open(port)):
        yield port
