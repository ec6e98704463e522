"""Rehearse an upgrade: restore a copy into a database and a folder that are deleted afterwards, and migrate it there.

The steps run as processes with settings of their own, so that nothing of them can reach the live database or uploads.
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError
from psycopg import sql

from portal.backup.create import create_backup
from portal.backup.encryption import KEY_VARIABLE
from portal.backup.errors import BackupError, convert_os_errors
from portal.backup.places import DiskPlace
from portal.backup.table_changes import copy_tables, describe_changes
from portal.backup.tables import execute

# Each step of an upgrade, and the arguments of manage.py for it.
STEPS = (
    ("Migrations", ("migrate", "--no-input", "--verbosity", "2")),
    ("Checks", ("check", "--database", "default")),
    ("Search index", ("rebuild_search", "--if-empty")),
    ("Content", ("load_content",)),
)


@contextmanager
def create_scratch_database():
    """Create an empty database beside that of the portal, and yield its URL. It is dropped at the end."""
    name = f"{connection.settings_dict['NAME'][:40]}_rehearsal_{secrets.token_hex(4)}"
    [(collate, ctype)] = execute(
        "SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()",
    )
    statement = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}"
    try:
        execute(sql.SQL(statement).format(sql.Identifier(name), sql.Literal(collate), sql.Literal(ctype)))
    except DatabaseError as error:
        raise BackupError(
            f"No database can be created for the rehearsal ({' '.join(str(error).split())}): let the database's "
            "administrator create an empty one, and name it in --database."
        ) from error
    try:
        yield build_url(name)
    finally:
        # Without FORCE, which would be refused while the server vacuums the database: only a superuser may end that.
        execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def build_url(name):
    """Return the URL of another database of the portal's server."""
    options = connection.settings_dict
    given = {"host": options["HOST"], "port": options["PORT"], **options["OPTIONS"]}
    parameters = {key: value for key, value in given.items() if value and isinstance(value, str)}
    account = f"{quote(options['USER'], safe='')}:{quote(options['PASSWORD'], safe='')}"
    return f"postgresql://{account}@/{quote(name, safe='')}?{urlencode(parameters)}"


def build_environment(url, data):
    """Return the environment of a portal that has nothing but a database and a data folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DATABASE_URL"))}
    return {
        **kept,
        "DATABASE_URL": url,
        "PORTAL_OWNER_DATABASE_URL": url,
        "PORTAL_SECRET_KEY": secrets.token_urlsafe(64),
        "PORTAL_HOSTS": "rehearsal.invalid",
        "PORTAL_DATA": str(data),
    }


class Rehearsal:
    """One rehearsal in a scratch database and a folder. `tell` gets a line at a time."""

    def __init__(self, url, folder, tell):
        self.url = url
        self.tell = tell
        self.environment = build_environment(url, folder / "data")

    def run(self, file, key):
        """Restore a backup, and go through the steps of an upgrade. Raise BackupError at the first that fails."""
        self.run_command("Restore", "restore", file, "--no-migrate", key=key)
        with psycopg.connect(self.url, autocommit=True) as copy:
            before = copy_tables(copy)
            for title, arguments in STEPS:
                self.run_command(title, *arguments)
                if title == "Migrations":
                    for line in describe_changes(copy, before):
                        self.tell(f"  {line}")

    def run_command(self, title, *arguments, key=""):
        """Run a command of manage.py on the copy, and tell what it did and how long it took."""
        start = time.monotonic()
        done = subprocess.run(
            [sys.executable, settings.BASE_DIR / "manage.py", *arguments],
            env={**self.environment, KEY_VARIABLE: key},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - start
        if done.returncode:
            output = f"{done.stdout}\n{done.stderr}".strip()
            raise BackupError(f"The upgrade would fail. {title}: failed after {seconds:.0f} s.\n{output}")
        self.tell(f"{title}: done in {seconds:.0f} s.")
        for line in done.stdout.splitlines():
            if line.startswith("  ") or title == "Restore":
                self.tell(f"  {line.strip()}")


def rehearse_upgrade(file, key, tell, *, url=None):
    """Rehearse the upgrade of a backup, or of the portal as it is, to this version of the code.

    Raise BackupError if a step fails. Everything that the rehearsal makes is deleted in either case.
    """
    with convert_os_errors(settings.PORTAL_DATA):
        settings.PORTAL_DATA.mkdir(parents=True, exist_ok=True)
        temporary = tempfile.TemporaryDirectory(prefix="rehearsal-", dir=settings.PORTAL_DATA)
    with temporary as name:
        folder = Path(name)
        if not file:
            file, key = str(folder / "copy.backup"), ""
            create_backup(DiskPlace(file), key, lambda line: None)
        if url:
            Rehearsal(url, folder, tell).run(file, key)
            return
        with create_scratch_database() as scratch_url:
            Rehearsal(scratch_url, folder, tell).run(file, key)
