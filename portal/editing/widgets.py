"""Widgets of admin forms: the file input, and choices of records that are marked with the language of their name."""

from pathlib import PurePosixPath
from typing import NamedTuple

from django.contrib.admin.widgets import AdminFileWidget, FilteredSelectMultiple
from django.forms import Select, SelectMultiple

from portal.i18n.languages import get_current_language


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


class LocalizedOptions:
    """For a select widget of records: set `lang` on each option whose label is in another language."""

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        record = getattr(value, "instance", None)
        if hasattr(record, "get_localized_name"):
            text, language = record.get_localized_name()
            if label == text and language != get_current_language():
                option["attrs"]["lang"] = language
        return option


class LocalizedSelect(LocalizedOptions, Select):
    """A choice of one record."""


class LocalizedSelectMultiple(LocalizedOptions, SelectMultiple):
    """A choice of several records."""


class LocalizedFilteredSelectMultiple(LocalizedOptions, FilteredSelectMultiple):
    """A choice of several records, with Django's two boxes."""
