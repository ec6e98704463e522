"""Where a record stands on its way to the public, and the transitions that lead from one status to another.

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
    """A status, its clock and the transitions. `publish_at` of what is not published yet is only what is planned."""

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    publish_at = models.DateTimeField(_("public from"), null=True, blank=True, editable=False)
    withdraw_at = models.DateTimeField(_("public until"), null=True, blank=True, editable=False)
    # What readers are told as the date of modification: publication, or the last change that matters to them.
    changed_at = models.DateTimeField(_("changed for readers"), null=True, editable=False)

    class Meta:
        abstract = True

    # What the clock says

    @property
    def is_scheduled(self):
        """Whether it will become public by itself."""
        return self.status == Status.PUBLISHED and self.publish_at > timezone.now()

    @property
    def is_ending(self):
        """Whether it will be withdrawn by itself."""
        return self.status == Status.PUBLISHED and bool(self.withdraw_at) and self.withdraw_at > timezone.now()

    @property
    def has_ended(self):
        """Whether the time for which it was public is over."""
        return self.status == Status.PUBLISHED and bool(self.withdraw_at) and self.withdraw_at <= timezone.now()

    @property
    def is_planned(self):
        """Whether someone has said when it is to become public, and it is not scheduled yet."""
        written = self.status in (Status.DRAFT, Status.IN_REVIEW)
        return written and bool(self.publish_at) and self.publish_at > timezone.now()

    def status_in_words(self):
        """The status, with what the clock makes of it."""
        if self.has_ended:
            return _("withdrawn on time")
        return _("scheduled") if self.is_scheduled else self.get_status_display()

    # Transitions

    def submit(self, *, by, note="", at=None):
        """Asks for review of a draft, and says for when its publication is planned."""
        self.require(Status.DRAFT, Status.WITHDRAWN)
        self.become(Status.IN_REVIEW, Event.SUBMITTED, by=by, note=note, publish_at=at or self.publish_at)

    def withdraw_from_review(self, *, by, note=""):
        """Makes a draft again of what was submitted."""
        self.require(Status.IN_REVIEW)
        self.become(Status.DRAFT, Event.WITHDRAWN_FROM_REVIEW, by=by, note=note)

    def request_changes(self, *, by, note):
        """Gives a submitted record back, saying why."""
        self.require(Status.IN_REVIEW)
        if not note.strip():
            raise ValidationError(_("Say why the text is returned."))
        self.become(Status.DRAFT, Event.CHANGES_REQUESTED, by=by, note=note)

    def publish(self, *, by, at=None, note=""):
        """Makes the record public, now or at a time. A ValidationError names what is missing, and nothing changes."""
        now = timezone.now()
        if self.status == Status.PUBLISHED and self.publish_at <= now and not self.has_ended:
            self.require(*(status for status in Status if status != Status.PUBLISHED))
        if sentences := self.what_is_open():
            raise ValidationError(sentences)
        event = Event.SCHEDULED if at and at > now else Event.PUBLISHED
        times = {"publish_at": at or now, "changed_at": at or now, "withdraw_at": None}
        self.become(Status.PUBLISHED, event, by=by, note=note, **times)

    def publish_changes(self, *, by, note="", significant):
        """The end of a save of a live record: readers meet the change at once, and are told of a significant one."""
        self.require(Status.PUBLISHED)
        times = {"changed_at": max(timezone.now(), self.publish_at)} if significant else {}
        self.become(Status.PUBLISHED, Event.CHANGES_PUBLISHED, by=by, note=note, **times)

    def withdraw(self, *, by, note="", at=None):
        """Takes a public or scheduled record back, now or at a time."""
        self.require(Status.PUBLISHED)
        if at and at > timezone.now():
            if at <= self.publish_at:
                raise ValidationError(_("It would be withdrawn before it is public."))
            self.become(Status.PUBLISHED, Event.WITHDRAWAL_SCHEDULED, by=by, note=note, withdraw_at=at)
        else:
            self.become(Status.WITHDRAWN, Event.WITHDRAWN, by=by, note=note, withdraw_at=None)

    def unschedule(self, *, by, note=""):
        """What is scheduled does not happen: a record to be published is a draft again, a public one stays public."""
        self.require(Status.PUBLISHED)
        if self.is_scheduled:
            times = {"publish_at": None, "withdraw_at": None, "changed_at": None}
            self.become(Status.DRAFT, Event.UNSCHEDULED, by=by, note=note, **times)
        elif self.is_ending:
            self.become(Status.PUBLISHED, Event.UNSCHEDULED, by=by, note=note, withdraw_at=None)
        else:
            raise ValidationError(_("Nothing is scheduled for “%(record)s”."), params={"record": self})

    def require(self, *statuses):
        """Refuses a transition that the record's status does not allow."""
        if self.status not in statuses:
            raise ValidationError(
                _("“%(record)s” cannot do that: it is “%(status)s”."),
                params={"record": self, "status": self.get_status_display()},
            )

    def lock(self):
        """Keeps everyone else from changing the record until the end of the transaction, and reads it as it is now."""
        type(self)._base_manager.select_for_update().get(pk=self.pk)
        self.refresh_from_db()

    @transaction.atomic
    def become(self, status, event, *, by, note, **times):
        """Saves the record in another state, and a version of it. Refused where someone else has changed its state."""
        rows = type(self)._base_manager.select_for_update().filter(pk=self.pk)
        state = rows.values_list("status", "publish_at", "withdraw_at").first()
        if state not in {None, (self.status, self.publish_at, self.withdraw_at)}:
            raise ValidationError(_("Someone else has changed the status of “%(record)s”."), params={"record": self})
        self.status = status
        self.modified_by = by
        for name, value in times.items():
            setattr(self, name, value)
        self.save()
        self.settle(event, by=by, note=note)
        notify_transition(event, self, by=by, note=note)


def moments_of(record):
    """What the clock will do to a record: [(words, moment)]."""
    planned = [
        (_("Becomes public"), record.publish_at if record.is_scheduled else None),
        (_("Planned to become public"), record.publish_at if record.is_planned else None),
        (_("Will be withdrawn"), record.withdraw_at if record.is_ending else None),
    ]
    return [(words, moment) for words, moment in planned if moment]
