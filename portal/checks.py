"""Checks of the system and of the database, run by `manage.py check --database default`, `doctor` and every start."""

import sys
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg
from django.conf import settings
from django.core.checks import Error
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from portal.database_roles import get_role_errors

MIN_POSTGRES_VERSION = 15
# UTC offsets in hours in July 2027: the south of Mexico has no summer time since 2022, its north has.
JULY_OFFSETS = {"America/Mexico_City": -6, "America/Tijuana": -7, "America/Toronto": -4, "America/New_York": -4}
# Seconds between the clocks of this machine and of the database: those that are reported, and those that are refused.
CLOCK_TOLERANCE, MAX_CLOCK_DIFFERENCE = 2, 60
CHECK_QUERY = """
SELECT current_setting('server_version_num')::int / 10000, getdatabaseencoding() = 'UTF8' AND lower('É') = 'é'
  AND to_tsvector('simple', '«é»') = to_tsvector('simple', 'é')
"""


def get_database_errors(cursor):
    """Yield an error message if PostgreSQL is too old, or if the locale does not know accented letters."""
    version, knows_accents = cursor.execute(CHECK_QUERY).fetchone()
    if version < MIN_POSTGRES_VERSION:
        yield f"The database is PostgreSQL {version}; the portal needs {MIN_POSTGRES_VERSION} or newer."
    if not knows_accents:
        yield (
            "The database's locale does not know É: "
            "create it with ENCODING 'UTF8' and LC_CTYPE 'C.UTF-8' or another UTF-8."
        )


def get_system_errors():
    """Yield an error message if the system names files or knows time zones otherwise than the portal needs."""
    if sys.getfilesystemencoding() != "utf-8":
        yield (
            f"The names of files are encoded as {sys.getfilesystemencoding()}: set LC_ALL to C.UTF-8 or another UTF-8 "
            "locale for the portal."
        )
    for name, hours in JULY_OFFSETS.items():
        try:
            is_right = datetime(2027, 7, 1, tzinfo=ZoneInfo(name)).utcoffset() == timedelta(hours=hours)
        except ZoneInfoNotFoundError:
            is_right = False
        if not is_right:
            yield f"The time-zone data is missing or outdated ({name} in July 2027): update the package tzdata."
            return


def get_clock_difference(cursor):
    """Return by how many seconds the clock of the database is ahead of this machine's."""
    before = time.time()
    [database] = cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    return database - (before + time.time()) / 2


def get_clock_errors(cursor, tolerance=MAX_CLOCK_DIFFERENCE):
    """Yield an error message if this machine and the database disagree about the time."""
    difference = get_clock_difference(cursor)
    if abs(difference) > tolerance:
        direction = "ahead of" if difference > 0 else "behind"
        yield (
            f"The clock of the database is {abs(difference):.0f} seconds {direction} this machine's: sessions, "
            "sign-in codes and logs would be wrong. Synchronize both (NTP)."
        )


def connect_as_server():
    """Return a psycopg connection of the role that serves, also from a process of the owner."""
    database = {**settings.PORTAL_SERVER_DATABASE, "NAME": connection.settings_dict["NAME"]}
    options = ConnectionHandler({"default": database})["default"].get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        options.pop(name, None)
    return psycopg.connect(**{"connect_timeout": 2, **options}, autocommit=True)


def get_start_errors():
    """Yield the error messages with which no process may serve. Raise OperationalError if there is no database."""
    yield from get_system_errors()
    with connect_as_server() as server:
        yield from get_role_errors(server)
        yield from get_clock_errors(server)


def get_unknown_migrations(connection):
    """Return the applied migrations of our apps that this version does not have, sorted, as "app.name"."""
    applied = MigrationRecorder(connection).applied_migrations()
    known = MigrationLoader(None).disk_migrations
    return sorted(f"{app}.{name}" for app, name in set(applied) - set(known) if app in settings.PORTAL_APPS)


def get_migration_errors(connection):
    """Yield an error message if another version of the portal has migrated the database."""
    if unknown := get_unknown_migrations(connection):
        yield (
            f"The database was made by another version of the portal (it has {unknown[-1]}, which this version does "
            "not) and is left as it is: name a new data folder in PORTAL_DATA or another database in DATABASE_URL, or "
            "start the version that made it."
        )


def check_database(app_configs, databases, **kwargs):
    """Run the checks on each database, as a Django system check."""
    errors = [Error(message, id="portal.E003") for message in get_system_errors()]
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            errors += [Error(message, id="portal.E001") for message in get_database_errors(cursor)]
        errors += [Error(message, id="portal.E002") for message in get_migration_errors(connections[alias])]
    return errors


def describe_database_error(error):
    """Return one line about an error of the database, with the reason if it cannot be reached."""
    options = connections["default"].get_connection_params()
    options.pop("pool", None)  # the pool only says that it had no connection to give
    try:
        psycopg.connect(**options).close()
    except psycopg.Error as reason:
        return f"The database cannot be reached: {' '.join(str(reason).split())}"
    return f"The database did not complete this: {' '.join(str(error).split())}"
