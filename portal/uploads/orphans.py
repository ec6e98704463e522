"""Find orphaned files: uploads of discarded drafts and failed saves, which nothing refers to.

Files that a version of a record names are kept, so that it can be viewed and restored. Versions of drafts do not count.
"""

from datetime import timedelta
from pathlib import PurePosixPath
from typing import NamedTuple

from django.core.files.storage import default_storage

from portal import clock
from portal.drafts.models import Draft
from portal.history.models import Version
from portal.history.uploads import get_names_in_rows, get_upload_folder
from portal.uploads.storage import DUMP_FOLDER, get_file_fields

# A save in progress has stored its files before any row names them.
MIN_AGE = timedelta(days=1)


class OrphanedFile(NamedTuple):
    """A stored file that nothing refers to, with its size in bytes."""

    name: str
    size: int


def get_both_values(change):
    """Return the old and the new value of a draft's change."""
    return (change.get("was"), change.get("now")) if isinstance(change, dict) else ()


def get_referenced_names():
    """Yield every file name that a row, a draft or a version refers to."""
    for model, field in get_file_fields():
        yield from model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
    for changes in Draft.objects.values_list("changes", flat=True).iterator():
        yield from (name for _key, name in get_names_in_rows(changes, get_both_values))
    for snapshot in Version.objects.filter(of_draft=False).values_list("snapshot", flat=True).iterator():
        yield from (name for _key, name in get_names_in_rows(snapshot, lambda name: (name,)))


def list_stored_names(folder=""):
    """Yield the names of all files in the default storage."""
    folders, files = default_storage.listdir(folder)
    yield from (str(PurePosixPath(folder, file)) for file in files if file)
    for subfolder in folders:
        yield from list_stored_names(str(PurePosixPath(folder, subfolder)))


def find_orphaned_files():
    """Yield an OrphanedFile for each orphan that is older than MIN_AGE."""
    if not storage_exists():
        return
    cutoff = clock.now() - MIN_AGE
    referenced_folders = {get_upload_folder(name) for name in get_referenced_names() if name}
    for name in list_stored_names():
        if name.startswith(f"{DUMP_FOLDER}/"):
            continue
        if get_upload_folder(name) not in referenced_folders and default_storage.get_modified_time(name) < cutoff:
            yield OrphanedFile(name, default_storage.size(name))


def storage_exists():
    """Return False if nothing was ever stored: a folder on disk is created with its first file."""
    try:
        default_storage.listdir("")
    except FileNotFoundError:
        return False
    return True
