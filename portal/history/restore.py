"""Bringing a record back to one of its versions, and a deleted record back: each keeps a version with the reason.

Whether an editor may do so is asked before.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BigIntegerField, Exists, F, Func, JSONField, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.history.apply import apply
from portal.history.models import Event, Version
from portal.history.snapshots import (
    NOTED,
    columns_of,
    difference,
    instance_of,
    key_of,
    language_of,
    model_of,
    of_today,
    snapshot,
)
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.records.models import Status
from portal.translations.status import fingerprint


def refuse_incomplete(record, judged=()):
    """Refuses a live record that lacks something, holds what its form would not take, or has something wrong in its
    texts of the languages that are `judged`: a version that was public once may come back with what is wrong in it.
    """
    if sentences := [*record.what_is_missing(), *record.what_is_wrong(judged)]:
        raise ValidationError(sentences)
    try:
        record.full_clean()
    except ValidationError as error:
        # With its field, since no form is there to show it beside.
        labels = {name: record._meta.get_field(name).verbose_name for name in error.message_dict if name != "__all__"}
        raise ValidationError(
            [
                f"“{labels[name]}”: {sentence}" if name in labels else sentence
                for name, sentences in error.message_dict.items()
                for sentence in sentences
            ]
        ) from error


class Restoration:
    """What leads from how a record stands to one of its versions, as far as it is in some of the languages.

    In all of them it is the whole record with its parts; in some, their texts alone, and no part comes or goes. What
    the version does not know, such as a column of later, stays as it is.
    """

    def __init__(self, record, version, languages=LANGUAGES):
        self.record, self.version = record, version
        self.now, self.then = snapshot(record), version.rows
        whole = tuple(languages) == LANGUAGES
        self.changes = self.all_changes() if whole else self.changes_in(languages)

    def all_changes(self):
        if key_of(self.record) not in self.then:  # a version that holds nothing of it
            return {}
        changes = {
            key: {column: both for column, both in columns.items() if column in self.then.get(key, columns)}
            for key, columns in difference(self.now, self.then).items()
        }
        return {key: columns for key, columns in changes.items() if set(columns) - {NOTED}}

    def changes_in(self, languages):
        changes = {}
        for key, columns in self.all_changes().items():
            fields = columns_of(model_of(key))
            texts = {column: both for column, both in columns.items() if language_of(fields[column]) in languages}
            if texts and key in self.now and key in self.then:
                changes[key] = texts | self.noted_of(key, texts)
        return changes

    def noted_of(self, key, texts):
        """The fingerprints of these texts as they were noted then, and of all others as they are now."""
        now, then = self.now[key], self.then[key]
        if NOTED not in now:
            return {}
        others = {column: noted for column, noted in now[NOTED].items() if column not in texts}
        return {NOTED: {"was": now[NOTED], "now": others | self.noted_then(then, texts)}}

    def noted_then(self, then, texts):
        """What was noted then of these texts. What was a source then followed the text of today's source language."""
        source, known = self.record.source_language, then.get(NOTED, {})
        return {
            column: known.get(column)
            or {
                "text": fingerprint(then[column]),
                "source": fingerprint(then.get(localized_field_name(column[:-3], source)) or ""),
            }
            for column in texts
            if then[column]
        }

    def as_it_stood(self):
        """The record as the version has it, not saved, in the status of now."""
        key = key_of(self.record)
        record = instance_of(key, self.now[key] | self.then.get(key, {}))
        record.status, record.created_by_id = self.record.status, self.record.created_by_id
        return record

    @transaction.atomic
    def carry_out(self, *, by, reason, significant=False):
        """Brings the record there; tells in sentences what was left out. A ValidationError says what is in the way."""
        said, record = apply(self.changes), self.record
        record.refresh_from_db()
        if record.status == Status.PUBLISHED and not record.has_ended:
            refuse_incomplete(record)
        times = {"changed_at": max(timezone.now(), record.publish_at)} if significant else {}
        note = _("Version %(number)s. %(reason)s") % {"number": self.version.number, "reason": reason}
        record.become(record.status, Event.RESTORED, by=by, note=note, **times)
        return said


# Deleted records
def deleted_records(model):
    """The last version of each record of a model that is no longer there, newest first; with its `country`."""
    versions = Version.objects.filter(content_type=ContentType.objects.get_for_model(model), event=Event.DELETED)
    later = Version.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), number__gt=OuterRef("number")
    )
    there = model._base_manager.filter(pk=OuterRef("object_id"))
    key = Concat(Value(f"{model._meta.label_lower}:"), Cast("object_id", TextField()))
    row = Func(F("snapshot"), key, function="jsonb_extract_path", output_field=JSONField())
    country = Func(F("snapshot"), key, Value("country_id"), function="jsonb_extract_path_text")
    return (
        versions.filter(~Exists(later), ~Exists(there))
        .annotate(row=row, country=Cast(country, BigIntegerField()))
        .filter(row__isnull=False)
        .order_by("-at", "-pk")
    )


def record_of(version, model):
    """A deleted record as its last version has it: not saved, with the status of a draft."""
    key = f"{model._meta.label_lower}:{version.object_id}"
    return instance_of(key, of_today({key: version.row})[0][key])


@transaction.atomic
def restore_deleted(version, *, by, reason):
    """Makes a deleted record a draft again, with its parts, key and history: (record, sentences of what differs).

    A ValidationError says what stands in the way.
    """
    said = apply(difference({}, version.rows))
    record = version.content_type.model_class()._base_manager.get(pk=version.object_id)
    record.created_by = by
    record.become(Status.DRAFT, Event.BROUGHT_BACK, by=by, note=reason)
    return record, said
