"""Load the initial content and its corrections into the database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.content_import.loader import load_content
from portal.content_import.reader import find_content_files, read_content
from portal.content_import.records import ContentError
from portal.management.progress import Progress


class Command(BaseCommand):
    help = "Loads the content files of all apps. Keeps everything that an editor has changed or deleted since."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, help="load these files instead of those of all apps")
        parser.add_argument("--check", action="store_true", help="only validate the files")

    def handle(self, *, files, check, **options):
        try:
            records = read_content(files or find_content_files())
            if check:
                self.stdout.write(f"{len(records)} records, no problems found.")
                return
            importer = load_content(records, Progress(self.write_line, "  content").update)
        except ContentError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        for line in importer.skipped:
            self.stdout.write(f"  {line}")
        counts = importer.counts
        self.stdout.write(
            f"  content: {len(records)} records, {counts['created']} rows created, {counts['updated']} updated, "
            f"{len(importer.skipped)} kept as editors left them"
        )

    def write_line(self, line):
        self.stdout.write(line)
        self.stdout.flush()
