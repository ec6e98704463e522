"""Brings the first content and its corrections into the database: `manage.py load_content`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.content_import.loader import load
from portal.content_import.reader import content_files, read
from portal.content_import.records import ContentError


class Command(BaseCommand):
    help = "Loads the content files of all apps; what an editor has changed or deleted since stays as it is."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, help="these files, in place of those of all apps")
        parser.add_argument("--check", action="store_true", help="only read the files and report what is wrong in them")

    def handle(self, *, files, check, **options):
        try:
            records = read(files or content_files())
            if check:
                self.stdout.write(f"{len(records)} records, nothing wrong.")
                return
            loading = load(records)
        except ContentError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        for line in loading.kept:
            self.stdout.write(f"  {line}")
        counts = loading.counts
        self.stdout.write(
            f"  content: {len(records)} records, {counts['created']} rows new, {counts['corrected']} corrected, "
            f"{len(loading.kept)} kept as editors left them"
        )
