"""`manage.py mirror FOLDER`: write the public site as static files."""

import sys

from django.core.management import BaseCommand

from portal.mirror.errors import MirrorError
from portal.mirror.run import run_mirror


class Command(BaseCommand):
    help = "Writes the whole public site as static files, which a web server can serve without the portal."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="a new folder, an empty one, or one with a mirror")
        parser.add_argument("--follow", action="store_true", help="keep the mirror current until Ctrl-C")

    def handle(self, folder, follow, **options):
        try:
            run_mirror(folder, self.write_line, follow=follow)
        except MirrorError as error:
            sys.exit(str(error))
        except KeyboardInterrupt:
            if not follow:
                raise
            self.write_line("Stopped.")

    def write_line(self, line):
        self.stdout.write(line)
        self.stdout.flush()
