"""Migrate the database as Django does, while the portal may serve, and let the role that serves use the tables."""

import time
from contextlib import suppress

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import DatabaseError, OperationalError, connections

from portal.database_roles import get_owner_errors, grant_privileges

# For how long a migration waits for a lock. All requests for the table wait behind it meanwhile.
LOCK_TIMEOUT = "2s"
# How often a migration is tried that did not get its lock, and the pause between two attempts, in seconds.
ATTEMPTS, PAUSE = 30, 2


class Command(migrate.Command):
    help = (
        f"{migrate.Command.help} Waits for locks only briefly and tries again, so that the portal "
        "can serve meanwhile. Then lets the role of DATABASE_URL read and write the rows of all tables."
    )

    def handle(self, *args, **options):
        with connections[options["database"]].cursor() as cursor:
            for error in get_owner_errors(cursor):
                raise CommandError(error)
        self.migrate_in_turns(*args, **options)
        if not options["plan"]:
            with connections[options["database"]].cursor() as cursor:
                grant_privileges(cursor, settings.PORTAL_SERVER_DATABASE["USER"])

    def migrate_in_turns(self, *args, **options):
        """Apply the migrations. One that does not get a lock in time is rolled back and tried again."""
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
        try:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return super().handle(*args, **options)
                except OperationalError as error:
                    if not isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                        raise
                    if attempt == ATTEMPTS:
                        raise CommandError(
                            "A table is in use for too long: see pg_stat_activity for the session, and migrate again. "
                            "The migrations before it are applied."
                        ) from error
                self.stderr.write("A table is in use. The migration is tried again.")
                time.sleep(PAUSE)
        finally:
            with suppress(DatabaseError), connection.cursor() as cursor:  # the connection may be what has failed
                cursor.execute("RESET lock_timeout")
