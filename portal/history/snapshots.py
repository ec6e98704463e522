"""What belongs to a record, and how two states of it differ: the mechanism under history, compare, restore and drafts.

A snapshot is plain data: `{"news.newsitem:1": {"title_en": …}}`, one entry a row, the record first and then its parts.
"""

import json

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from portal.i18n.languages import get_translated_fields
from portal.records.parts import get_parts

# Noted beside the texts: merged text by text, and never a matter to decide.
NOTED = "fingerprints"


def key_of(record):
    """The name of one row in a snapshot: news.newsitem:1."""
    return f"{record._meta.label_lower}:{record.pk}"


def kept_fields(model):
    """The columns that a snapshot holds: all but keys, clocks, counters, generated columns and unsuffixed originals."""
    left_out = {*get_translated_fields(model), *getattr(model, "not_versioned", ())}
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in left_out and not (field.primary_key or field.generated)
    ]


def plain_value(field, record):
    """The value of one column as JSON holds it. No text is None wherever the column may be, as forms do not tell."""
    value = field.value_from_object(record)
    if isinstance(field, models.FileField):
        return value.name or ""
    return None if value == "" and field.null else value


def row(record):
    """The columns and many-to-many relations of one row, as JSON holds them."""
    values = {field.attname: plain_value(field, record) for field in kept_fields(type(record))}
    for field in record._meta.many_to_many:
        values[field.name] = sorted(getattr(record, field.name).values_list("pk", flat=True))
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def snapshot(record):
    """The record and its parts, as they stand in the database and in `record`."""
    rows = {key_of(record): row(record)}
    for part in get_parts(record):
        rows |= snapshot(part)
    return rows


def difference(one, other):
    """What leads from one snapshot to another: {row: {column: {"was": …, "now": …}}}, None for what is absent."""
    changes = {}
    for key in [*one, *(key for key in other if key not in one)]:
        was, now = one.get(key, {}), other.get(key, {})
        columns = {
            column: {"was": was.get(column), "now": now.get(column)}
            for column in [*was, *(column for column in now if column not in was)]
            if was.get(column) != now.get(column)
        }
        if columns or (key in one) != (key in other):
            changes[key] = columns
    return changes


# Reading what was kept
def model_of(key):
    """The model of a row, told from its name; None where there is no such model any more."""
    try:
        return apps.get_model(key.partition(":")[0])
    except (LookupError, ValueError):
        return None


def columns_of(model):
    """What a row of a snapshot holds, each with its field: the kept columns, and the relations to many."""
    columns = {field.attname: field for field in kept_fields(model)}
    return columns | {field.name: field for field in model._meta.many_to_many}


def renamed(columns, names):
    """One row with today's names for its columns, those that its fingerprints are noted under too."""
    columns = {names.get(column, column): value for column, value in columns.items()}
    if noted := columns.get("fingerprints"):
        columns["fingerprints"] = {names.get(column, column): value for column, value in noted.items()}
    return columns


def of_today(snapshot):
    """A snapshot as today's models name its columns, and what of it they no longer have: two snapshots.

    What a model has renamed, it says: `former_names = {"abstract_en": "summary_en"}`.
    """
    known, unknown = {}, {}
    for key, columns in snapshot.items():
        model = model_of(key)
        fields = columns_of(model) if model else {}
        columns = renamed(columns, getattr(model, "former_names", {}))
        if model:
            known[key] = {column: value for column, value in columns.items() if column in fields}
        if others := {column: value for column, value in columns.items() if column not in fields}:
            unknown[key] = others
    return known, unknown


def read(field, value):
    """The value of a column, from what JSON holds; as it stands where the field would not take it any more."""
    try:
        return field.to_python(value)
    except ValidationError:
        return value


def fill(record, columns):
    """Gives a row these values of a snapshot, relations to many aside."""
    for column, field in columns_of(type(record)).items():
        if column in columns and not field.many_to_many:
            setattr(record, column, read(field, columns[column]))


def instance_of(key, columns):
    """A row of a snapshot as a record that is not saved, with the key that it had."""
    record = model_of(key)(pk=int(key.partition(":")[2]))
    fill(record, columns)
    return record


def language_of(field):
    """The language of a column, None for one that is the same in all."""
    return getattr(field, "language", None)
