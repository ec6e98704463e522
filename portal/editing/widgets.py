"""The box of a form in which a file is chosen, beside the one that is kept."""

from pathlib import PurePosixPath
from typing import NamedTuple

from django.contrib.admin.widgets import AdminFileWidget


class Named(NamedTuple):
    """A kept file as a form shows it: by its own name, not by the folder that it lies in."""

    url: str
    name: str

    def __str__(self):
        return self.name


class FileBox(AdminFileWidget):
    """Names the kept file as its editor does."""

    def format_value(self, value):
        return Named(value.url, PurePosixPath(value.name).name) if self.is_initial(value) else None
