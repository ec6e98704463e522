"""Reads the files of the first content and refuses what is wrong in them, by file and line. Nothing here is written."""

from pathlib import Path

import yaml
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from portal.content_import.records import ContentError, Mistake, Record, in_order, repeated_names, unknown_references
from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# How a file calls a column that has a longer name.
ALIASES = {"source": "source_language"}
BOOLEANS = {"true": True, "false": False}


class Refused(Exception):
    """One mistake, at one node of a file."""

    def __init__(self, node, reason):
        self.line = node.start_mark.line + 1
        self.reason = reason
        super().__init__(reason)


def content_files():
    """The files of all apps, in the order in which the apps are installed."""
    folders = (Path(config.path) / "content" for config in apps.get_app_configs())
    return [path for folder in folders for path in sorted(folder.glob("*.yaml"))]


def read(paths):
    """The records of these files, each after those that it names. ContentError lists all mistakes."""
    records, mistakes = [], []
    for path in paths:
        try:
            records += read_file(path, mistakes)
        except Refused as refusal:
            mistakes.append(Mistake(path, refusal.line, refusal.reason))
        except ContentError as error:
            mistakes += error.mistakes
    mistakes += unknown_references(records)
    mistakes += repeated_names(records)
    if mistakes:
        raise ContentError(mistakes)
    return in_order(records)


def yaml_of(path):
    """The node that holds a whole file, None where it is empty. ContentError where it cannot be read at all."""
    line, text = 1, ""
    try:
        text = path.read_text(encoding="utf-8")
        return yaml.compose(text, Loader=LOADER)
    except OSError:
        reason = "this file cannot be read"
    except UnicodeDecodeError as error:
        line, reason = error.object.count(b"\n", 0, error.start) + 1, "this is not UTF-8"
    except yaml.reader.ReaderError as error:
        line, reason = text.count("\n", 0, text.find(chr(error.character))) + 1, f"this is not YAML: {error.reason}"
    except yaml.MarkedYAMLError as error:
        line, reason = (error.problem_mark.line if error.problem_mark else 0) + 1, f"this is not YAML: {error.problem}"
    raise ContentError([Mistake(path, line, reason)])


def read_file(path, mistakes):
    """The records of one file; each mistake in a record is added to `mistakes`."""
    root = yaml_of(path)
    if root is None:
        return []
    top = mapping(root, allowed={"model", "records"})
    for name in ("model", "records"):
        if name not in top:
            raise Refused(root, f"“{name}” is missing")
    model = model_of(top["model"])
    records = []
    for node in sequence(top["records"]):
        try:
            records.append(read_record(node, model, path))
        except Refused as refusal:
            mistakes.append(Mistake(path, refusal.line, refusal.reason))
    return records


def model_of(node):
    """The model that a file names: news.newsitem."""
    try:
        return apps.get_model(scalar(node))
    except (LookupError, ValueError):
        raise Refused(node, f"there is no model “{node.value}”") from None


def mapping(node, allowed=None):
    """The nodes of a mapping by key; a key that stands twice, or is not allowed, is refused."""
    if not isinstance(node, yaml.MappingNode):
        raise Refused(node, "names and values are expected here")
    found = {}
    for key, value in node.value:
        name = scalar(key)
        if name in found:
            raise Refused(key, f"“{name}” stands twice")
        if allowed is not None and name not in allowed:
            raise Refused(key, f"unknown key “{name}”; known are {', '.join(sorted(allowed))}")
        found[name] = value
    return found


def sequence(node):
    """The nodes of a list."""
    if not isinstance(node, yaml.SequenceNode):
        raise Refused(node, "a list is expected here")
    return node.value


def scalar(node):
    """The text of a value."""
    if not isinstance(node, yaml.ScalarNode):
        raise Refused(node, "one value is expected here")
    if "\0" in node.value:
        raise Refused(node, "a NUL stands here")
    return node.value.strip()


