"""System checks of the database, run by `manage.py check --database default` and at every start."""

import psycopg
from django.conf import settings
from django.core.checks import Error
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

MIN_POSTGRES_VERSION = 15
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
    """Run both checks on each database, as a Django system check."""
    errors = []
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
