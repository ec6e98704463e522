"""What belongs to a record, and how two states of it differ: the mechanism under history, compare, restore and drafts.

A snapshot is plain data: `{"news.newsitem:1": {"title_en": …}}`, one entry a row, the record first and then its parts.
"""

import json

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.languages import translated_fields


class Event(models.TextChoices):
    """What made a version."""

    LOADED = "loaded", _("loaded with the first content")
    SAVED = "saved", _("saved")
    SUBMITTED = "submitted", _("submitted for review")
    TAKEN_BACK = "taken back", _("taken back from review")
    RETURNED = "returned", _("returned to its author")
    PUBLISHED = "published", _("published")
    SCHEDULED = "scheduled", _("scheduled")
    AMENDED = "amended", _("changed while public")
    ENDING = "ending", _("withdrawal scheduled")
    CALLED_OFF = "called off", _("schedule called off")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CONSENT_ASKED = "consent asked", _("consent asked for")
    CONSENTED = "consented", _("consent given")
    CONSENT_DROPPED = "consent dropped", _("consent no longer asked for")
    RESTORED = "restored", _("restored from a version")
    BROUGHT_BACK = "brought back", _("brought back after deletion")
    DELETED = "deleted", _("deleted")
    DISCARDED = "discarded", _("discarded")
    FOLLOWED = "followed", _("brought up to date with the public text")
    DECIDED = "decided", _("differences decided")


class Version(models.Model):
    """A record as it stood after one save or one verb, with its parts and its three languages; or as its draft had it.

    The newest one is what the record's form shows.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    number = models.PositiveIntegerField(_("number"))
    event = models.CharField(_("what happened"), max_length=20, choices=Event.choices)
    of_draft = models.BooleanField(_("of the draft"), default=False)
    snapshot = models.JSONField(_("snapshot"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("content_type", "object_id", "number"), name="version_number_once"),
        )

    def __str__(self):
        return f"{self.content_type} {self.object_id}, {self.number}"

    @property
    def in_words(self):
        """What happened, and whether to the draft of what is public."""
        event = self.get_event_display()
        return gettext("draft: %(event)s") % {"event": event} if self.of_draft else event

    @property
    def rows(self):
        """The snapshot under today's names, without what is no longer kept."""
        return of_today(self.snapshot)[0]

    @property
    def no_longer_kept(self):
        """What the snapshot holds and today's records do not, under the names of then."""
        return of_today(self.snapshot)[1]


def key_of(record):
    """The name of one row in a snapshot: news.newsitem:1."""
    return f"{record._meta.label_lower}:{record.pk}"


def kept_fields(model):
    """The columns that a snapshot holds: all but keys, clocks, counters, generated columns and unsuffixed originals."""
    left_out = {*translated_fields(model), *getattr(model, "not_versioned", ())}
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in left_out and not (field.primary_key or field.generated)
    ]


def plain_value(field, record):
    """The value of one column as JSON holds it. No text is None wherever the column may be, as forms do not tell."""
    value = field.value_from_object(record)
    if isinstance(field, models.FileField):
        return value.name or ""
    return None if value == "" and field.null else value


def row(record):
    """The columns and many-to-many relations of one row, as JSON holds them."""
    values = {field.attname: plain_value(field, record) for field in kept_fields(type(record))}
    for field in record._meta.many_to_many:
        values[field.name] = sorted(getattr(record, field.name).values_list("pk", flat=True))
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def parts_of(record):
    """The rows that belong to a record and live with it: its inlines, as the model's `parts` names them."""
    for name in getattr(record, "parts", ()):
        yield from getattr(record, name).order_by("pk")


def whole_field(model):
    """The field by which rows of a model belong to a record as its parts; None where they belong to none."""
    for field in model._meta.fields:
        if field.many_to_one and field.remote_field.get_accessor_name() in getattr(field.related_model, "parts", ()):
            return field
    return None


def whole_of(part):
    """The record that a row belongs to as a part; the row itself where it belongs to none."""
    field = whole_field(type(part))
    return getattr(part, field.name) if field else part


def snapshot(record):
    """The record and its parts, as they stand in the database and in `record`."""
    rows = {key_of(record): row(record)}
    for part in parts_of(record):
        rows |= snapshot(part)
    return rows


def difference(one, other):
    """What leads from one snapshot to another: {row: {column: {"was": …, "now": …}}}, None for what is absent."""
    changes = {}
    for key in [*one, *(key for key in other if key not in one)]:
        was, now = one.get(key, {}), other.get(key, {})
        columns = {
            column: {"was": was.get(column), "now": now.get(column)}
            for column in [*was, *(column for column in now if column not in was)]
            if was.get(column) != now.get(column)
        }
        if columns or (key in one) != (key in other):
            changes[key] = columns
    return changes


# Reading what was kept


def model_of(key):
    """The model of a row, told from its name; None where there is no such model any more."""
    try:
        return apps.get_model(key.partition(":")[0])
    except (LookupError, ValueError):
        return None


def columns_of(model):
    """What a row of a snapshot holds, each with its field: the kept columns, and the relations to many."""
    columns = {field.attname: field for field in kept_fields(model)}
    return columns | {field.name: field for field in model._meta.many_to_many}


def renamed(columns, names):
    """One row with today's names for its columns, those that its fingerprints are noted under too."""
    columns = {names.get(column, column): value for column, value in columns.items()}
    if noted := columns.get("fingerprints"):
        columns["fingerprints"] = {names.get(column, column): value for column, value in noted.items()}
    return columns


def of_today(snapshot):
    """A snapshot as today's models name its columns, and what of it they no longer have: two snapshots.

    What a model has renamed, it says: `former_names = {"abstract_en": "summary_en"}`.
    """
    known, unknown = {}, {}
    for key, columns in snapshot.items():
        model = model_of(key)
        fields = columns_of(model) if model else {}
        columns = renamed(columns, getattr(model, "former_names", {}))
        if model:
            known[key] = {column: value for column, value in columns.items() if column in fields}
        if others := {column: value for column, value in columns.items() if column not in fields}:
            unknown[key] = others
    return known, unknown


def read(field, value):
    """The value of a column, from what JSON holds; as it stands where the field would not take it any more."""
    try:
        return field.to_python(value)
    except ValidationError:
        return value


def fill(record, columns):
    """Gives a row these values of a snapshot, relations to many aside."""
    for column, field in columns_of(type(record)).items():
        if column in columns and not field.many_to_many:
            setattr(record, column, read(field, columns[column]))


def instance_of(key, columns):
    """A row of a snapshot as a record that is not saved, with the key that it had."""
    record = model_of(key)(pk=int(key.partition(":")[2]))
    fill(record, columns)
    return record


# Versions


def versions_of(record):
    """The versions of one record, newest first."""
    content_type = ContentType.objects.get_for_model(record)
    return Version.objects.filter(content_type=content_type, object_id=record.pk)


def record_version(record, event, *, by, note="", drafted=None):
    """Writes down how the record stands now, or as its draft has it: `drafted`, a snapshot.

    Called inside the transaction of the save that it belongs to.
    """
    newest = versions_of(record).select_for_update().values_list("number", flat=True).first()
    return Version.objects.create(
        record=record, number=(newest or 0) + 1, event=event, by=by, note=note, of_draft=drafted is not None,
        snapshot=snapshot(record) if drafted is None else drafted,
    )  # fmt: skip
