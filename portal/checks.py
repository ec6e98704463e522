"""What the portal asks of its database: checked by `manage.py check --database default`, and at every start."""

from django.conf import settings
from django.core.checks import Error
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

OLDEST = 15
QUESTION = """
SELECT current_setting('server_version_num')::int / 10000, getdatabaseencoding() = 'UTF8' AND lower('É') = 'é'
  AND to_tsvector('simple', '«é»') = to_tsvector('simple', 'é')
"""


def faults(cursor):
    """A sentence for each thing that makes a database unfit: its age, or a locale to which É and é are strangers."""
    version, knows_accents = cursor.execute(QUESTION).fetchone()
    if version < OLDEST:
        yield f"The database is PostgreSQL {version}; the portal needs {OLDEST} or newer."
    if not knows_accents:
        yield (
            "The database's locale does not know É: "
            "create it with ENCODING 'UTF8' and LC_CTYPE 'C.UTF-8' or another UTF-8."
        )


def unknown_migrations(connection):
    """Return the applied migrations of our apps that this version does not have, as sorted "app.name"."""
    applied = MigrationRecorder(connection).applied_migrations()
    known = MigrationLoader(None).disk_migrations
    return sorted(f"{app}.{name}" for app, name in set(applied) - set(known) if app in settings.PORTAL_APPS)


def migration_faults(connection):
    """Yield a sentence if the database was made by another version of the portal, whose tables may differ."""
    if unknown := unknown_migrations(connection):
        yield (
            f"The database was made by another version of the portal (it has {unknown[-1]}, which this version does "
            "not) and is left as it is: name a new data folder in PORTAL_DATA or another database in DATABASE_URL, or "
            "start the version that made it."
        )


def check_database(app_configs, databases, **kwargs):
    """Django's system check of the same."""
    errors = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            errors += [Error(fault, id="portal.E001") for fault in faults(cursor)]
        errors += [Error(fault, id="portal.E002") for fault in migration_faults(connections[alias])]
    return errors
