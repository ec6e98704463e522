"""Backups of the test database, and databases and folders to restore them into."""

import hashlib
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from tests.support.processes import get_environment
from tests.support.template_database import drop_database

LIST_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
LIST_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename"
LIST_SCHEMA = """
SELECT 'column', table_name || '.' || column_name, data_type || coalesce(column_default, '') || is_nullable
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT 'trigger', tgrelid::regclass::text || '.' || tgname, tgenabled::text || pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'constraint', conrelid::regclass::text || '.' || conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
ORDER BY 1, 2
"""


def connect(name):
    """Connect to another database of the test server."""
    options = connection.settings_dict
    return psycopg.connect(
        dbname=name, user=options["USER"], password=options["PASSWORD"] or None, host=options["HOST"],
        port=options["PORT"], autocommit=True,
    )  # fmt: skip


@contextmanager
def scratch_database():
    """Create an empty database and yield its name. It is dropped at the end."""
    name = f"{connection.settings_dict['NAME']}_{uuid4().hex[:8]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield name
    finally:
        drop_database(name)


def run_command(*arguments, data, database=None, **environment):
    """Run a command of manage.py on a database, with a data folder of its own. Return status, output and errors."""
    variables = get_environment()
    for name in ("DATABASE_URL", "PORTAL_OWNER_DATABASE_URL"):
        if database and name in variables:
            variables[name] = variables[name].replace(connection.settings_dict["NAME"], database)
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=settings.BASE_DIR,
        env={**variables, "PORTAL_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr.strip()


def run_successfully(*arguments, **options):
    """Run a command and return its output."""
    status, output, errors = run_command(*arguments, **options)
    assert status == 0, errors
    return output


def undo_newest_migration():
    """Take the test database back to a version without the newest migration of an app, and return this migration.

    Squashed migrations are as unknown to the database as to a version that did not have them.
    """
    for node in MigrationLoader(connection).replacements:
        MigrationRecorder(connection).record_unapplied(*node)
    executor = MigrationExecutor(connection)
    executor.loader.replace_migrations = False
    executor.loader.build_graph()
    graph = executor.loader.graph
    [newest] = set(graph.leaf_nodes("portal")) - set(executor.loader.replacements)
    [previous] = [parent.key for parent in graph.node_map[newest].parents if parent.key[0] == "portal"]
    executor.migrate([previous])
    return newest


def read_database(name):
    """Return all rows of all tables as text, the schema, and the values of the sequences."""
    with connect(name) as database:
        tables = sorted(table for (table,) in database.execute(LIST_TABLES))
        rows = {}
        for table in tables:
            query = sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(sql.Identifier(table))
            rows[table] = [row for (row,) in database.execute(query)]
        return rows, database.execute(LIST_SCHEMA).fetchall(), database.execute(LIST_SEQUENCES).fetchall()


def read_files(data):
    """Return {name: SHA-256} of the uploads in a data folder."""
    folder = Path(data) / "files"
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
