"""Writing uploads to a disk that may fill up or go away: no partial file stays, and no submitted text is lost."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.core.files.uploadhandler import SkipFile

from portal.uploads.handlers import UnnamedFileUploadHandler


class CompleteFileStorage(FileSystemStorage):
    """Files on disk. A file that could not be written completely is deleted, with its folders."""

    def _save(self, name, content):
        try:
            return super()._save(name, content)
        except BaseException:
            self.delete_partial_file(Path(self.path(name)))
            raise

    def delete_partial_file(self, path):
        """Delete a file and the folders that are empty without it."""
        with suppress(OSError):
            path.unlink(missing_ok=True)
            for folder in path.relative_to(self.location).parents:
                if folder.name:
                    (Path(self.location) / folder).rmdir()


def raise_if_away(storage):
    """Raise OSError if the folder of a storage is gone or empty, as that of a disk which is not mounted.

    A bucket that is away raises an error at each request.
    """
    if isinstance(storage, FileSystemStorage):
        with os.scandir(storage.location) as entries:
            if not any(entries):
                raise FileNotFoundError(errno.ENOENT, "There is not a single upload", storage.location)


class FailingUploadHandler(UnnamedFileUploadHandler):
    """Unnamed temporary files. An error of the disk leaves a file out, so that the rest of the form can still be read.

    The error is kept in `error`, and the view must raise it (`raise_upload_error`).
    """

    error = None

    def skip_file(self, error):
        self.error = error
        if file := getattr(self, "file", None):
            with suppress(OSError):
                file.close()
        raise SkipFile from error

    def new_file(self, *args, **kwargs):
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self.skip_file(error)

    def receive_data_chunk(self, raw_data, start):
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError as error:
            return self.skip_file(error)

    def file_complete(self, file_size):
        try:
            return super().file_complete(file_size)
        except OSError as error:
            with suppress(SkipFile):
                self.skip_file(error)
            return None


def raise_upload_error(request):
    """Raise the OSError with which a submitted file could not be written, if there is one."""
    request.POST  # noqa: B018  (reads the files, too)
    for handler in request.upload_handlers:
        if error := getattr(handler, "error", None):
            raise error
