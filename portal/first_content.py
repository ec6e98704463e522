"""Brings the first content into the database, and later versions of it, without touching what an editor has changed.

For each record of the files, LoadedRecord keeps a fingerprint of every column as it was loaded. A column that still has
that fingerprint is the file's to correct; one that has another is an editor's, and stays.
"""

import hashlib
import json
from collections import Counter, defaultdict

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from portal.content_files import ContentError
from portal.models import LoadedRecord
from portal.publishing import Publishable
from portal.versions import Event, plain_value, record_version

# Any number will do, as long as it is this one in every process of the portal.
LOADING = 732_004


def fingerprint(record, column):
    """16 hexadecimal digits for the value of one column."""
    value = plain_value(record._meta.get_field(column), record)
    return hashlib.sha256(json.dumps(value, cls=DjangoJSONEncoder).encode()).hexdigest()[:16]


class Loading:
    """One run over the records of the files: what the database holds of them, what was done, and what is reported."""

    def __init__(self, records):
        self.records = records
        self.memory = {(row.model, row.key): row for row in LoadedRecord.objects.all()}
        self.objects = self.present_objects()
        self.counts = Counter()
        self.kept = []

    def present_objects(self):
        """The rows that earlier runs loaded, by model and key: one query a model."""
        wanted = defaultdict(dict)
        for record in (item for top in self.records for item in (top, *top.parts)):
            if record.name in self.memory:
                wanted[record.model][self.memory[record.name].object_id] = record.name
        return {
            names[row.pk]: row for model, names in wanted.items() for row in model._base_manager.filter(pk__in=names)
        }

    def run(self):
        """Brings every record, publishes what is new, and keeps a version of what was corrected."""
        for record in self.records:
            try:
                self.bring_whole(record)
            except ValidationError as error:
                raise ContentError([record.mistake(" ".join(error.messages))]) from error
        return self

    def bring_whole(self, record):
        """One record with its parts."""
        new = record.name not in self.memory
        changed = self.bring(record)
        for part in record.parts:
            if record.name in self.objects:
                changed = self.bring(part) or changed
        if isinstance(row := self.objects.get(record.name), Publishable) and changed:
            if new:
                row.publish(by=None)
            else:
                record_version(row, Event.LOADED, by=None)

    def bring(self, record):
        """Creates or corrects one row; tells whether anything changed."""
        if record.name not in self.memory:
            return self.create(record)
        if record.name not in self.objects:
            self.kept.append(f"{' '.join(record.name)}: deleted by an editor, and left out")
            return False
        return self.correct(record)

    def values(self, record):
        """The columns that a record gives, references included."""
        references = {
            column: self.objects[name].pk for column, (name, _) in record.references.items() if name in self.objects
        }
        if record.parent:
            field, name = record.parent
            references[field] = self.objects[name]
        return {**record.values, **references}

    def create(self, record):
        """A new row, and the memory of what it was made from."""
        row = record.model(**self.values(record))
        row.full_clean()
        row.save()
        self.objects[record.name] = row
        model, key = record.name
        prints = {column: fingerprint(row, column) for column in record.values}
        self.memory[record.name] = LoadedRecord.objects.create(
            model=model, key=key, object_id=row.pk, fingerprints=prints
        )
        self.counts["created"] += 1
        return True

    def correct(self, record):
        """Writes what the file says otherwise than at the last run, where no editor has changed it since."""
        row, memory = self.objects[record.name], self.memory[record.name]
        fresh = record.model(**record.values)
        corrected = []
        for column in record.values:
            loaded, wanted, present = (
                memory.fingerprints.get(column),
                fingerprint(fresh, column),
                fingerprint(row, column),
            )
            if present == wanted:
                memory.fingerprints[column] = wanted
            elif loaded in (present, None):
                setattr(row, column, getattr(fresh, column))
                memory.fingerprints[column] = wanted
                corrected.append(column)
            else:
                self.kept.append(f"{' '.join(record.name)}: {column} was changed by an editor, and stays")
        if corrected:
            row.full_clean()
            row.save()
            memory.save()
            self.counts["corrected"] += 1
        return bool(corrected)


@transaction.atomic
def load(records):
    """Brings the records, all or none; one process at a time. The Loading tells what was done and what was kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING])
    return Loading(records).run()
