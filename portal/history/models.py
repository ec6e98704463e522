"""The model Version: a numbered snapshot of a record, created at every save and transition."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.history.snapshots import migrate_snapshot, take_snapshot
from portal.history.uploads import register_snapshot
from portal.i18n.languages import get_country_name
from portal.i18n.text import NormalizedTextModel
from portal.records.references import RecordReference


class Event(models.TextChoices):
    """The event that created a version."""

    LOADED = "imported", _("imported")
    SAVED = "saved", _("saved")
    SUBMITTED = "submitted", _("submitted for review")
    WITHDRAWN_FROM_REVIEW = "review canceled", _("review request canceled")
    CHANGES_REQUESTED = "changes requested", _("changes requested")
    PUBLISHED = "published", _("published")
    PUBLISHED_WITHOUT_APPROVAL = "published unapproved", _("published without the approval of all offices")
    SCHEDULED = "scheduled", _("scheduled")
    CHANGES_PUBLISHED = "changes published", _("changes published")
    WITHDRAWAL_SCHEDULED = "withdrawal scheduled", _("unpublishing scheduled")
    UNSCHEDULED = "unscheduled", _("schedule canceled")
    WITHDRAWN = "withdrawn", _("unpublished")
    APPROVAL_REQUESTED = "approval requested", _("approval requested")
    APPROVED = "approved", _("approved")
    APPROVAL_REFUSED = "approval refused", _("approval refused")
    APPROVAL_REQUEST_CANCELED = "approval canceled", _("approval request canceled")
    RESTORED = "restored", _("restored from an earlier version")
    RESTORED_FROM_TRASH = "restored from trash", _("restored from trash")
    DELETED = "deleted", _("deleted")
    DISCARDED = "discarded", _("discarded")
    REBASED = "rebased", _("updated from the published version")
    COMMENTED = "commented", _("comment")
    CONFLICTS_RESOLVED = "conflicts resolved", _("conflicts resolved")


class Version(RecordReference, NormalizedTextModel):
    """A record with its parts and all its languages after one save or transition.

    With `of_draft`, the snapshot is the record with its draft applied.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("number"))
    event = models.CharField(_("event"), max_length=20, choices=Event.choices)
    of_draft = models.BooleanField(_("of the draft"), default=False)
    snapshot = models.JSONField(_("snapshot"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("date and time"), default=clock.now, editable=False)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("content_type", "object_id", "number"), name="version_number_once"),
        )
        # The newest versions of records tell caches whether anything has changed.
        indexes = (
            models.Index(fields=("-id",), condition=models.Q(of_draft=False), include=("at",), name="version_newest"),
        )

    def __str__(self):
        return f"{self.content_type} {self.object_id}, {self.number}"

    @property
    def event_label(self):
        """The event as a phrase for editors; says so if it happened to the draft of a published record."""
        event = self.get_event_display()
        return gettext("draft: %(event)s") % {"event": event} if self.of_draft else event

    @property
    def localized_note(self):
        """The note, which for an approval or its refusal begins with the country of the office in place of its code."""
        if self.event not in {Event.APPROVED, Event.APPROVAL_REFUSED}:
            return self.note
        code, _separator, note = self.note.partition(": ")
        texts = [get_country_name(code), note]
        return f"{pgettext('between two texts', ':')} ".join(filter(None, texts))

    @property
    def rows(self):
        """The snapshot adapted to the current models."""
        return migrate_snapshot(self.snapshot)[0]

    @property
    def removed_fields(self):
        """The part of the snapshot that the current models no longer have, under its former names."""
        return migrate_snapshot(self.snapshot)[1]


def get_versions(record):
    """Return the versions of a record, newest first."""
    return Version.objects.of(record)


def record_version(record, event, *, by, note="", draft_snapshot=None):
    """Create a version of a record, or of its draft if `draft_snapshot` is given.

    Call this in the transaction of the save, so that both are committed together.
    """
    snapshot = take_snapshot(record) if draft_snapshot is None else draft_snapshot
    register_snapshot(record, snapshot)
    newest = get_versions(record).select_for_update().values_list("number", flat=True).first()
    return Version.objects.create(
        record=record, number=(newest or 0) + 1, event=event, by=by, note=note, of_draft=draft_snapshot is not None,
        snapshot=snapshot,
    )  # fmt: skip


def get_latest_version_numbers(model, pks):
    """Return {primary key: number of the newest version} of the records that have versions."""
    versions = Version.objects.of_model(model).filter(object_id__in=pks).order_by()
    return dict(versions.values_list("object_id").annotate(models.Max("number")))


def get_latest_version_number(model, pk):
    """Return the number of the newest version of a record, or 0 if it has none.

    `pk` may be text from a URL or a form; an invalid one also gives 0.
    """
    try:
        record = model(pk=model._meta.pk.to_python(pk))
    except ValidationError:
        return 0
    return get_versions(record).values_list("number", flat=True).first() or 0
