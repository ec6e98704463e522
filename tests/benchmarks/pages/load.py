"""Load generators: wrk, or a client in Python that is slower than what it measures; and single requests, timed."""

import json
import shutil
import subprocess
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from tests.support.processes import HOST

SCRIPT = Path(__file__).with_name("report.lua")
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https"}
TIMEOUT = 30  # seconds
MARK = "RESULT "


class Load(NamedTuple):
    """The result of a round: requests in a second, percentiles of the response time in milliseconds, and errors."""

    per_second: float
    p50: float
    p95: float
    p99: float
    errors: int


class Target(NamedTuple):
    """What a round asks for: a page of the server at a port, with further headers, over some connections."""

    port: int
    path: str
    headers: dict
    connections: int


def has_wrk():
    return bool(shutil.which("wrk"))


def parse_wrk(output):
    """Return the Load in the output of wrk with our script."""
    line = next(line for line in output.splitlines() if line.startswith(MARK))
    result = json.loads(line.removeprefix(MARK))
    latencies = (result[name] / 1000 for name in ("p50", "p95", "p99"))
    return Load(result["requests"] / result["microseconds"] * 1e6, *latencies, result["errors"])


def run_wrk(target, seconds):
    command = ["wrk", "-t1", f"-c{target.connections}", f"-d{seconds}s", "-s", str(SCRIPT)]
    for name, value in (HEADERS | target.headers).items():
        command += ["-H", f"{name}: {value}"]
    command.append(f"http://127.0.0.1:{target.port}{target.path}")
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + TIMEOUT)
    return parse_wrk(done.stdout)


def connect(port):
    """Return a connection that stays open."""
    return HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)


def read(connection, path, **headers):
    """Return the response to a GET request and its body. Underscores in the names of headers become hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=HEADERS | named)
    response = connection.getresponse()
    return response, response.read()


def measure_latency(connection, path, **headers):
    """Return how long a response takes, in milliseconds. Raise ValueError if it is none of a page."""
    begun = time.perf_counter()
    response, _body = read(connection, path, **headers)
    elapsed = (time.perf_counter() - begun) * 1000
    if response.status != 200:
        raise ValueError(f"{path}: {response.status}")
    return elapsed


def get_percentile(samples, percent):
    return quantiles(samples, n=100, method="inclusive")[percent - 1]


def run_client(target, seconds):
    """Send requests from a thread for each connection. The client itself bounds the result."""
    latencies, errors, deadline = [], [], time.perf_counter() + seconds

    def request_until_end():
        connection = connect(target.port)
        while time.perf_counter() < deadline:
            begun = time.perf_counter()
            connection.request("GET", target.path, headers=HEADERS | target.headers)
            response = connection.getresponse()
            response.read()
            latencies.append((time.perf_counter() - begun) * 1000)
            if response.status >= 400:
                errors.append(response.status)
        connection.close()

    threads = [threading.Thread(target=request_until_end) for _ in range(target.connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(
        len(latencies) / seconds, *(get_percentile(latencies, percent) for percent in (50, 95, 99)), len(errors)
    )


def run_load(target, seconds):
    """Return the Load of a round."""
    return run_wrk(target, seconds) if has_wrk() else run_client(target, seconds)
