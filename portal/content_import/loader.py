"""Load content files into the database, and update them later without overwriting changes of editors.

For each record, LoadedRecord stores a fingerprint of every field as it was loaded. Only a field that still has that
fingerprint is updated from the file; any other was changed by an editor.
"""

import hashlib
import json
from collections import Counter, defaultdict
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction

from portal import clock
from portal.content_import.models import LoadedRecord
from portal.content_import.records import flatten
from portal.content_import.violations import convert_validation_errors, find_conflicting_keys, find_violation
from portal.external_links.models import register_external_links
from portal.history.models import Event
from portal.history.snapshots import get_versioned_fields, serialize_value
from portal.publishing.models import Publishable, finalize_save, publishable_models
from portal.publishing.workflow import publish
from portal.record_uses.models import register_uses
from portal.records.models import Status

# An arbitrary number that no other advisory lock of the portal uses.
ADVISORY_LOCK_ID = 732_004


def get_fingerprint(record, column):
    """Return 16 hexadecimal digits for a column value.

    Line endings, which forms change, and zeros at the end of a decimal number, which the database adds, make no
    difference.
    """
    value = serialize_value(record._meta.get_field(column), record)
    if isinstance(value, Decimal):
        value = value.normalize()
    if value is None or isinstance(value, str):
        value = "\n".join((value or "").splitlines())
    return hashlib.sha256(json.dumps(value, cls=DjangoJSONEncoder).encode()).hexdigest()[:16]


def get_keys_fingerprint(keys):
    """Return 16 hexadecimal digits for the primary keys of a many-to-many relation."""
    return hashlib.sha256(json.dumps(keys).encode()).hexdigest()[:16]


def update_changed_at(record, moment):
    """Set the public date of change, if the record is published."""
    type(record)._base_manager.filter(pk=record.pk, status=Status.PUBLISHED).update(changed_at=moment)


