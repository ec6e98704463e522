"""Read content files into ContentRecords, and report every problem with its file and line."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import yaml
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from portal.content_import.records import (
    ContentError,
    ContentProblem,
    ContentRecord,
    find_duplicate_keys,
    find_unknown_references,
    sort_by_references,
)
from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name
from portal.publishing.models import Publishable

YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Keys in the files that differ from the field name.
ALIASES = {"source": "source_language"}
BOOLEANS = {"true": True, "false": False}


class NodeError(Exception):
    """A problem at one YAML node."""

    def __init__(self, node, reason):
        self.line = node.start_mark.line + 1
        self.reason = reason
        super().__init__(reason)


def find_content_files():
    """Return the content files of all apps, in the order of INSTALLED_APPS."""
    folders = (Path(config.path) / "content" for config in apps.get_app_configs())
    return [path for folder in folders for path in sorted(folder.glob("*.yaml"))]


def read_content(paths):
    """Return the ContentRecords of the files, each after those that it refers to.

    Raise ContentError with all problems of all files.
    """
    records, problems = [], []
    for path in paths:
        try:
            records += read_file(path, problems)
        except NodeError as error:
            problems.append(ContentProblem(path, error.line, error.reason))
        except ContentError as error:
            problems += error.problems
    problems += find_unknown_references(records)
    problems += find_duplicate_keys(records)
    if problems:
        raise ContentError(problems)
    return sort_by_references(records)


def parse_yaml(path):
    """Return the root node of a file, None if it is empty. Raise ContentError if it cannot be parsed."""
    line, text = 1, ""
    try:
        text = path.read_text(encoding="utf-8")
        return yaml.compose(text, Loader=YAML_LOADER)
    except OSError:
        reason = "this file cannot be read"
    except UnicodeDecodeError as error:
        line, reason = error.object.count(b"\n", 0, error.start) + 1, "this is not UTF-8"
    except yaml.reader.ReaderError as error:
        line, reason = text.count("\n", 0, text.find(chr(error.character))) + 1, f"this is not YAML: {error.reason}"
    except yaml.MarkedYAMLError as error:
        line, reason = (error.problem_mark.line if error.problem_mark else 0) + 1, f"this is not YAML: {error.problem}"
    raise ContentError([ContentProblem(path, line, reason)])


def read_file(path, problems):
    """Return the ContentRecords of one file. Problems within records are appended to `problems`."""
    root = parse_yaml(path)
    if root is None:
        return []
    nodes = read_mapping(root, allowed={"model", "records"})
    for name in ("model", "records"):
        if name not in nodes:
            raise NodeError(root, f"“{name}” is missing")
    model = read_model(nodes["model"])
    records = []
    for node in read_sequence(nodes["records"]):
        try:
            records.append(read_record(node, model, path))
        except NodeError as error:
            problems.append(ContentProblem(path, error.line, error.reason))
    return records


def read_model(node):
    """Return the model that a file names, such as news.newsitem."""
    try:
        return apps.get_model(read_scalar(node))
    except (LookupError, ValueError):
        raise NodeError(node, f"there is no model “{node.value}”") from None


def read_mapping(node, allowed=None):
    """Return the value nodes of a mapping by key. Raise NodeError for a key that is repeated or not allowed."""
    if not isinstance(node, yaml.MappingNode):
        raise NodeError(node, "names and values are expected here")
    nodes = {}
    for key, value in node.value:
        name = read_scalar(key)
        if name in nodes:
            raise NodeError(key, f"“{name}” occurs twice")
        if allowed is not None and name not in allowed:
            raise NodeError(key, f"unknown key “{name}”; known are {', '.join(sorted(allowed))}")
        nodes[name] = value
    return nodes


def read_sequence(node):
    """Return the nodes of a list."""
    if not isinstance(node, yaml.SequenceNode):
        raise NodeError(node, "a list is expected here")
    return node.value


def read_scalar(node):
    """Return the text of a single value."""
    if not isinstance(node, yaml.ScalarNode):
        raise NodeError(node, "one value is expected here")
    if "\0" in node.value:
        raise NodeError(node, "NUL characters are not allowed")
    return node.value.strip()


def get_allowed_keys(model):
    """Return the keys of a record of this model: its fields, under their names without a language, and its parts."""
    suffixed_names = {
        localized_field_name(name, language) for name in get_translated_fields(model) for language in LANGUAGES
    }
    fields = {
        item.name
        for item in model._meta.concrete_fields
        if item.editable and not isinstance(item, models.FileField) and item.name not in suffixed_names
    }
    fields |= {item.name for item in model._meta.many_to_many}
    aliases = {alias for alias, name in ALIASES.items() if name in fields}
    own_keys = {"key", "changed"} if issubclass(model, Publishable) else {"key"}
    return (
        (fields - {ALIASES[alias] for alias in aliases} - {"id"}) | aliases | own_keys | {*getattr(model, "parts", ())}
    )


def read_record(node, model, path, parent=None):
    """Return the ContentRecord of a node, with its parts."""
    nodes = read_mapping(node, get_allowed_keys(model) - ({get_parent_field(model, parent)} if parent else set()))
    key = read_scalar(nodes["key"]) if "key" in nodes else ""
    if not key:
        raise NodeError(node, "“key” is missing")
    record = ContentRecord(model, f"{parent.key}/{key}" if parent else key, path, node.start_mark.line + 1)
    record.parent = parent and (get_parent_field(model, parent), parent.name)
    if not has_field(model, "key"):
        del nodes["key"]
    if "changed" in nodes:
        record.changed = read_day(nodes.pop("changed"))
    source = (
        read_scalar(nodes["source"])
        if "source" in nodes
        else (parent.values.get("source_language") if parent else "en")
    )
    if "source" in nodes and source not in LANGUAGES:
        raise NodeError(nodes["source"], f"“source”: “{source}” is not one of {', '.join(LANGUAGES)}")
    for name, value in nodes.items():
        if name in getattr(model, "parts", ()):
            part_model = model._meta.get_field(name).related_model
            record.values.setdefault("source_language", source)
            record.parts += [read_record(part, part_model, path, record) for part in read_sequence(value)]
        else:
            read_field(record, model._meta.get_field(ALIASES.get(name, name)), value, source)
    if not has_field(model, "source_language"):
        record.values.pop("source_language", None)
    if "title" in get_translated_fields(model) and not record.values.get(localized_field_name("title", source)):
        raise NodeError(nodes.get("title", node), f"the title is missing in the source language, “{source}”")
    return record


def has_field(model, name):
    """Return whether the model has a field of this name."""
    try:
        return bool(model._meta.get_field(name))
    except FieldDoesNotExist:
        return False


def get_parent_field(model, parent):
    """Return the name of a part's foreign key to its parent."""
    keys = (field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))
    return next(field.name for field in keys if field.related_model is parent.model)


