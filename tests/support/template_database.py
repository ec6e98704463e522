"""The database of a test run: a copy of a template that is migrated and holds the first content.

The template is made once for a state of the code and kept in the server, so that a run, and a test that emptied its
database, starts from a copy, which takes a moment. It is complete once it accepts no more connections.
"""

import fcntl
import hashlib
import os
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

# Code that neither makes a table nor loads content: changing it keeps the template.
WITHOUT_INFLUENCE = ("portal/editing", "portal/templatetags", "portal/management", "portal/uploads/views.py")


def fingerprint():
    """Return what tells templates apart: migrations, first content, and the code that loads it."""
    folders = [Path(apps.get_app_config(label).path) for label in settings.PORTAL_APPS]
    left_out = tuple(str(settings.BASE_DIR / path) for path in WITHOUT_INFLUENCE)
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        if path.suffix in {".py", ".yaml"} and not str(path).startswith(left_out):
            digest.update(bytes(path.relative_to(settings.BASE_DIR)) + path.read_bytes())
    return digest.hexdigest()[:12]


def execute(*statements):
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def templates(prefix):
    """Return the templates of this checkout: {name: whether it is still being made}."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname, datallowconn FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        return dict(cursor.fetchall())


def use(name):
    """Lead this process's connections to another database of the server."""
    connections.close_all()
    connection.close_pool()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


@contextmanager
def one_at_a_time():
    with (settings.PORTAL_DATA / "template.turn").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


class RunDatabase:
    """The database of one process of a test run. With `anew` the run makes a template of its own."""

    def __init__(self, *, anew=False):
        test = connection.settings_dict["TEST"]["NAME"]
        self.name = f"{test}_{os.environ['PORTAL_TEST_RUN']}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        self.outside = connection.settings_dict["NAME"]
        self.prefix = f"{test}_template_"
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        self.template = f"{self.prefix}{fingerprint()}{f'_{run[:8]}' if anew else ''}"

    def create(self):
        """Make the database, or make it as it was before a test that committed something."""
        with one_at_a_time():
            self.make_template()
            self.drop()
            execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        use(self.name)

    def make_template(self):
        """Make the template unless it is there already, and drop those that other states of the code have left."""
        use(self.outside)
        found = templates(self.prefix)
        if found.get(self.template, True):
            execute(*(f'DROP DATABASE "{old}" WITH (FORCE)' for old in found), f'CREATE DATABASE "{self.template}"')
            use(self.template)
            fill()
            use(self.outside)
            execute(f'ALTER DATABASE "{self.template}" WITH ALLOW_CONNECTIONS false')

    def drop(self):
        use(self.outside)
        execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def fill():
    """Migrate a new database and load the first content."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_content", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
