"""Brings the first content into the database, and later versions of it, without touching what an editor has changed.

For each record of the files, LoadedRecord keeps a fingerprint of every column as it stood once loaded. A column that
still has that fingerprint is the file's to correct; one that has another is an editor's, and stays.
"""

import hashlib
import json
from collections import Counter, defaultdict
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

from portal.content_import.models import LoadedRecord
from portal.content_import.records import ContentError, with_parts
from portal.external_links.models import register_external_links
from portal.history.models import Event
from portal.history.snapshots import get_versioned_fields, serialize_value
from portal.publishing.models import Publishable, finalize_save, publishable_models
from portal.records.models import Status

# Any number will do, as long as it is this one in every process of the portal.
LOADING = 732_004


def fingerprint(record, column):
    """16 hexadecimal digits for the value of one column, the same after a form was sent back as it was shown."""
    value = serialize_value(record._meta.get_field(column), record)
    if value is None or isinstance(value, str):
        value = "\n".join((value or "").splitlines())
    return hashlib.sha256(json.dumps(value, cls=DjangoJSONEncoder).encode()).hexdigest()[:16]


def print_of_keys(keys):
    """16 hexadecimal digits for the rows of a many-to-many relation."""
    return hashlib.sha256(json.dumps(keys).encode()).hexdigest()[:16]


def tell_readers(record):
    """A correction of the files is one that readers meet with a new date."""
    type(record)._base_manager.filter(pk=record.pk, status=Status.PUBLISHED).update(changed_at=timezone.now())


@contextmanager
def blamed_on(record):
    """Tells what the database's rules refuse as a mistake at a record's place in its file."""
    try:
        yield
    except ValidationError as error:
        fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        reasons = (
            f"“{field}”: {' '.join(said)}" if field.strip("_") else " ".join(said) for field, said in fields.items()
        )
        raise ContentError([record.mistake(" ".join(reasons))]) from error


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
        for record in with_parts(self.records):
            if record.name in self.memory:
                wanted[record.model][self.memory[record.name].object_id] = record.name
        return {
            names[row.pk]: row
            for model, names in wanted.items()
            for row in model._base_manager.filter(pk__in=names).prefetch_related(
                *(field.name for field in model._meta.many_to_many)
            )
        }

    def run(self):
        """Brings every record, publishes what is new, and keeps a version of what was corrected."""
        for record in self.records:
            with blamed_on(record):
                self.bring_whole(record)
        return self

    def bring_whole(self, record):
        """One record with its parts."""
        new = record.name not in self.memory
        changed = self.bring(record)
        for part in record.parts:
            if record.name in self.objects:
                with blamed_on(part):
                    changed = self.bring(part) or changed
        if isinstance(row := self.objects.get(record.name), Publishable) and changed:
            if new:
                row.publish(by=None)
            else:
                finalize_save(row, Event.LOADED, by=None)
                tell_readers(row)

    def bring(self, record):
        """Creates or corrects one row; tells whether anything changed."""
        gone = [name for name, _ in record.references.values() if name not in self.objects]
        if record.name in self.objects:
            return self.correct(record)
        if record.name in self.memory:
            self.kept.append(f"{' '.join(record.name)}: deleted by an editor, and left out")
        elif gone:
            self.kept.append(f"{' '.join(record.name)}: left out, since {' '.join(gone[0])} is not there")
        else:
            return self.create(record)
        return False

    def values(self, record):
        """The columns that a record gives, references included."""
        references = {
            column: self.objects[name].pk for column, (name, _) in record.references.items() if name in self.objects
        }
        return {**record.values, **references}

    def create(self, record):
        """A new row, and the memory of what it was made from."""
        row = record.model(**self.values(record))
        if record.parent:
            field, name = record.parent
            setattr(row, field, self.objects[name])
        self.give_way(row, record.values)
        row.full_clean()
        row.save()
        self.objects[record.name] = row
        for relation in record.relations:
            getattr(row, relation).set(self.related(record, relation))
        model, key = record.name
        columns = [field.attname for field in get_versioned_fields(record.model) if field.editable]
        prints = {column: fingerprint(row, column) for column in columns}
        prints |= {relation: print_of_keys(self.related(record, relation)) for relation in record.relations}
        self.memory[record.name] = LoadedRecord.objects.create(
            model=model, key=key, object_id=row.pk, fingerprints=prints
        )
        self.counts["created"] += 1
        return True

    def give_way(self, row, columns):
        """Numbers each slug of the files that an editor's record has taken."""
        for column in columns:
            if column.startswith("slug_"):
                setattr(row, column, row.get_available_slug(column, getattr(row, column)))

    def related(self, record, relation):
        """The keys of the rows that a many-to-many relation of the files names, of those that are there."""
        return sorted(self.objects[name].pk for name, _ in record.relations[relation] if name in self.objects)

    def correct_relations(self, record, row, memory):
        """The same as `correct` for many-to-many relations."""
        corrected = False
        for relation in record.relations:
            keys = self.related(record, relation)
            wanted = print_of_keys(keys)
            present = print_of_keys(sorted(related.pk for related in getattr(row, relation).all()))
            if present not in (wanted, memory.fingerprints.get(relation, print_of_keys([]))):
                self.kept.append(f"{' '.join(record.name)}: {relation} was changed by an editor, and stays")
                continue
            memory.fingerprints[relation] = wanted
            if present != wanted:
                getattr(row, relation).set(keys)
                self.counts["corrected"] += 1
                corrected = True
        return corrected

    def correct(self, record):
        """Writes what the file says otherwise than at the last run, where no editor has changed it since."""
        row, memory = self.objects[record.name], self.memory[record.name]
        values = self.values(record)
        fresh, empty = record.model(**values), record.model()
        corrected, remembered = [], dict(memory.fingerprints)
        for column in values:
            wanted, present = fingerprint(fresh, column), fingerprint(row, column)
            # A column that the model did not have at the last run is an editor's as soon as it holds anything.
            loaded = remembered.get(column, fingerprint(empty, column))
            if present not in (wanted, loaded):
                self.kept.append(f"{' '.join(record.name)}: {column} was changed by an editor, and stays")
                continue
            memory.fingerprints[column] = wanted
            if present != wanted:
                setattr(row, column, getattr(fresh, column))
                corrected.append(column)
        if corrected and not self.save_corrected(record, row, corrected):
            return False
        related = self.correct_relations(record, row, memory)
        if memory.fingerprints != remembered:
            memory.save()
        return bool(corrected) or related

    def save_corrected(self, record, row, corrected):
        """Saves a corrected row, unless what an editor made of it since does not bear the correction."""
        self.give_way(row, corrected)
        try:
            row.full_clean()
        except ValidationError as error:
            self.kept.append(f"{' '.join(record.name)}: not corrected. {' '.join(error.messages)}")
            row.refresh_from_db()
            return False
        row.save()
        self.counts["corrected"] += 1
        return True


def register_older():
    """Registers where the records lead that were saved before there was a register."""
    for model in publishable_models():
        for record in model._base_manager.filter(outward__isnull=True):
            register_external_links(record)


@transaction.atomic
def load(records):
    """Brings the records, all or none; one process at a time. The Loading tells what was done and what was kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING])
    loading = Loading(records).run()
    register_older()
    return loading
