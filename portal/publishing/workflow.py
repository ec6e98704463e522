"""Publication workflow of a record: its status, its schedule and the transitions between statuses.

Each transition is one transaction, which also records a version and creates the notifications. Callers check
permissions (portal/permissions.py) first.
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.history.models import Event
from portal.notifications.models import notify_transition
from portal.records.models import Status


class PublicationWorkflow(models.Model):
    """Abstract base with the status, the schedule and the transitions of a record.

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
        return self.status == Status.PUBLISHED and self.publish_at > timezone.now()

    @property
    def has_scheduled_withdrawal(self):
        """Whether the record is withdrawn at a future time."""
        return self.status == Status.PUBLISHED and bool(self.withdraw_at) and self.withdraw_at > timezone.now()

    @property
    def has_expired(self):
        """Whether the record was public until a time that has passed."""
        return self.status == Status.PUBLISHED and bool(self.withdraw_at) and self.withdraw_at <= timezone.now()

    @property
    def is_planned(self):
        """Whether an unpublished record has a future publication time that is not scheduled yet."""
        is_unpublished = self.status in (Status.DRAFT, Status.IN_REVIEW)
        return is_unpublished and bool(self.publish_at) and self.publish_at > timezone.now()

    def get_status_label(self):
        """Return the status as editors see it: a published record may be scheduled or withdrawn by time."""
        if self.has_expired:
            return _("expired")
        return _("scheduled") if self.is_scheduled else self.get_status_display()

    # Transitions

    def submit(self, *, by, note="", at=None):
        """Submit a draft for review, optionally with a planned publication time."""
        self.require_status(Status.DRAFT, Status.WITHDRAWN)
        self.transition_to(Status.IN_REVIEW, Event.SUBMITTED, by=by, note=note, publish_at=at or self.publish_at)

    def withdraw_from_review(self, *, by, note=""):
        """Make a submitted record a draft again, at the request of its author."""
        self.require_status(Status.IN_REVIEW)
        self.transition_to(Status.DRAFT, Event.WITHDRAWN_FROM_REVIEW, by=by, note=note)

    def request_changes(self, *, by, note):
        """Return a submitted record to its author. The note is required."""
        self.require_status(Status.IN_REVIEW)
        if not note.strip():
            raise ValidationError(_("Explain what needs to change."))
        self.transition_to(Status.DRAFT, Event.CHANGES_REQUESTED, by=by, note=note)

    def publish(self, *, by, at=None, note=""):
        """Publish the record, now or at a time.

        Raise ValidationError with the publish blockers, if there are any.
        """
        now = timezone.now()
        if self.status == Status.PUBLISHED and self.publish_at <= now and not self.has_expired:
            self.require_status(*(status for status in Status if status != Status.PUBLISHED))
        if sentences := self.publish_blockers():
            raise ValidationError(sentences)
        event = Event.SCHEDULED if at and at > now else Event.PUBLISHED
        times = {"publish_at": at or now, "changed_at": at or now, "withdraw_at": None}
        self.transition_to(Status.PUBLISHED, event, by=by, note=note, **times)

    def publish_changes(self, *, by, note="", significant):
        """Record a change of a live record, which is public at once. A significant one updates `changed_at`."""
        self.require_status(Status.PUBLISHED)
        times = {"changed_at": max(timezone.now(), self.publish_at)} if significant else {}
        self.transition_to(Status.PUBLISHED, Event.CHANGES_PUBLISHED, by=by, note=note, **times)

    def withdraw(self, *, by, note="", at=None):
        """Withdraw a public or scheduled record, now or at a time."""
        self.require_status(Status.PUBLISHED)
        if at and at > timezone.now():
            if at <= self.publish_at:
                raise ValidationError(_("The unpublishing time must be after the publication time."))
            self.transition_to(Status.PUBLISHED, Event.WITHDRAWAL_SCHEDULED, by=by, note=note, withdraw_at=at)
        else:
            self.transition_to(Status.WITHDRAWN, Event.WITHDRAWN, by=by, note=note, withdraw_at=None)

    def unschedule(self, *, by, note=""):
        """Cancel the scheduled publication (the record becomes a draft) or the scheduled withdrawal."""
        self.require_status(Status.PUBLISHED)
        if self.is_scheduled:
            times = {"publish_at": None, "withdraw_at": None, "changed_at": None}
            self.transition_to(Status.DRAFT, Event.UNSCHEDULED, by=by, note=note, **times)
        elif self.has_scheduled_withdrawal:
            self.transition_to(Status.PUBLISHED, Event.UNSCHEDULED, by=by, note=note, withdraw_at=None)
        else:
            raise ValidationError(_("Nothing is scheduled for “%(record)s”."), params={"record": self})

    def require_status(self, *statuses):
        """Raise ValidationError unless the record has one of these statuses."""
        if self.status not in statuses:
            raise ValidationError(
                _("You can’t do this to “%(record)s” while its status is “%(status)s”."),
                params={"record": self, "status": self.get_status_display()},
            )

    def lock(self):
        """Lock the row until the end of the transaction and reload the record."""
        type(self)._base_manager.select_for_update().get(pk=self.pk)
        self.refresh_from_db()

    @transaction.atomic
    def transition_to(self, status, event, *, by, note, **times):
        """Save the record with another status, record a version and create the notifications.

        `times` are further columns to set. Raise ValidationError if the status or the schedule in the database is not
        that of this instance, because someone else has changed it.
        """
        rows = type(self)._base_manager.select_for_update().filter(pk=self.pk)
        stored = rows.values_list("status", "publish_at", "withdraw_at").first()
        if stored not in {None, (self.status, self.publish_at, self.withdraw_at)}:
            raise ValidationError(
                _("Someone else has changed the status of “%(record)s”. Reload the page."), params={"record": self}
            )
        self.status = status
        self.modified_by = by
        for name, value in times.items():
            setattr(self, name, value)
        self.save()
        self.finalize_save(event, by=by, note=note)
        notify_transition(event, self, by=by, note=note)


def get_schedule(record):
    """Return the scheduled and planned status changes of a record: [(label, time)]."""
    changes = [
        (_("Scheduled publication"), record.publish_at if record.is_scheduled else None),
        (_("Planned publication"), record.publish_at if record.is_planned else None),
        (_("Scheduled unpublishing"), record.withdraw_at if record.has_scheduled_withdrawal else None),
    ]
    return [(label, time) for label, time in changes if time]