def allowed_keys(model):
    """What a record of this model may give: its fields under their unsuffixed names, and its parts."""
    suffixed_names = {
        localized_field_name(name, language) for name in get_translated_fields(model) for language in LANGUAGES
    }
    fields = {
        item.name
        for item in model._meta.concrete_fields
        if item.editable and not isinstance(item, models.FileField) and item.name not in suffixed_names
    }
    fields |= {item.name for item in model._meta.many_to_many}
    shown = {alias for alias, name in ALIASES.items() if name in fields}
    return (fields - {ALIASES[alias] for alias in shown} - {"id"}) | shown | {"key", *getattr(model, "parts", ())}


def read_record(node, model, path, parent=None):
    """One record with its parts."""
    given = mapping(node, allowed_keys(model) - ({parent_field(model, parent)} if parent else set()))
    key = scalar(given["key"]) if "key" in given else ""
    if not key:
        raise Refused(node, "“key” is missing")
    record = Record(model, f"{parent.key}/{key}" if parent else key, path, node.start_mark.line + 1)
    record.parent = parent and (parent_field(model, parent), parent.name)
    if not has_field(model, "key"):
        del given["key"]
    source = (
        scalar(given["source"]) if "source" in given else (parent.values.get("source_language") if parent else "en")
    )
    if "source" in given and source not in LANGUAGES:
        raise Refused(given["source"], f"“source”: “{source}” is none of {', '.join(LANGUAGES)}")
    for name, value in given.items():
        if name in getattr(model, "parts", ()):
            part_model = model._meta.get_field(name).related_model
            record.values.setdefault("source_language", source)
            record.parts += [read_record(part, part_model, path, record) for part in sequence(value)]
        else:
            read_field(record, model._meta.get_field(ALIASES.get(name, name)), value, source)
    if not has_field(model, "source_language"):
        record.values.pop("source_language", None)
    if "title" in get_translated_fields(model) and not record.values.get(localized_field_name("title", source)):
        raise Refused(given.get("title", node), f"the title is missing in the source language, “{source}”")
    return record


def has_field(model, name):
    """Whether the model has a field of this name."""
    try:
        return bool(model._meta.get_field(name))
    except FieldDoesNotExist:
        return False


def parent_field(model, parent):
    """The foreign key of a part that leads to the record it belongs to."""
    keys = (item for item in model._meta.concrete_fields if isinstance(item, models.ForeignKey))
    return next(item.name for item in keys if item.related_model is parent.model)


def read_field(record, item, node, source):
    """Adds one field of a file to the record: a column, three columns of a translated field, or a reference."""
    if isinstance(item, models.ForeignKey):
        record.references[item.attname] = reference(item, node)
    elif isinstance(item, models.ManyToManyField):
        record.relations[item.name] = [reference(item, one) for one in sequence(node)]
    elif item.name in get_translated_fields(record.model):
        texts = mapping(node, set(LANGUAGES))
        if item.name not in getattr(record.model, "not_translations", ()) and source not in texts:
            raise Refused(node, f"“{item.name}” is missing in the source language, “{source}”")
        for language, text in texts.items():
            column = record.model._meta.get_field(localized_field_name(item.name, language))
            record.values[column.name] = value_of(column, text)
    else:
        record.values[item.name] = value_of(item, node)


def reference(item, node):
    """The name of the record that a foreign key or an item of a list leads to, with its line."""
    return (item.related_model._meta.label_lower, scalar(node)), node.start_mark.line + 1


def value_of(item, node):
    """What a column will hold, checked by the column's own rules."""
    if isinstance(item, ArrayField):
        given = [scalar(language) for language in sequence(node)]
    elif isinstance(item, models.BooleanField):
        given = BOOLEANS.get(scalar(node), scalar(node))
    else:
        given = scalar(node)
    try:
        return item.clean(given, None)
    except ValidationError as error:
        raise Refused(node, f"“{item.name}”: {' '.join(error.messages)}") from None