class ContentImporter:
    """One import of records.

    `counts` has the numbers of rows "created" and "updated", `skipped` a line for everything that was not loaded.
    """

    def __init__(self, records):
        self.records = records
        self.loaded_records = {(row.model, row.key): row for row in LoadedRecord.objects.all()}
        self.rows = self.get_existing_rows()
        self.counts = Counter()
        self.created = set()
        self.skipped = []

    def get_existing_rows(self):
        """Return {record name: row} of the rows that earlier imports created, with one query for each model."""
        names_by_model = defaultdict(dict)
        for record in flatten(self.records):
            if record.name in self.loaded_records:
                names_by_model[record.model][self.loaded_records[record.name].object_id] = record.name
        return {
            names[row.pk]: row
            for model, names in names_by_model.items()
            for row in model._base_manager.filter(pk__in=names).prefetch_related(
                *(field.name for field in model._meta.many_to_many)
            )
        }

    def run(self, report):
        """Import every record, publish new ones, and record a version of updated ones. Return self."""
        for number, record in enumerate(self.records, 1):
            with convert_validation_errors(record):
                self.import_record(record)
            report(number, len(self.records))
        LoadedRecord.objects.bulk_create(row for row in self.loaded_records.values() if row.pk is None)
        return self

    def import_record(self, record):
        """Import one record with its parts."""
        is_new = record.name not in self.loaded_records
        has_changed = self.create_or_update(record)
        for part in record.parts:
            if record.name in self.rows:
                with convert_validation_errors(part):
                    has_changed = self.create_or_update(part) or has_changed
        if isinstance(row := self.rows.get(record.name), Publishable) and has_changed:
            if is_new:
                self.publish(record, row)
            else:
                finalize_save(row, Event.LOADED, by=None)
                update_changed_at(row, record.changed or clock.now())

    def publish(self, record, row):
        """Publish a new record. If a part of it was skipped, and it is incomplete without, it stays a draft."""
        try:
            with transaction.atomic():
                publish(row, by=None, without_approval=True)
        except ValidationError as error:
            if all(part.name in self.rows for part in flatten(record.parts)):
                raise
            self.skipped.append(f"{' '.join(record.name)}: not published. {' '.join(error.messages)}")
            return
        # The first load is no change that readers could see: they have the date of the file or none.
        update_changed_at(row, record.changed)

    def create_or_update(self, record):
        """Create or update the row of one record, without parts, and return whether anything has changed."""
        missing = [name for name, _ in record.references.values() if name not in self.rows]
        if record.name in self.rows:
            return self.update(record)
        if record.name in self.loaded_records:
            self.skipped.append(f"{' '.join(record.name)}: skipped, an editor has deleted it")
        elif missing:
            self.skipped.append(f"{' '.join(record.name)}: skipped, {' '.join(missing[0])} does not exist")
        else:
            return self.create_unless_taken(record)
        return False

    def create_unless_taken(self, record):
        """Create the row of a record, and return True. If it conflicts with a row of an editor, report it instead."""
        row = self.build_row(record)
        try:
            with transaction.atomic():
                self.create(record, row)
        except (ValidationError, IntegrityError) as failure:
            error = find_violation(row) or failure
            # A part of an older record may also conflict with what an editor has made of that record.
            is_part_of_older = record.parent is not None and record.parent[1] not in self.created
            conflicting = find_conflicting_keys(row)
            created = {self.rows[name].pk for name in self.created if name[0] == record.name[0]}
            if conflicting & created or not (is_part_of_older or conflicting):
                raise error from failure
            reasons = error.messages if isinstance(error, ValidationError) else [str(error)]
            self.skipped.append(f"{' '.join(record.name)}: skipped, an editor’s row is kept. {' '.join(reasons)}")
            return False
        self.created.add(record.name)
        return True

    def get_values(self, record):
        """Return {column: value} of a record, including foreign keys to existing rows."""
        references = {
            column: self.rows[name].pk for column, (name, _) in record.references.items() if name in self.rows
        }
        return {**record.values, **references}

    def build_row(self, record):
        """Return a new row of a record, which is not saved."""
        row = record.model(**self.get_values(record))
        if record.parent:
            field, name = record.parent
            setattr(row, field, self.rows[name])
        self.deduplicate_slugs(row, record.values)
        return row

    def create(self, record, row):
        """Save a new row, and note its LoadedRecord."""
        row.full_clean(validate_unique=False, validate_constraints=False)  # PostgreSQL checks both
        row.save()
        for relation in record.relations:
            getattr(row, relation).set(self.get_related_keys(record, relation))
        model, key = record.name
        columns = [field.attname for field in get_versioned_fields(record.model) if field.editable]
        fingerprints = {column: get_fingerprint(row, column) for column in columns}
        fingerprints |= {
            relation: get_keys_fingerprint(self.get_related_keys(record, relation)) for relation in record.relations
        }
        self.loaded_records[record.name] = LoadedRecord(
            model=model, key=key, object_id=row.pk, fingerprints=fingerprints
        )
        self.rows[record.name] = row
        self.counts["created"] += 1

    def deduplicate_slugs(self, row, columns):
        """Append a number to each slug that another record already has."""
        for column in columns:
            if column.startswith("slug_"):
                setattr(row, column, row.get_available_slug(column, getattr(row, column)))

    def get_related_keys(self, record, relation):
        """Return the sorted primary keys of the existing rows in a many-to-many relation."""
        return sorted(self.rows[name].pk for name, _ in record.relations[relation] if name in self.rows)

    def update_relations(self, record, row, loaded_record):
        """Update the many-to-many relations that no editor has changed, and return whether any has changed."""
        has_changed = False
        for relation in record.relations:
            keys = self.get_related_keys(record, relation)
            new = get_keys_fingerprint(keys)
            current = get_keys_fingerprint(sorted(related.pk for related in getattr(row, relation).all()))
            if current not in (new, loaded_record.fingerprints.get(relation, get_keys_fingerprint([]))):
                self.skipped.append(f"{' '.join(record.name)}: {relation} kept, an editor has changed it")
                continue
            loaded_record.fingerprints[relation] = new
            if current != new:
                getattr(row, relation).set(keys)
                self.counts["updated"] += 1
                has_changed = True
        return has_changed

    def update(self, record):
        """Update the columns and relations that no editor has changed, and return whether any has changed."""
        row, loaded_record = self.rows[record.name], self.loaded_records[record.name]
        values = self.get_values(record)
        new_row, empty_row = record.model(**values), record.model()
        changed_columns, loaded_fingerprints = [], dict(loaded_record.fingerprints)
        for column in values:
            new, current = get_fingerprint(new_row, column), get_fingerprint(row, column)
            # A column added to the model since the last import belongs to editors once it has a value.
            loaded = loaded_fingerprints.get(column, get_fingerprint(empty_row, column))
            if current not in (new, loaded):
                self.skipped.append(f"{' '.join(record.name)}: {column} kept, an editor has changed it")
                continue
            loaded_record.fingerprints[column] = new
            if current != new:
                setattr(row, column, getattr(new_row, column))
                changed_columns.append(column)
        if changed_columns and not self.save_updated(record, row, changed_columns):
            return False
        relations_changed = self.update_relations(record, row, loaded_record)
        if loaded_record.fingerprints != loaded_fingerprints:
            loaded_record.save()
        return bool(changed_columns) or relations_changed

    def save_updated(self, record, row, changed_columns):
        """Save an updated row. Return False if it is not valid together with the changes of editors."""
        self.deduplicate_slugs(row, changed_columns)
        try:
            row.full_clean()
        except ValidationError as error:
            self.skipped.append(f"{' '.join(record.name)}: not updated. {' '.join(error.messages)}")
            row.refresh_from_db()
            return False
        row.save()
        self.counts["updated"] += 1
        return True


def register_missing_links():
    """Register the links of records that were saved before links were registered, or without an end of the save."""
    for model in publishable_models():
        for record in model._base_manager.filter(outward__isnull=True):
            register_external_links(record)
            register_uses(record)


@transaction.atomic
def load_content(records, report=lambda done, total: None):
    """Import all records or none, in one process at a time, and return the ContentImporter.

    `report(done, total)` is called after each record.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK_ID])
    importer = ContentImporter(records).run(report)
    register_missing_links()
    return importer
