"""`manage.py restore FILE`: put a backup into an empty database and store of uploads."""

import sys

from django.core.management import BaseCommand
from django.db.utils import OperationalError

from portal.backup.encryption import read_key
from portal.backup.errors import BackupError
from portal.backup.places import open_place
from portal.backup.restore import (
    describe_manifest,
    find_content,
    open_backup,
    restore_backup,
    use_one_connection,
)


class Command(BaseCommand):
    help = "Verifies a backup, and restores the database and the uploads from it."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", help="a path, or s3://bucket/key")
        parser.add_argument("--key-file", help="a file with the secret key of the backup (PORTAL_BACKUP_KEY)")
        parser.add_argument("--check", action="store_true", help="only verify the backup")
        parser.add_argument("--replace", action="store_true", help="delete everything that the portal has now")
        parser.add_argument("--no-input", action="store_true", help="with --replace: do not ask")
        parser.add_argument("--no-migrate", action="store_true", help="leave the database at the backup's version")

    def handle(self, *, file, key_file, check, replace, no_input, no_migrate, **options):
        use_one_connection()
        try:
            with open_backup(open_place(file), read_key(key_file)) as (archive, manifest):
                self.write_line(f"{describe_manifest(manifest)} All checksums are right.")
                if check:
                    return
                self.confirm(find_content(), replace, no_input)
                restore_backup(archive, manifest, self.write_line, migrate=not no_migrate)
        except OperationalError as error:
            sys.exit(f"The database cannot be used: {' '.join(str(error).split())}")
        except BackupError as error:
            sys.exit(str(error))
        self.write_line("The backup is restored.")

    def confirm(self, content, replace, no_input):
        """Raise BackupError unless the target is empty, or may be replaced."""
        if not content:
            return
        if not replace:
            raise BackupError(f"The target is not empty: it has {content}. With --replace, they are deleted.")
        if not no_input and input(f"The portal has {content}. Type “replace” to delete them: ") != "replace":
            raise BackupError("Nothing was changed.")

    def write_line(self, line):
        self.stdout.write(line)
        self.stdout.flush()
