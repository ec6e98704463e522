"""`manage.py rehearse_upgrade`: migrate a copy of the portal, and say what the upgrade to this version would do."""

import sys

from django.core.management import BaseCommand

from portal.backup.encryption import read_key
from portal.backup.errors import BackupError
from portal.backup.rehearsal import rehearse_upgrade


class Command(BaseCommand):
    help = "Restores a copy of the portal, or a backup, into a scratch database, upgrades it there and reports."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="a backup; without one, the portal as it is now is copied")
        parser.add_argument("--key-file", help="a file with the secret key of the backup (PORTAL_BACKUP_KEY)")
        parser.add_argument("--database", help="the URL of an empty database, where none can be created")

    def handle(self, *, file, key_file, database, **options):
        try:
            rehearse_upgrade(file, read_key(key_file) if file else "", self.write_line, url=database)
        except BackupError as error:
            sys.exit(str(error))
        self.write_line("The upgrade would succeed. The portal is as before.")

    def write_line(self, line):
        self.stdout.write(line)
        self.stdout.flush()
