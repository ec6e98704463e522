"""Other processes on the test database, for tests of locks and race conditions.

Run as a program, this module reads requests from standard input, waits for "go" and sends them concurrently.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, connections
from django.test import Client

HOST = "portal.invalid"


def get_environment():
    """Return the environment of a process that shares the database and secret key of this test."""
    return {
        **os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings", "PORTAL_HOSTS": HOST,
        "DATABASE_URL": build_database_url(settings.PORTAL_SERVER_DATABASE),
        "PORTAL_OWNER_DATABASE_URL": build_database_url(connection.settings_dict),
        "PORTAL_SECRET_KEY": settings.SECRET_KEY,
    }  # fmt: skip


def build_database_url(account, name=None):
    """Return the URL of the test database, or of another one of its server, for the account in some settings."""
    options = connection.settings_dict
    name = name or options["NAME"]
    address = f"{name}?host={options['HOST']}&port={options['PORT']}"
    return f"postgresql://{account['USER']}:{account['PASSWORD']}@/{address}"


def start_process(*arguments):
    """Start a Python process with pipes for standard input, output and error."""
    command = [sys.executable, *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, env=get_environment(), cwd=settings.BASE_DIR, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )


def request_concurrently(requests, processes):
    """Send requests, [(method, path, cookies, fields)], from several processes at once and return their statuses."""
    children = [start_process("-m", "tests.support.processes") for _ in range(processes)]
    for number, child in enumerate(children):
        child.stdin.write(json.dumps(requests[number::processes], default=str) + "\n")
        child.stdin.flush()
    for child in children:
        assert child.stdout.readline() == "ready\n", child.communicate(timeout=60)
    answers = []
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        out, errors = child.communicate(timeout=120)
        assert child.returncode == 0, errors
        answers += json.loads(out)
    return answers


def send_request(request):
    method, path, cookies, fields = request
    client = Client(headers={"host": HOST})
    client.cookies.load(cookies)
    try:
        return getattr(client, method)(path, fields, secure=True).status_code
    finally:
        connections.close_all()


def main():
    requests = json.loads(sys.stdin.readline())
    with ThreadPoolExecutor(len(requests)) as threads:
        print("ready", flush=True)  # noqa: T201 - read by request_concurrently
        assert sys.stdin.readline() == "go\n"
        print(json.dumps(list(threads.map(send_request, requests))))  # noqa: T201


if __name__ == "__main__":
    django.setup()
    main()


PRODUCTION_ENVIRONMENT = {
    "DATABASE_URL": "postgresql://portal@db.invalid/portal",
    "PORTAL_SECRET_KEY": "a key of the tests, long enough and of no use elsewhere",
    "PORTAL_HOSTS": "portal.example",
}


def run_python(tmp_path, *command, **environment):
    """Run Python in the checkout with only this environment; return its exit status and standard error."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "PORTAL_DATA": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr.strip()


def get_worker_ids(process):
    """Return the process IDs of the workers of a portal."""
    tasks = Path(f"/proc/{process.pid}/task").iterdir()
    children = [child for task in tasks for child in (task / "children").read_text().split()]
    return [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
