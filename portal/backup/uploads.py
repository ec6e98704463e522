"""The uploads of a backup: every file in the store of uploads, under its own name."""

import hashlib
import tempfile
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage

from portal.backup.archive import CHUNK_SIZE, UPLOADS_FOLDER, Member
from portal.backup.errors import BackupError
from portal.uploads.orphans import list_stored_names, storage_exists

SPOOL_SIZE = 8 * 2**20  # bytes of a file in memory; larger ones go to the data folder


@contextmanager
def open_spool():
    """Open a temporary file in the data folder, which vanishes at the end."""
    settings.PORTAL_DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.SpooledTemporaryFile(SPOOL_SIZE, dir=settings.PORTAL_DATA) as spool:
        yield spool


def fill(spool, chunks):
    """Write chunks to a spool, rewind it, and return the size and SHA-256 of its content."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        spool.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    spool.seek(0)
    return [size, digest.hexdigest()]


def iterate(file):
    """Yield the rest of a file in chunks."""
    while chunk := file.read(CHUNK_SIZE):
        yield chunk


def list_uploads():
    """Return the sorted names of all stored files."""
    return sorted(list_stored_names()) if storage_exists() else []


def read_uploads(names):
    """Yield a member for each upload that exists. A file that is deleted meanwhile is left out."""
    for name in names:
        with open_spool() as spool:
            try:
                with default_storage.open(name) as file:
                    size, _checksum = fill(spool, iterate(file))
            except FileNotFoundError:
                continue
            yield Member(f"{UPLOADS_FOLDER}{name}", size, iterate(spool))


class UploadWriter:
    """Writes the uploads of a backup to the store, and takes its own back if the restore fails."""

    def __init__(self):
        self.existing = set(list_uploads())
        self.names = set()
        self.added = []

    def write(self, name, chunks):
        """Write one file. An existing file with the same content stays."""
        self.names.add(name)
        with open_spool() as spool:
            written = fill(spool, chunks)
            if name in self.existing:
                if self.read_checksum(name) == written:
                    return
                default_storage.delete(name)
            try:
                stored_name = default_storage.save(name, File(spool, name=name))
            except SuspiciousFileOperation as error:
                raise BackupError(f"The backup has an upload outside of the store: {name}.") from error
            if name not in self.existing:
                self.added.append(stored_name)
        if stored_name != name:
            raise BackupError(f"The store of uploads cannot hold a file of the name {name}.")

    def read_checksum(self, name):
        with open_spool() as spool, default_storage.open(name) as file:
            return fill(spool, iterate(file))

    def take_back(self):
        """Delete what was added."""
        for name in self.added:
            default_storage.delete(name)

    def delete_others(self):
        """Delete the files that the backup does not have, and return their number."""
        others = self.existing - self.names
        for name in others:
            default_storage.delete(name)
        return len(others)
