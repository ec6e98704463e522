"""Snapshots: a record and its parts as plain data, which history, diffs, drafts and restoring compare and apply.

A snapshot maps object keys to columns, `{"news.newsitem:1": {"title_en": …}}`: one entry for each row, the record
first and then its parts.
"""

import json
import re

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from portal.i18n.languages import get_translated_fields
from portal.records.parts import get_parts

# The column with the hashes of the source texts that translations were made from (see portal/translations/status.py).
# It is merged text by text and never causes a conflict.
SOURCE_HASHES = "fingerprints"
OBJECT_KEY = re.compile("[a-z]+[.][a-z]+:-?[0-9]{1,18}")


def get_object_key(record):
    """Return the key of a row in snapshots, such as `news.newsitem:1`."""
    return f"{record._meta.label_lower}:{record.pk}"


def get_versioned_fields(model):
    """Return the fields that a snapshot stores.

    Leaves out primary keys, generated columns, the unsuffixed originals of translated fields, and the model's
    `not_versioned` (timestamps, counters and the like).
    """
    excluded = {*get_translated_fields(model), *getattr(model, "not_versioned", ())}
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in excluded and not (field.primary_key or field.generated)
    ]


def serialize_value(field, record):
    """Return the value of a column as JSON stores it.

    An empty text is None if the column is nullable, because forms do not distinguish the two.
    """
    value = field.value_from_object(record)
    if isinstance(field, models.FileField):
        return value.name or ""
    return None if value == "" and field.null else value


def serialize_row(record):
    """Return the columns and many-to-many relations of one row as JSON data."""
    values = {field.attname: serialize_value(field, record) for field in get_versioned_fields(type(record))}
    for field in record._meta.many_to_many:
        values[field.name] = sorted(getattr(record, field.name).values_list("pk", flat=True))
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def take_snapshot(record):
    """Return the snapshot of a record: its own columns from `record`, its parts and relations from the database."""
    rows = {get_object_key(record): serialize_row(record)}
    for part in get_parts(record):
        rows |= take_snapshot(part)
    return rows


def diff_snapshots(old, new):
    """Return the changes from one snapshot to another: `{key: {column: {"was": …, "now": …}}}`.

    A value that is absent from a snapshot is None.
    """
    changes = {}
    for key in [*old, *(key for key in new if key not in old)]:
        was, now = old.get(key, {}), new.get(key, {})
        columns = {
            column: {"was": was.get(column), "now": now.get(column)}
            for column in [*was, *(column for column in now if column not in was)]
            if was.get(column) != now.get(column)
        }
        if columns or (key in old) != (key in new):
            changes[key] = columns
    return changes


# Reading stored snapshots
def get_model_for_key(key):
    """Return the model of an object key, or None if the model no longer exists."""
    try:
        return apps.get_model(key.partition(":")[0])
    except (LookupError, ValueError):
        return None


def get_pk_from_key(key):
    """Return the primary key in an object key."""
    return int(key.partition(":")[2])


def get_rows_of(data):
    """Return {key: columns} of stored JSON data, without what SQL or an earlier version has left that is no row."""
    rows = data.items() if isinstance(data, dict) else ()
    return {key: columns for key, columns in rows if OBJECT_KEY.fullmatch(key) and isinstance(columns, dict)}


def get_columns(model):
    """Return the columns that a snapshot has for a row of a model: `{name: field}`, many-to-many relations included."""
    columns = {field.attname: field for field in get_versioned_fields(model)}
    return columns | {field.name: field for field in model._meta.many_to_many}


def rename_columns(columns, names):
    """Return the columns of one row under new names (`{old: new}`), also inside its source hashes."""
    columns = {names.get(column, column): value for column, value in columns.items()}
    hashes = columns.get(SOURCE_HASHES)
    if hashes and isinstance(hashes, dict):
        columns[SOURCE_HASHES] = {names.get(column, column): value for column, value in hashes.items()}
    return columns


def migrate_snapshot(snapshot):
    """Adapt a stored snapshot to the current models: return (snapshot, snapshot of the columns no model has now).

    A model lists its renamed columns in `former_names`, as in `{"abstract_en": "summary_en"}`.
    """
    known, unknown = {}, {}
    for key, columns in get_rows_of(snapshot).items():
        model = get_model_for_key(key)
        fields = get_columns(model) if model else {}
        columns = rename_columns(columns, getattr(model, "former_names", {}))
        if model:
            known[key] = {column: value for column, value in columns.items() if column in fields}
        if others := {column: value for column, value in columns.items() if column not in fields}:
            unknown[key] = others
    return known, unknown


def deserialize_value(field, value):
    """Return the Python value of a column from JSON data; unchanged if the field no longer accepts it."""
    try:
        return field.to_python(value)
    except ValidationError:
        return value


def assign_columns(record, columns):
    """Set the columns of a snapshot on a row, except many-to-many relations."""
    for column, field in get_columns(type(record)).items():
        if column in columns and not field.many_to_many:
            setattr(record, column, deserialize_value(field, columns[column]))


def build_instance(key, columns):
    """Return a row of a snapshot as an unsaved model instance with its primary key."""
    record = get_model_for_key(key)(pk=get_pk_from_key(key))
    assign_columns(record, columns)
    return record


def get_field_language(field):
    """Return the language of a translated column, or None for other columns."""
    return getattr(field, "language", None)
