"""Datasets as CSV, JSON and JSON Schema."""

import json
from decimal import Decimal

from django.urls import reverse
from django.utils.text import capfirst

from portal.downloads import stream_csv
from portal.i18n.languages import LANGUAGES, localize
from portal.open_data.columns import Column
from portal.pages.models import Page

SEPARATOR = "; "  # between the values of an array in a CSV cell
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TERMS_KEY = "open-data"  # of the Page whose summary is the licence line


def get_terms():
    """Return the public page with the terms of use of the data, None if there is none."""
    return Page.objects.published().filter(key=TERMS_KEY).first()


def get_licence():
    """Return the licence line in the active language, None if there is none."""
    terms = get_terms()
    return (terms and localize(terms, "summary").text) or None


def format_cell(value):
    """Return a value as the text of a CSV cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return SEPARATOR.join(value) if isinstance(value, list) else str(value)


def stream_dataset_csv(dataset, language, base_url):
    """Yield a dataset as the lines of a CSV file, as bytes."""
    rows = dataset.iterate_rows(language, base_url)
    return stream_csv(dataset.header, (map(format_cell, row) for row in rows))


def dump_json(value):
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, default=float)


def stream_dataset_json(dataset, language, base_url, licence):
    """Yield a dataset as the parts of a JSON file, as bytes: an object whose `records` are objects, one a line."""
    head = {
        "dataset": dataset.name,
        "language": None if dataset.multilingual else language,
        "licence": licence,
        "schema": build_schema_url(dataset, base_url),
    }
    yield f'{dump_json(head)[:-1]}, "records": ['.encode()
    separator = "\n"
    for row in dataset.iterate_rows(language, base_url):
        record = dict(zip(dataset.header, row, strict=True))
        yield f"{separator}{dump_json(record)}".encode()
        separator = ",\n"
    yield b"\n]}\n"


def build_schema_url(dataset, base_url):
    """Return the absolute URL of the schema of a dataset."""
    return base_url.rstrip("/") + reverse("dataset_schema", args=[dataset.name])


def build_column_schema(column: Column):
    """Return the schema of the values of a column."""
    schema = {"title": capfirst(str(column.verbose_name))}
    notes = [str(column.description)] if column.description else []
    notes += [f"{code}: {label}" for code, label in column.choices]
    if notes:
        schema["description"] = "\n".join(notes)
    values = {key: getattr(column, key) for key in ("format", "pattern") if getattr(column, key)}
    if column.choices:
        values["enum"] = [code for code, _label in column.choices]
    if column.type == "array":
        return {**schema, "type": "array", "items": {"type": "string", **values}}
    if "enum" in values:
        values["enum"].append(None)
    return {**schema, "type": [column.type, "null"], **values}


def build_schema(dataset, base_url):
    """Return the JSON Schema of the JSON file of a dataset, with its texts in the active language."""
    record = {
        "type": "object",
        "properties": {column.name: build_column_schema(column) for column in dataset.columns},
        "required": dataset.header,
        "additionalProperties": False,
    }
    properties = {
        "dataset": {"const": dataset.name},
        "language": {"const": None} if dataset.multilingual else {"enum": list(LANGUAGES)},
        "licence": {"type": ["string", "null"]},
        "schema": {"type": "string", "format": "uri"},
        "records": {"type": "array", "items": record},
    }
    return {
        "$schema": DIALECT,
        "$id": build_schema_url(dataset, base_url),
        "title": str(dataset.verbose_name),
        "description": str(dataset.description),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
