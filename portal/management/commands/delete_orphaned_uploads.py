"""Shows the uploads that nothing names any more; `manage.py delete_orphaned_uploads --delete` deletes them."""

from django.core.files.storage import default_storage
from django.core.management import BaseCommand
from django.template.defaultfilters import filesizeformat

from portal.uploads.orphans import find_orphaned_files


class Command(BaseCommand):
    help = "Shows the uploads that nothing names and that are older than a day; deletes them with --delete."

    def add_arguments(self, parser):
        parser.add_argument("--delete", action="store_true", help="deletes what it shows")

    def handle(self, **options):
        found = list(find_orphaned_files())
        for orphan in found:
            self.stdout.write(f"{filesizeformat(orphan.size):>12}  {orphan.name}")
            if options["delete"]:
                default_storage.delete(orphan.name)
        done = "deleted" if options["delete"] else "to be deleted with --delete"
        self.stdout.write(f"{len(found)} files, {filesizeformat(sum(one.size for one in found))}, {done}.")