def read_field(record, field, node, source):
    """Add one field to the record: a value, a value for each language of a translated field, or a reference."""
    if isinstance(field, models.ForeignKey):
        record.references[field.attname] = read_reference(field, node)
    elif isinstance(field, models.ManyToManyField):
        record.relations[field.name] = [read_reference(field, item) for item in read_sequence(node)]
    elif field.name in get_translated_fields(record.model):
        texts = read_mapping(node, set(LANGUAGES))
        if field.name not in getattr(record.model, "not_translations", ()) and source not in texts:
            raise NodeError(node, f"“{field.name}” is missing in the source language, “{source}”")
        for language, text in texts.items():
            column = record.model._meta.get_field(localized_field_name(field.name, language))
            record.values[column.name] = read_value(column, text)
    else:
        record.values[field.name] = read_value(field, node)


def read_day(node):
    """Return noon of a day such as 2026-11-22."""
    try:
        return datetime.combine(date.fromisoformat(read_scalar(node)), time(12), tzinfo=UTC)
    except ValueError:
        raise NodeError(node, "“changed”: a day such as 2026-11-22 is expected here") from None


def read_reference(field, node):
    """Return ((model label, key), line) of the record that a foreign key or list item refers to."""
    return (field.related_model._meta.label_lower, read_scalar(node)), node.start_mark.line + 1


def read_value(field, node):
    """Return the value for a field, validated by the field itself."""
    if isinstance(field, ArrayField):
        value = [read_scalar(item) for item in read_sequence(node)]
    elif isinstance(field, models.BooleanField):
        value = BOOLEANS.get(read_scalar(node), read_scalar(node))
    else:
        value = read_scalar(node)
    try:
        return field.clean(value, None)
    except ValidationError as error:
        raise NodeError(node, f"“{field.name}”: {' '.join(error.messages)}") from None
