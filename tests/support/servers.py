"""Servers on loopback ports, for tests: the portal on the test database, Varnish, nginx, and stubs of both ends."""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings

from tests.support.processes import HOST, get_environment

START_TIMEOUT = 60
# The interval is that of the operations page: a reload ends the old worker after it, even if the new one is not ready.
GRANIAN = (
    "-m", "granian", "--host", "127.0.0.1", "--http", "1", "--workers", "1", "--no-ws", "--log-level", "error",
    "--respawn-interval", "10",
)  # fmt: skip
# The options for each interface: RSGI is that of `make run`, WSGI is for a server behind a proxy that buffers.
INTERFACES = {
    "rsgi": ("--interface", "rsgi", "portal.rsgi:application"),
    "wsgi": ("--interface", "wsgi", "--blocking-threads", "4", "portal.wsgi:application"),
}
# How a page fails: statuses and headers of StubPortal.
FAILURES = {
    "error": (500, {}),
    "stale": (200, {"Cache-Control": "no-cache", "Cache-Status": "portal; hit; detail=stale"}),
}
SYSTEM_PATH = f"{os.environ['PATH']}:/usr/sbin"


def require_program(name, packages, variable):
    """Return the path of a program. Without it, skip the test, or fail if an environment variable is set."""
    path = shutil.which(name, path=SYSTEM_PATH)
    if not path and os.environ.get(variable):
        pytest.fail(f"There is no {name}, and {variable} is set.")
    if not path:
        pytest.skip(f"there is no {name} on this machine (apt-get install {packages})")
    return path


def get_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(port, path, method="GET", body=None, **headers):
    """Return the response to a request as the web server that ends HTTPS sends it, and its body.

    Underscores in the names of headers become hyphens, and None leaves a header out.
    """
    headers = {"Host": HOST, "X_Forwarded_Proto": "https", **headers}
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        names = {name: name.replace("_", "-") for name in headers}
        sent = {names[name]: value for name, value in headers.items() if value is not None}
        connection.request(method, path, body=body, headers=sent)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def run_in_loop(coroutine):
    """Run a coroutine in a thread: the browser of other tests leaves an event loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def wait_until(condition, timeout=START_TIMEOUT):
    """Wait until a condition is true, and return whether it became so in time."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(port, path):
    try:
        return fetch(port, path)[0].status == 200
    except (OSError, HTTPException):
        return False


@contextmanager
def run_program(command, is_ready, **options):
    """Run a program that is terminated at the end; its output is in the failure if it doesn't become ready."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    try:
        if not wait_until(lambda: process.poll() is not None or is_ready()) or process.poll() is not None:
            process.terminate()
            raise AssertionError(process.communicate(timeout=30)[0])
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=30)


def run_portal(port, interface="rsgi", **environment):
    """Run the portal on the test database as a production installation behind a proxy."""
    return run_program(
        [sys.executable, *GRANIAN, "--port", str(port), *INTERFACES[interface]],
        lambda: answers(port, "/readyz"),
        env={**get_environment(), "PORTAL_BEHIND_PROXY": "1", **environment},
        cwd=settings.BASE_DIR,
    )


def run_varnish(folder, port, backend_port):
    """Run Varnish with the configuration of docs/varnish.vcl, in front of another port."""
    program = require_program("varnishd", "varnish varnish-modules", "PORTAL_REQUIRE_VARNISH")
    vcl = (settings.BASE_DIR / "docs" / "varnish.vcl").read_text()
    configuration = folder / "portal.vcl"
    configuration.write_text(vcl.replace('.port = "8000"', f'.port = "{backend_port}"'))
    command = [program, "-F", "-j", "none", "-n", str(folder / "varnish"), "-a", f"127.0.0.1:{port}", "-T", "none",
               "-f", str(configuration), "-s", "malloc,16m", "-p", "http_gzip_support=off"]  # fmt: skip
    return run_program(command, lambda: is_open(port))


def run_nginx(folder, port, backend_port):
    """Run nginx with the configuration of docs/nginx.conf, without HTTPS, in front of another port."""
    program = require_program("nginx", "nginx-light", "PORTAL_REQUIRE_NGINX")
    configuration = (settings.BASE_DIR / "docs" / "nginx.conf").read_text()
    configuration = re.sub(r"ssl_certificate\S* .*;", "", configuration)
    for ours, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port}", "server_name portal.example": f"server_name {HOST}",
        "127.0.0.1:8000": f"127.0.0.1:{backend_port}", "/var/cache/nginx/portal": str(folder / "pages"),
        "/var/log/nginx/": f"{folder}/",
    }.items():  # fmt: skip
        assert ours in configuration
        configuration = configuration.replace(ours, here)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(f"daemon off; pid {folder}/pid; {user} events {{}} http {{ {folders}\n{configuration} }}")
    return run_program([program, "-e", str(folder / "errors.log"), "-c", str(main)], lambda: is_open(port))


class RecordingServer:
    """A server that records requests, [(method, path, headers)], and answers with `status` once `may_answer` is set."""

    def __init__(self):
        self.requests = []
        self.status = 200
        self.may_answer = threading.Event()
        self.may_answer.set()
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self):
                recorder.requests.append((self.command, self.path, dict(self.headers)))
                recorder.may_answer.wait(START_TIMEOUT)
                self.send_response(recorder.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_PURGE = handle_any

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *exc_info):
        self.may_answer.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def purged(self):
        """Return the sets of tags of all requests so far."""
        return [set(headers["xkey-purge"].split()) for _, _, headers in self.requests]


class StubPortal:
    """A server in the place of the portal. It counts requests, and `failure` makes pages fail as the portal does."""

    def __init__(self, cache_control):
        self.count = 0
        self.failure = None
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                status, headers = 200, {"Cache-Control": cache_control, "xkey": "osh-portal"}
                if self.path != "/readyz":
                    stub.count += 1
                    status, headers = FAILURES.get(stub.failure, (status, headers))
                body = f"{stub.failure or 'page'} {stub.count}".encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": len(body)}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *exc_info):
        self.server.shutdown()
        self.server.server_close()
