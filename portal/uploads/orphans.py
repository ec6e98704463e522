"""Uploads that nothing names any more: those of discarded drafts, and of saves that failed. It deletes nothing itself.

What a version of a record names is kept, so that it can be read and restored with its files; what only its drafts
named is not, once they are published or discarded.
"""

from datetime import timedelta
from pathlib import PurePosixPath
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.utils import timezone

from portal.drafts.models import Draft
from portal.history.models import Version
from portal.history.snapshots import get_model_for_key
from portal.uploads.storage import models_with_files

# A save that is going on has stored its files and not named them yet.
YOUNGEST = timedelta(days=1)


class Orphan(NamedTuple):
    """A stored file that nothing names: where it lies, and its size in bytes."""

    name: str
    size: int


def folder_of(name):
    """The folder of one upload, such as picture/9f3c…, which holds all that was made of it too."""
    return PurePosixPath(*PurePosixPath(name).parts[:2])


def names_in_rows(rows, values_of):
    """The files that the rows of drafts or versions name."""
    columns = {}
    for model, field in models_with_files():
        columns.setdefault(model, []).append(field.attname)
    for key, row in rows.items():
        for column in columns.get(get_model_for_key(key), ()):
            yield from values_of(row.get(column))


def both_sides(change):
    return (change["was"], change["now"]) if change else ()


def named():
    """Every file that a row, a draft or a version names."""
    for model, field in models_with_files():
        yield from model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
    for changes in Draft.objects.values_list("changes", flat=True).iterator():
        yield from names_in_rows(changes, both_sides)
    for snapshot in Version.objects.filter(of_draft=False).values_list("snapshot", flat=True).iterator():
        yield from names_in_rows(snapshot, lambda name: (name,))


def stored(folder=""):
    """The names of all files that lie in the store."""
    folders, files = default_storage.listdir(folder)
    yield from (str(PurePosixPath(folder, file)) for file in files if file)
    for inner in folders:
        yield from stored(str(PurePosixPath(folder, inner)))


def orphans():
    """The Orphans that are older than a day."""
    if not store_is_there():
        return
    before = timezone.now() - YOUNGEST
    kept = {folder_of(name) for name in named() if name}
    for name in stored():
        if folder_of(name) not in kept and default_storage.get_modified_time(name) < before:
            yield Orphan(name, default_storage.size(name))


def store_is_there():
    """Whether anything was ever stored: a folder on disk is made with its first file."""
    try:
        default_storage.listdir("")
    except FileNotFoundError:
        return False
    return True
