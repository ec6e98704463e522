"""The records of content files, and the checks between records."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.db import models


class ContentProblem(NamedTuple):
    """A problem in a content file."""

    file: Path
    line: int
    reason: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.reason}"


class ContentError(Exception):
    """One or more problems in content files."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass
class ContentRecord:
    """A record of a content file.

    `values` are column values, `references` and `relations` the foreign keys and many-to-many relations as
    ((model label, key), line), `parts` the ContentRecords that belong to it, and `parent` for a part is
    (foreign key, name of the parent). `changed` is the date on which readers last saw a change, if the file has one.
    """

    model: type[models.Model]
    key: str
    file: Path
    line: int
    values: dict = field(default_factory=dict)
    references: dict = field(default_factory=dict)
    relations: dict = field(default_factory=dict)
    parts: list = field(default_factory=list)
    parent: tuple | None = None
    changed: datetime | None = None

    @property
    def name(self):
        return self.model._meta.label_lower, self.key

    def get_references(self):
        """Yield (name, line) of each record that this one refers to."""
        yield from self.references.values()
        for names in self.relations.values():
            yield from names

    def create_problem(self, reason):
        return ContentProblem(self.file, self.line, reason)


def flatten(records):
    """Return the records, each followed by its parts."""
    return [item for record in records for item in (record, *flatten(record.parts))]


def find_unknown_references(records):
    """Return a ContentProblem for each reference to a record or part that no file contains."""
    known = {record.name for record in flatten(records)}
    return [
        ContentProblem(record.file, line, f"there is no {name[0]} with the key “{name[1]}”")
        for record in flatten(records)
        for name, line in record.get_references()
        if name not in known
    ]


def find_duplicate_keys(records):
    """Return a ContentProblem for each record with a key that another record of its model has."""
    seen, problems = set(), []
    for record in flatten(records):
        if record.name in seen:
            problems.append(record.create_problem(f"the key “{record.key}” occurs twice"))
        seen.add(record.name)
    return problems


def get_referenced_names(record):
    """Return the names of the records that this one and its parts refer to."""
    return [name for item in flatten([record]) for name, _ in item.get_references()]


def sort_by_references(records):
    """Return the records, each after those that it refers to. Raise ContentError for a cycle."""
    sorted_names, remaining, result = set(), list(records), []
    while remaining:
        ready = [record for record in remaining if all(name in sorted_names for name in get_referenced_names(record))]
        if not ready:
            raise ContentError(
                [record.create_problem("this record and others refer to each other in a cycle") for record in remaining]
            )
        result += ready
        sorted_names |= {item.name for item in flatten(ready)}
        remaining = [record for record in remaining if record.name not in sorted_names]
    return result
