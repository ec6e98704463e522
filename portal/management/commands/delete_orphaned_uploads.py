"""List uploads that nothing refers to, and delete them with `--delete`."""

from django.core.files.storage import default_storage
from django.core.management import BaseCommand
from django.template.defaultfilters import filesizeformat

from portal.history.uploads import Upload, get_upload_folder
from portal.uploads.orphans import find_orphaned_files


def delete_orphan(name):
    """Delete a stored file and its entry in the register."""
    default_storage.delete(name)
    Upload.objects.filter(folder=get_upload_folder(name)).delete()


class Command(BaseCommand):
    help = "Lists uploads older than a day that no row, draft or version refers to. Deletes them with --delete."

    def add_arguments(self, parser):
        parser.add_argument("--delete", action="store_true", help="delete the listed files")

    def handle(self, **options):
        orphans = list(find_orphaned_files())
        for orphan in orphans:
            self.stdout.write(f"{filesizeformat(orphan.size):>12}  {orphan.name}")
            if options["delete"]:
                delete_orphan(orphan.name)
        result = "deleted" if options["delete"] else "to be deleted with --delete"
        total_size = sum(orphan.size for orphan in orphans)
        self.stdout.write(f"{len(orphans)} files, {filesizeformat(total_size)}, {result}.")
