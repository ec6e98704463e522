"""Restore a version of a record, or a deleted record from the trash. Both record a version with the reason.

Callers check permissions first.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BigIntegerField, Exists, F, Func, JSONField, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from portal import clock
from portal.history.apply import apply_changes
from portal.history.models import Event, Version
from portal.history.snapshots import (
    SOURCE_HASHES,
    build_instance,
    diff_snapshots,
    get_columns,
    get_field_language,
    get_model_for_key,
    get_object_key,
    migrate_snapshot,
    take_snapshot,
)
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.records.models import Status
from portal.translations.status import hash_text


def validate_for_publication(record, languages=()):
    """Raise ValidationError if a published record is incomplete or invalid, or has text problems in `languages`.

    Without `languages`, texts are not linted: restoring a version that was once public must not fail because of them.
    """
    if messages := [*record.missing_content(), *record.content_errors(languages)]:
        raise ValidationError(messages)
    try:
        record.full_clean()
    except ValidationError as error:
        # Name the field in the message, because there is no form to show it beside.
        labels = {name: record._meta.get_field(name).verbose_name for name in error.message_dict if name != "__all__"}
        raise ValidationError(
            [
                f"“{labels[name]}”: {message}" if name in labels else message
                for name, field_messages in error.message_dict.items()
                for message in field_messages
            ]
        ) from error


class Restoration:
    """The changes that restore a record to one of its versions, in all or some languages.

    In all languages, the whole record with its parts is restored. In some, only their texts are, and no part is added
    or removed. Columns that the version does not have, such as newer ones, keep their values.
    """

    def __init__(self, record, version, languages=LANGUAGES):
        self.record, self.version = record, version
        self.current, self.target = take_snapshot(record), version.rows
        is_complete = tuple(languages) == LANGUAGES
        self.changes = self.get_all_changes() if is_complete else self.get_language_changes(languages)

    def get_all_changes(self):
        if get_object_key(self.record) not in self.target:  # a version without data
            return {}
        changes = {
            key: {column: change for column, change in columns.items() if column in self.target.get(key, columns)}
            for key, columns in diff_snapshots(self.current, self.target).items()
        }
        return {key: columns for key, columns in changes.items() if set(columns) - {SOURCE_HASHES}}

    def get_language_changes(self, languages):
        changes = {}
        for key, columns in self.get_all_changes().items():
            fields = get_columns(get_model_for_key(key))
            texts = {name: change for name, change in columns.items() if get_field_language(fields[name]) in languages}
            if texts and key in self.current and key in self.target:
                changes[key] = texts | self.get_hash_change(key, texts)
        return changes

    def get_hash_change(self, key, texts):
        """Return the change of the source hashes: those of the version for `texts`, the current ones for the rest."""
        current, target = self.current[key], self.target[key]
        if SOURCE_HASHES not in current:
            return {}
        others = {column: hashes for column, hashes in current[SOURCE_HASHES].items() if column not in texts}
        restored = others | self.get_target_hashes(target, texts)
        return {SOURCE_HASHES: {"was": current[SOURCE_HASHES], "now": restored}}

    def get_target_hashes(self, target, texts):
        """Return the source hashes of these texts in the version.

        A text that was the source then has no hashes. It counts as a translation of the version's text in today's
        source language.
        """
        source, known = self.record.source_language, target.get(SOURCE_HASHES, {})
        return {
            column: known.get(column)
            or {
                "text": hash_text(target[column]),
                "source": hash_text(target.get(localized_field_name(column[:-3], source)) or ""),
            }
            for column in texts
            if target[column]
        }

    def build_record(self):
        """Return the record of the version as an unsaved instance with the current status."""
        key = get_object_key(self.record)
        record = build_instance(key, self.current[key] | self.target.get(key, {}))
        record.status, record.created_by_id = self.record.status, self.record.created_by_id
        return record

    @transaction.atomic
    def restore(self, *, by, reason, significant=False):
        """Apply the changes, record a version and return messages about omissions.

        `significant` also updates the public date of the last change. Raise ValidationError if restoring is impossible.
        """
        messages, record = apply_changes(self.changes), self.record
        record.refresh_from_db()
        if record.status == Status.PUBLISHED and not record.has_expired:
            validate_for_publication(record)
        times = {"changed_at": max(clock.now(), record.publish_at)} if significant else {}
        note = _("Version %(number)s. %(reason)s") % {"number": self.version.number, "reason": reason}
        record.transition_to(record.status, Event.RESTORED, by=by, note=note, **times)
        return messages


# Trash
def get_trash(model):
    """Return the last version of each deleted record of a model, newest first.

    Annotated with `row` (the record's own columns in the snapshot) and `country` (a primary key or None).
    """
    versions = Version.objects.of_model(model).filter(event=Event.DELETED)
    later = Version.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), number__gt=OuterRef("number")
    )
    existing = model._base_manager.filter(pk=OuterRef("object_id"))
    key = Concat(Value(f"{model._meta.label_lower}:"), Cast("object_id", TextField()))
    row = Func(F("snapshot"), key, function="jsonb_extract_path", output_field=JSONField())
    country = Func(F("snapshot"), key, Value("country_id"), function="jsonb_extract_path_text")
    return (
        versions.filter(~Exists(later), ~Exists(existing))
        .annotate(row=row, country=Cast(country, BigIntegerField()))
        .filter(row__isnull=False)
        .order_by("-at", "-pk")
    )


def build_deleted_record(version, model):
    """Return a deleted record as an unsaved draft, from its last version as `get_trash` annotates it."""
    key = f"{model._meta.label_lower}:{version.object_id}"
    return build_instance(key, migrate_snapshot({key: version.row})[0][key])


@transaction.atomic
def restore_deleted(version, *, by, reason):
    """Restore a deleted record as a draft, with its parts and primary keys: return (record, messages about omissions).

    Raise ValidationError if that is impossible.
    """
    messages = apply_changes(diff_snapshots({}, version.rows))
    record = version.content_type.model_class()._base_manager.get(pk=version.object_id)
    record.created_by = by
    record.transition_to(Status.DRAFT, Event.RESTORED_FROM_TRASH, by=by, note=reason)
    return record, messages
