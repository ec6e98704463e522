"""A version, and what two of them differ in, as an editor reads it: labels, values in words, rows by their names.

What a record leads to is told by names that the editor may see. What makes HTML of texts is in text_diff.py.
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

from portal.editing.history.text_diff import compared, compared_items, listed, shown
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


class Column(NamedTuple):
    """One column: what it is called, the language of its text if it has one, and its value or what changed in it."""

    words: str
    language: str
    html: str


class Row(NamedTuple):
    """The record, or one of its parts: by name, with a word on whether it came or went."""

    name: str
    fate: str
    columns: list


def is_prose(field):
    """Whether a column holds words that are compared one by one."""
    written_otherwise = (PartialDateField, models.SlugField, models.URLField, models.EmailField)
    texts = isinstance(field, (models.TextField, models.CharField)) and not isinstance(field, written_otherwise)
    return texts and not field.choices


def dated(value, pattern):
    return formats.date_format(value, pattern)


def in_words(field, value):
    """The value of a column that is neither prose nor a relation, as words."""
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
        return dated(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return dated(value, "DATE_FORMAT")
    return str(dict(field.flatchoices).get(value, value))


class Telling:
    """Snapshots of one record as one editor reads them."""

    def __init__(self, record, editor, *snapshots):
        self.record, self.editor = record, editor
        parts = getattr(record, "parts", ())
        self.models = [type(record), *(record._meta.get_field(name).related_model for name in parts)]
        self.names = self.names_in(snapshots)

    def names_in(self, snapshots):
        """What the rows lead to, by name: one query a model, however many rows there are."""
        wanted = defaultdict(set)
        for rows in snapshots:
            for key, columns in rows.items():
                for column, field in self.told_columns(key).items():
                    wanted[field.related_model].update(get_related_pks(field, columns.get(column)))
        return {
            model: {pk: get_visible_name(one, self.editor) for pk, one in model._base_manager.in_bulk(keys).items()}
            for model, keys in wanted.items()
            if model and keys
        }

    def told_columns(self, key):
        """The columns of a row that an editor knows of: no fingerprints, and not whose part it is."""
        own = type(self.record)
        model = get_model_for_key(key)
        return {
            column: field
            for column, field in get_columns(model).items()
            if column != SOURCE_HASHES and not (model is not own and field.related_model is own)
        }

    def in_order(self, keys):
        """The names of rows: the record's, then its parts as its form shows them."""
        return sorted(keys, key=lambda key: (self.models.index(get_model_for_key(key)), get_pk_from_key(key)))

    def name(self, key, columns):
        """What a row is called: the record by its kind, a part by its own name too."""
        words = capfirst(get_model_for_key(key)._meta.verbose_name)
        if key == get_object_key(self.record):
            return words
        part = build_instance(key, columns)
        for field in part._meta.concrete_fields:
            if field.related_model is type(self.record):
                setattr(part, field.name, self.record)
        return f"{words}: {part}" if str(part) else str(words)

    # Values

    def items(self, field, value):
        """The words for what a column holds, one by one."""
        if value in (None, "", []):
            owner = field.name == "country" and issubclass(field.model, OwnedMixin)
            return [_("All three governments")] if owner else []
        if field.is_relation:
            gone = _("#%(number)s, no longer there")
            names = self.names.get(field.related_model, {})
            return [names.get(pk) or gone % {"number": pk} for pk in get_related_pks(field, value)]
        if isinstance(field, ArrayField) and isinstance(value, list):
            return [in_words(field.base_field, one) for one in value]
        return [in_words(field, value)]

    def column(self, field, html):
        return Column(capfirst(field.verbose_name), get_field_language(field) or "", html)

    def value(self, field, value):
        if is_prose(field):
            return shown(value or "", rich=isinstance(field, RichTextField))
        if isinstance(field, models.FileField) and value:
            return format_html('<a href="{}">{}</a>', reverse("file", args=[value]), in_words(field, value))
        return listed(self.items(field, value))

    def change(self, field, was, now):
        if is_prose(field):
            return compared(was or "", now or "", rich=isinstance(field, RichTextField))
        return compared_items(self.items(field, was), self.items(field, now))

    # Rows

    def whole(self, rows):
        """A version as it stood."""
        for key in self.in_order(rows):
            columns = rows[key]
            fields = self.told_columns(key).items()
            told = [
                self.column(field, self.value(field, columns[column])) for column, field in fields if column in columns
            ]
            yield Row(self.name(key, columns), "", told)

    def changes(self, changes, one, other, language=""):
        """What changes from one snapshot to another, in one language or in all that there is."""
        for key in self.in_order(changes):
            columns = changes[key]
            told = [
                self.column(field, html)
                for column, field in self.told_columns(key).items()
                if column in columns and language in ("", get_field_language(field))
                if (html := self.change(field, columns[column]["was"], columns[column]["now"]))
            ]
            if told:
                yield Row(self.name(key, other.get(key) or one[key]), self.fate(key, one, other), told)

    def fate(self, key, one, other):
        """Whether a row came or went."""
        if key not in one:
            return _("added")
        return _("removed") if key not in other else ""


def no_longer_kept(version):
    """What a version holds and today's records do not: (name, value) as they were kept."""
    kept = version.removed_fields.items()
    return [(f"{key}, {column}", str(value)) for key, columns in kept for column, value in columns.items()]
