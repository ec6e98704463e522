"""The file input of admin forms."""

from pathlib import PurePosixPath
from typing import NamedTuple

from django.contrib.admin.widgets import AdminFileWidget


class FileLink(NamedTuple):
    """A stored file as `ClearableFileInput` renders it: `str()` is its base name, without the storage folder."""

    url: str
    name: str

    def __str__(self):
        return self.name


class BasenameFileInput(AdminFileWidget):
    """A clearable file input that shows the base name of the stored file."""

    def format_value(self, value):
        return FileLink(value.url, PurePosixPath(value.name).name) if self.is_initial(value) else None
