"""The status and schedule of a record, and its draft. The transitions are in workflow.py."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.audit.models import EventKind, record_event
from portal.drafts.models import Draft, get_drafts
from portal.history.models import Event
from portal.records.models import Status
from portal.records.moments import moment_constraints


def schedule_constraints():
    """Return the constraints of the columns of WorkflowStatus."""
    return moment_constraints("publish_at", "withdraw_at", "changed_at")


class WorkflowStatus(models.Model):
    """Abstract base with the status and the schedule of a record, and its draft.

    Before publication, `publish_at` is only a plan: nothing happens at that time.
    """

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    publish_at = models.DateTimeField(_("public from"), null=True, blank=True, editable=False)
    withdraw_at = models.DateTimeField(_("public until"), null=True, blank=True, editable=False)
    # The date of modification that public pages show: publication, or the last significant change.
    changed_at = models.DateTimeField(_("public modification date"), null=True, editable=False)

    class Meta:
        abstract = True

    # Schedule

    @property
    def is_scheduled(self):
        """Whether the record becomes public at a future time."""
        return self.status == Status.PUBLISHED and self.publish_at > clock.now()

    @property
    def has_scheduled_withdrawal(self):
        """Whether the record is unpublished at a future time."""
        return self.status == Status.PUBLISHED and bool(self.withdraw_at) and self.withdraw_at > clock.now()

    @property
    def has_expired(self):
        """Whether the record was public until a time that has passed."""
        return self.status == Status.PUBLISHED and bool(self.withdraw_at) and self.withdraw_at <= clock.now()

    @property
    def is_published_or_scheduled(self):
        """Whether the record is public, or becomes public at a future time."""
        return self.status == Status.PUBLISHED and not self.has_expired

    @property
    def is_planned(self):
        """Whether an unpublished record has a future publication time that is not scheduled yet."""
        is_unpublished = self.status in (Status.DRAFT, Status.IN_REVIEW)
        return is_unpublished and bool(self.publish_at) and self.publish_at > clock.now()

    def get_schedule(self):
        """Return the scheduled and planned status changes: [(label, time)]."""
        changes = [
            (_("Scheduled publication"), self.publish_at if self.is_scheduled else None),
            (_("Planned publication, not approved yet"), self.publish_at if self.is_planned else None),
            (_("Scheduled unpublishing"), self.withdraw_at if self.has_scheduled_withdrawal else None),
        ]
        return [(label, time) for label, time in changes if time]

    def get_status_label(self):
        """Return the status as editors see it: a published record may be scheduled or have expired."""
        if self.has_expired:
            return _("expired")
        return _("scheduled") if self.is_scheduled else self.get_status_display()

    # Draft

    @cached_property
    def draft(self):
        """Return the draft of this record, or None. Cached until `lock` or `forget_draft` is called."""
        return get_drafts(self).first() if self.pk else None

    def forget_draft(self):
        """Read the draft from the database again when it is next asked for."""
        self.__dict__.pop("draft", None)

    @property
    def saves_to_draft(self):
        """Whether its form saves to a draft: the record is public or scheduled, or still has a draft."""
        return self.is_published_or_scheduled or self.draft is not None

    @property
    def working_copy_status(self):
        """The status of the text that editors work on: that of the draft if the record saves to one."""
        if not self.saves_to_draft:
            return self.status
        return self.draft.state if self.draft else Draft.State.DRAFT

    def get_status_label_with_draft(self):
        """Return the status label, with the state of the draft if there is one."""
        if self.draft is None:
            return self.get_status_label()
        labels = {"status": self.get_status_label(), "state": self.draft.get_state_display()}
        return gettext("%(status)s, with unpublished changes (%(state)s)") % labels

    # Writing

    def lock(self):
        """Lock the rows of the record and its draft until the end of the transaction, and reload both."""
        type(self)._base_manager.select_for_update().get(pk=self.pk)
        self.refresh_from_db()
        self.forget_draft()
        if self.draft:
            Draft.objects.select_for_update().get(pk=self.draft.pk)

    @transaction.atomic
    def transition_to(self, status, event, *, by, note, **times):
        """Save the record with another status and record a version.

        `times` are further columns to set. Raise ValidationError if the status or the schedule in the database is not
        that of this instance, because someone else has changed it.
        """
        rows = type(self)._base_manager.select_for_update().filter(pk=self.pk)
        stored = rows.values_list("status", "publish_at", "withdraw_at").first()
        if stored not in {None, (self.status, self.publish_at, self.withdraw_at)}:
            raise ValidationError(
                _("Someone else has changed the status of “%(record)s”. Reload the page."), params={"record": self}
            )
        is_public_change = Status.PUBLISHED in (self.status, status)
        self.status = status
        self.modified_by = by
        for name, value in times.items():
            setattr(self, name, value)
        self.save()
        self.finalize_save(event, by=by, note=note)
        if is_public_change and by is not None:
            record_event(EventKind.PUBLICATION, person=by, record=self, detail=Event(event).label)
