"""`manage.py export_register`: store the dump of the open data."""

from django.core.management import BaseCommand

from portal.open_data.dump import export_register


class Command(BaseCommand):
    help = "Stores the dump of the open data of today, unless there is one or nothing has changed since the newest one."

    def add_arguments(self, parser):
        parser.add_argument("--replace", action="store_true", help="replace the dump of today and delete older ones")

    def handle(self, **options):
        dump = export_register(replace=options["replace"])
        self.stdout.write(f"{dump.sha256}  {dump.file_name}")
