"""Snapshots and differences as editors read them: labels, formatted values, names of rows.

Relations are shown by name if the editor may see the related record. text_diff.py makes the HTML of texts.
"""

from collections import defaultdict
from pathlib import PurePosixPath
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.editing.history.text_diff import diff_items, diff_texts, join_items, render_text
from portal.editing.scoping import get_visible_name
from portal.history.apply import get_pk_from_key, get_related_pks
from portal.history.snapshots import (
    SOURCE_HASHES,
    build_instance,
    deserialize_value,
    get_columns,
    get_field_language,
    get_model_for_key,
    get_object_key,
)
from portal.i18n.dates import PartialDateField, format_date_or_range
from portal.records.models import OwnedMixin
from portal.richtext.fields import RichTextField


class SnapshotColumn(NamedTuple):
    """A column of a row: the value or change of a field as HTML, with the label and language of the field."""

    field_label: str
    language: str
    html: str


class SnapshotRow(NamedTuple):
    """The record or one of its parts. `change_type` says whether it was added or removed; else it is empty."""

    name: str
    change_type: str
    columns: list


def is_prose(field):
    """Return whether the values of a field are compared word by word."""
    not_prose = (PartialDateField, models.SlugField, models.URLField, models.EmailField)
    is_text = isinstance(field, (models.TextField, models.CharField)) and not isinstance(field, not_prose)
    return is_text and not field.choices


def format_value(field, value):
    """Return the value of a column that is neither prose nor a relation, as text."""
    value = deserialize_value(field, value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, models.FileField):
        return PurePosixPath(str(value)).name
    if isinstance(field, PartialDateField):
        try:
            return format_date_or_range(value)
        except ValidationError:
            return value
    if isinstance(field, models.DateTimeField):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return formats.date_format(value, "DATE_FORMAT")
    return str(dict(field.flatchoices).get(value, value))


class SnapshotPresenter:
    """Present the snapshots of one record to one editor."""

    def __init__(self, record, editor, *snapshots):
        self.record, self.editor = record, editor
        parts = getattr(record, "parts", ())
        self.models = [type(record), *(record._meta.get_field(name).related_model for name in parts)]
        self.names = self.get_related_names(snapshots)

    def get_related_names(self, snapshots):
        """Return the names of all related records, `{model: {pk: name}}`, with one query per model."""
        related_keys = defaultdict(set)
        for rows in snapshots:
            for key, columns in rows.items():
                for column, field in self.get_visible_fields(key).items():
                    related_keys[field.related_model].update(get_related_pks(field, columns.get(column)))
        return {
            model: {
                pk: get_visible_name(record, self.editor) for pk, record in model._base_manager.in_bulk(keys).items()
            }
            for model, keys in related_keys.items()
            if model and keys
        }

    def get_visible_fields(self, key):
        """Return the fields of a row that editors see, `{column: field}`: no hashes, and no link to the record."""
        record_model = type(self.record)
        model = get_model_for_key(key)
        return {
            column: field
            for column, field in get_columns(model).items()
            if column != SOURCE_HASHES and not (model is not record_model and field.related_model is record_model)
        }

    def sort_keys(self, keys):
        """Return the keys of rows in the order of the form: the record, then its parts."""
        return sorted(keys, key=lambda key: (self.models.index(get_model_for_key(key)), get_pk_from_key(key)))

    def get_row_name(self, key, columns):
        """Return the name of a row: the model for the record, the model and the name for a part."""
        model_name = capfirst(get_model_for_key(key)._meta.verbose_name)
        if key == get_object_key(self.record):
            return model_name
        part = build_instance(key, columns)
        for field in part._meta.concrete_fields:
            if field.related_model is type(self.record):
                setattr(part, field.name, self.record)
        return f"{model_name}: {part}" if str(part) else str(model_name)

    # Values

    def format_items(self, field, value):
        """Return the value of a column as a list of texts, one for each item of a list or relation."""
        if value in (None, "", []):
            is_owner = field.name == "country" and issubclass(field.model, OwnedMixin)
            return [_("All three governments")] if is_owner else []
        if field.is_relation:
            missing = _("#%(number)s (deleted)")
            names = self.names.get(field.related_model, {})
            return [names.get(pk) or missing % {"number": pk} for pk in get_related_pks(field, value)]
        if isinstance(field, ArrayField) and isinstance(value, list):
            return [format_value(field.base_field, item) for item in value]
        return [format_value(field, value)]

    def make_column(self, field, html):
        return SnapshotColumn(capfirst(field.verbose_name), get_field_language(field) or "", html)

    def render_value(self, field, value):
        """Return the value of a column as HTML."""
        if is_prose(field):
            return render_text(value or "", rich=isinstance(field, RichTextField))
        if isinstance(field, models.FileField) and value:
            return format_html('<a href="{}">{}</a>', reverse("file", args=[value]), format_value(field, value))
        return join_items(self.format_items(field, value))

    def render_change(self, field, was, now):
        """Return the change of a column as HTML, empty if an editor sees none."""
        if is_prose(field):
            return diff_texts(was or "", now or "", rich=isinstance(field, RichTextField))
        return diff_items(self.format_items(field, was), self.format_items(field, now))

    # Rows

    def get_rows(self, rows):
        """Yield a SnapshotRow for each row of a snapshot."""
        for key in self.sort_keys(rows):
            columns = rows[key]
            presented = [
                self.make_column(field, self.render_value(field, columns[column]))
                for column, field in self.get_visible_fields(key).items()
                if column in columns
            ]
            yield SnapshotRow(self.get_row_name(key, columns), "", presented)

    def get_changed_rows(self, changes, old, new, language=""):
        """Yield a SnapshotRow for each changed row between two snapshots, restricted to one language if given."""
        for key in self.sort_keys(changes):
            columns = changes[key]
            presented = [
                self.make_column(field, html)
                for column, field in self.get_visible_fields(key).items()
                if column in columns and language in ("", get_field_language(field))
                if (html := self.render_change(field, columns[column]["was"], columns[column]["now"]))
            ]
            if presented:
                name = self.get_row_name(key, new.get(key) or old[key])
                yield SnapshotRow(name, self.get_change_type(key, old, new), presented)

    def get_change_type(self, key, old, new):
        if key not in old:
            return _("added")
        return _("removed") if key not in new else ""


def get_removed_fields(version):
    """Return the stored values of a version that no model has a field for any more: `[(name, value)]`."""
    return [
        (f"{key}, {column}", str(value))
        for key, columns in version.removed_fields.items()
        for column, value in columns.items()
    ]
