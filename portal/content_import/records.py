"""What the files of the first content say, as records, and what must hold among them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from django.db import models


class Mistake(NamedTuple):
    """What is wrong in a file, and where."""

    file: Path
    line: int
    reason: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.reason}"


class ContentError(Exception):
    """The mistakes of all the files that were read."""

    def __init__(self, mistakes):
        self.mistakes = mistakes
        super().__init__("\n".join(map(str, mistakes)))


@dataclass
class Record:
    """One record of a file: the columns that it gives, the records that it names, and the parts that belong to it."""

    model: type[models.Model]
    key: str
    file: Path
    line: int
    values: dict = field(default_factory=dict)
    references: dict = field(default_factory=dict)
    relations: dict = field(default_factory=dict)
    parts: list = field(default_factory=list)
    parent: tuple | None = None

    @property
    def name(self):
        return self.model._meta.label_lower, self.key

    def named(self):
        """The records that this one names, each with the line of its name."""
        yield from self.references.values()
        for names in self.relations.values():
            yield from names

    def mistake(self, reason):
        return Mistake(self.file, self.line, reason)


def with_parts(records):
    """These records, each followed by its parts."""
    return [item for record in records for item in (record, *with_parts(record.parts))]


def unknown_references(records):
    """A Mistake for each record that names one which no file holds."""
    known = {record.name for record in records}
    return [
        Mistake(record.file, line, f"there is no {name[0]} with the key “{name[1]}”")
        for record in with_parts(records)
        for name, line in record.named()
        if name not in known
    ]


def repeated_names(records):
    """A Mistake for each record whose key another record of its model has."""
    seen, mistakes = set(), []
    for record in with_parts(records):
        if record.name in seen:
            mistakes.append(record.mistake(f"the key “{record.key}” stands twice"))
        seen.add(record.name)
    return mistakes


def names_in(record):
    """The names of the records that this one and its parts refer to."""
    return [name for item in with_parts([record]) for name, _ in item.named()]


def in_order(records):
    """The same records, each after those that it names."""
    placed, waiting, result = set(), list(records), []
    while waiting:
        ready = [record for record in waiting if all(name in placed for name in names_in(record))]
        if not ready:
            raise ContentError(
                [record.mistake("this record and others name each other in a circle") for record in waiting]
            )
        result += ready
        placed |= {record.name for record in ready}
        waiting = [record for record in waiting if record.name not in placed]
    return result
