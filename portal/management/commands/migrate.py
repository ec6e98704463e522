"""Migrate the database as Django does, and let the role that serves use the tables."""

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from portal.database_roles import get_owner_errors, grant_privileges


class Command(migrate.Command):
    help = f"{migrate.Command.help} Then lets the role of DATABASE_URL read and write the rows of all tables."

    def handle(self, *args, **options):
        with connections[options["database"]].cursor() as cursor:
            for error in get_owner_errors(cursor):
                raise CommandError(error)
        super().handle(*args, **options)
        if not options["plan"]:
            with connections[options["database"]].cursor() as cursor:
                grant_privileges(cursor, settings.PORTAL_SERVER_DATABASE["USER"])
