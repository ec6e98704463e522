"""Other processes on this test's database, for what only they can show: locks, and moments that all of them meet.

Run as a program it is one of them: it reads requests, waits until it is told to go, and asks all of them at once.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import django
from django.conf import settings
from django.db import connection, connections
from django.test import Client

HOST = "portal.invalid"


def environment():
    """What makes another process an installation on the database of this test, with its sessions and signatures."""
    kept = connection.settings_dict
    database = f"postgresql://{kept['USER']}:{kept['PASSWORD']}@/{kept['NAME']}?host={kept['HOST']}&port={kept['PORT']}"
    return {
        **os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings", "DATABASE_URL": database, "PORTAL_HOSTS": HOST,
        "PORTAL_SECRET_KEY": settings.SECRET_KEY,
    }  # fmt: skip


def started(*arguments):
    """Another process, to which this one can write and from which it can read lines."""
    command = [sys.executable, *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, env=environment(), cwd=settings.BASE_DIR, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )


def asked_at_once(requests, processes):
    """The statuses of requests, [(method, path, cookies, fields)], that as many processes ask all at one moment."""
    children = [started("-m", "tests.support.processes") for _ in range(processes)]
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


def ask(request):
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
        print("ready", flush=True)  # noqa: T201 — that is how it tells
        assert sys.stdin.readline() == "go\n"
        print(json.dumps(list(threads.map(ask, requests))))  # noqa: T201


if __name__ == "__main__":
    django.setup()
    main()


REAL_INSTALLATION = {
    "DATABASE_URL": "postgresql://portal@db.invalid/portal",
    "PORTAL_SECRET_KEY": "a-secret",
    "PORTAL_HOSTS": "portal.example",
}


def run_python(tmp_path, *command, **environment):
    """Runs Python in the checkout with this environment only."""
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
