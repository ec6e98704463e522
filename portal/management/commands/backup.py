"""`manage.py backup FILE`: write the database and the uploads to one file."""

import sys

from django.core.management import BaseCommand
from django.template.defaultfilters import filesizeformat

from portal.backup.create import create_backup
from portal.backup.encryption import read_key
from portal.backup.errors import BackupError
from portal.backup.places import open_place
from portal.backup.retention import Retention, delete_expired


class Command(BaseCommand):
    help = "Writes the database and the uploads to one file, while the portal is running."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument(
            "file", help="a path or s3://bucket/key; one that ends in / is a folder, and the name has the time"
        )
        parser.add_argument("--key-file", help="a file with the key that encrypts the backup (PORTAL_BACKUP_KEY)")
        for option, description in (
            ("--keep", "the newest N backups"),
            ("--keep-daily", "the last backup of each of N days"),
            ("--keep-weekly", "the last backup of each of N weeks"),
            ("--keep-monthly", "the last backup of each of N months"),
        ):
            parser.add_argument(option, type=int, default=0, metavar="N", help=f"keep {description}, delete others")

    def handle(self, *, file, key_file, **options):
        retention = Retention(*(options[f"keep{suffix}"] for suffix in ("", "_daily", "_weekly", "_monthly")))
        try:
            place = open_place(file)
            if any(retention) and not place.is_folder:
                raise BackupError("Older backups are deleted in a folder only: end its name in /.")
            if min(retention) < 0:
                raise BackupError("The number of backups to keep is negative.")
            key = read_key(key_file)
            size = create_backup(place, key, self.write_line)
            encrypted = ", encrypted" if key else ", not encrypted"
            self.write_line(f"Backup: {place}, {filesizeformat(size)}{encrypted}.")
            for name in delete_expired(place, retention):
                self.write_line(f"Deleted: {name}")
        except BackupError as error:
            sys.exit(str(error))

    def write_line(self, line):
        self.stdout.write(line)
        self.stdout.flush()
