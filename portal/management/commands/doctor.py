"""Examine an installation, and name its problems with their fixes."""

import os
import shutil
import sys
from datetime import timedelta

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from portal import clock
from portal.checks import (
    CLOCK_TOLERANCE,
    connect_as_server,
    get_clock_errors,
    get_database_errors,
    get_migration_errors,
    get_system_errors,
)
from portal.database_roles import get_role_errors
from portal.management.commands import prepare
from portal.scheduler.publisher import due_drafts, due_releases
from portal.search_index.table import is_empty

MIN_FREE_SPACE = 2**30  # bytes
# The scheduler publishes within seconds. What waits longer has no process that publishes it.
MAX_DELAY = timedelta(minutes=5)
CONNECTIONS_OF_PROCESS = 9


def check_system():
    yield from get_system_errors()


def check_database():
    """Yield the problems of the server, the owner and the tables."""
    with connection.cursor() as cursor:
        yield from get_database_errors(cursor)
        maximum = int(cursor.execute("SHOW max_connections").fetchone()[0])
    needed = CONNECTIONS_OF_PROCESS * (os.cpu_count() or 1)
    if maximum <= needed:
        yield (
            f"The database allows {maximum} connections; {os.cpu_count()} serving processes use up to {needed}: raise "
            "max_connections in postgresql.conf."
        )


def check_migrations():
    """Yield whether another version has migrated the tables, or none."""
    yield from get_migration_errors(connection)
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"{len(plan)} migrations are not applied: run `manage.py migrate`."


def check_serving_role():
    """Yield whether the role that serves may do too much or too little."""
    with connect_as_server() as server:
        yield from get_role_errors(server)
        for model in apps.get_models(include_auto_created=True):
            query = "SELECT coalesce(has_table_privilege(to_regclass(%s), 'SELECT, INSERT'), true)"
            if not server.execute(query, [model._meta.db_table]).fetchone()[0]:
                yield f"The role that serves may not use the table {model._meta.db_table}: run `manage.py migrate`."
                return


def check_clock():
    with connect_as_server() as server:
        yield from get_clock_errors(server, CLOCK_TOLERANCE)


def check_data_folder():
    """Yield whether the data folder can be written, is closed to others and has space."""
    folder = settings.PORTAL_DATA
    if not os.access(folder, os.W_OK):
        yield f"The data folder {folder} cannot be written: give it to the user of the portal."
    for path in (folder / "files", folder / "log"):
        if path.exists() and path.stat().st_mode & 0o007:
            yield f"Other users of this system can read {path}: run `manage.py prepare`, or `chmod o-rwx {path}`."
    free = shutil.disk_usage(folder).free
    if free < MIN_FREE_SPACE:
        yield f"Only {free // 2**20} MB are free in {folder}: delete something, or give it more space."


def check_prepared():
    """Yield whether the catalogues and static files are those of this version."""
    if any(prepare.is_outdated(source, compiled) for source, compiled in prepare.get_catalogues()):
        yield "The catalogues are not those of this version: run `manage.py prepare`."
    stamp = settings.PORTAL_BUILD / "static.stamp"
    if not stamp.exists() or stamp.read_text() != prepare.get_static_fingerprint():
        yield "The static files are not those of this version: run `manage.py prepare`."


def check_search():
    if is_empty():
        yield "The search index is empty: run `manage.py rebuild_search`."


def check_scheduler():
    """Yield whether publications are overdue."""
    before = clock.now() - MAX_DELAY
    count = sum(due.filter(publish_at__lt=before).count() for due in (due_drafts(), due_releases()))
    if count:
        yield (
            f"{count} publications are overdue: start the portal, which publishes them, or run "
            "`manage.py run_scheduled`."
        )


def check_settings():
    """Yield which settings of a production installation are likely to be missing."""
    if settings.PORTAL_EMBEDDED:
        return
    if not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        yield "PORTAL_BEHIND_PROXY is not 1: behind a proxy that ends HTTPS, each page redirects to itself."


CHECKS = {
    "System": check_system,
    "Settings": check_settings,
    "Data folder": check_data_folder,
    "Catalogues and static files": check_prepared,
    "Database": check_database,
    "Migrations": check_migrations,
    "Role that serves": check_serving_role,
    "Clock": check_clock,
    "Search index": check_search,
    "Scheduler": check_scheduler,
}


def find_problems(check):
    """Return the problems that a check finds. A database that cannot be reached or asked is one."""
    try:
        return list(check())
    except (OperationalError, psycopg.OperationalError) as error:
        reason = " ".join(str(error).split())
        return [f"The database cannot be reached: {reason}. Compare the URLs with its host, roles and passwords."]
    except (DatabaseError, psycopg.Error) as error:
        return [f"The database cannot be asked: {' '.join(str(error).split())}. Run `manage.py migrate`."]


class Command(BaseCommand):
    help = "Names the problems of this installation and how to fix them. Changes nothing."
    requires_system_checks = ()

    def handle(self, **options):
        count = 0
        for name, check in CHECKS.items():
            problems = find_problems(check)
            count += len(problems)
            self.stdout.write(f"{'problem' if problems else 'ok':8} {name}")
            for problem in problems:
                self.stdout.write(f"         {problem}")
        if count:
            sys.exit(1)
