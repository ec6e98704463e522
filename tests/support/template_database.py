"""Test databases, copied from a template that is migrated and has the seed content.

The server keeps one template for each state of the code. A run, and the test after one that commits, starts from a
fresh copy. A template is complete once it accepts no more connections.
"""

import fcntl
import hashlib
import os
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, connections

# Code that affects neither tables nor seed content: changes in it keep the template.
IGNORED_PATHS = (
    "portal/editing",
    "portal/templatetags",
    "portal/management",
    "portal/mirror",
    "portal/uploads/views.py",
)

END_CONNECTIONS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = %s AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
MAX_ATTEMPTS = 3


def hash_files(paths):
    """Return a hash of some files of the project, and of the required packages, for the name of a database."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for path in paths:
        digest.update(bytes(path.relative_to(settings.BASE_DIR)) + path.read_bytes())
    return digest.hexdigest()[:12]


def fingerprint():
    """Return a hash of the migrations, the seed content and the code that loads it."""
    folders = [Path(apps.get_app_config(label).path) for label in settings.PORTAL_APPS]
    ignored = tuple(str(settings.BASE_DIR / path) for path in IGNORED_PATHS)
    paths = sorted(path for folder in folders for path in folder.rglob("*"))
    return hash_files(path for path in paths if path.suffix in {".py", ".yaml"} and not str(path).startswith(ignored))


def execute(*statements):
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def drop_database(name):
    """Drop a database, if it exists, and end the connections to it.

    FORCE would be refused while the server vacuums the database, whose process only a superuser may end. Without it,
    PostgreSQL ends that one itself.
    """
    with connection._nodb_cursor() as cursor:
        for attempt in range(MAX_ATTEMPTS):
            cursor.execute(END_CONNECTIONS, [name])
            try:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
                return
            except OperationalError:  # somebody has connected meanwhile
                if attempt == MAX_ATTEMPTS - 1:
                    raise


def get_templates(prefix):
    """Return the templates of this checkout: {name: whether it is still being made}."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname, datallowconn FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        return dict(cursor.fetchall())


def connect_to(name):
    """Connect this process to another database of the server."""
    connections.close_all()
    connection.close_pool()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


@contextmanager
def locked():
    with (settings.PORTAL_DATA / "template.turn").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


class RunDatabase:
    """The database of one process of a test run. With `anew` the run creates a template of its own."""

    def __init__(self, *, anew=False):
        test = connection.settings_dict["TEST"]["NAME"]
        self.name = f"{test}_{os.environ['PORTAL_TEST_RUN']}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        self.outside = connection.settings_dict["NAME"]
        self.prefix = f"{test}_template_"
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        self.template = f"{self.prefix}{fingerprint()}{f'_{run[:8]}' if anew else ''}"

    def create(self):
        """Create the database, or recreate it after a test that committed."""
        with locked():
            self.make_template()
            self.drop()
            execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        connect_to(self.name)

    def make_template(self):
        """Create the template unless it exists, and drop those of other states of the code."""
        connect_to(self.outside)
        templates = get_templates(self.prefix)
        if templates.get(self.template, True):
            for old in templates:
                drop_database(old)
            execute(f'CREATE DATABASE "{self.template}"')
            connect_to(self.template)
            load_database()
            connect_to(self.outside)
            execute(f'ALTER DATABASE "{self.template}" WITH ALLOW_CONNECTIONS false')

    def drop(self):
        connect_to(self.outside)
        drop_database(self.name)


def load_database():
    """Migrate a new database and load the seed content."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_content", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
