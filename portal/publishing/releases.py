"""Releases: several records and drafts that are published together or not at all, now or at a time.

Each member must be cleared, for its current text, by an editor who may publish it, so that no government publishes
for another.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock, permissions
from portal.drafts.models import dry_run
from portal.i18n.text import NormalizedTextModel
from portal.notifications.models import NotificationKind, get_publishers, notify
from portal.operations.wakeup import scheduler_wakeup
from portal.publishing.approvals import compute_fingerprint
from portal.publishing.workflow import publish_draft, publish_record
from portal.records.moments import moment_constraints
from portal.records.references import RecordReference


class Release(NormalizedTextModel):
    """A set of records and drafts that are published together."""

    class State(models.TextChoices):
        """The state of a release."""

        OPEN = "open", _("in preparation")
        SCHEDULED = "scheduled", _("scheduled")
        DONE = "done", _("published")

    name = models.CharField(_("name"), max_length=200, help_text=_("Only editors see it."))
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.OPEN)
    publish_at = models.DateTimeField(_("publication date and time"), null=True, blank=True)
    # When it could not be published on time; it stays on hold until an editor acts.
    held_at = models.DateTimeField(_("blocked since"), null=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("created by")
    )
    made_at = models.DateTimeField(_("created"), auto_now_add=True)
    # The editor who published, scheduled or unscheduled it last.
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("publishing bundle")
        verbose_name_plural = _("publishing bundles")
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=("publish_at",), name="release_due"),)
        constraints = moment_constraints("publish_at")

    def __str__(self):
        return self.name

    @cached_property
    def all_members(self):
        """Return the members whose record exists, in the order in which they are locked and published."""
        members = self.members.select_related("content_type", "cleared_by").prefetch_related("record")
        return sorted(
            (member for member in members if member.record),
            key=lambda member: (member.record._meta.label_lower, member.object_id),
        )

    def previewed_records(self):
        """Return the records that a preview of the release shows as published."""
        return [member.record for member in self.all_members]

    # Transitions

    def lock(self, *states):
        """Lock the release and its records. Raise ValidationError unless it is in one of these states."""
        Release.objects.select_for_update().get(pk=self.pk)
        self.refresh_from_db()
        self.__dict__.pop("all_members", None)
        if self.state not in states:
            raise ValidationError(
                _("You can’t do this to “%(release)s” while its status is “%(state)s”."),
                params={"release": self, "state": self.get_state_display()},
            )
        for member in self.all_members:
            member.record.lock()

    @transaction.atomic
    def add(self, record, *, by):
        """Add a record, which is cleared at once if the editor may publish it."""
        self.lock(Release.State.OPEN)
        memberships = ReleaseMember.objects.of(record).filter(is_open=True)
        if other := memberships.select_related("release").first():
            raise ValidationError(
                _("“%(record)s” is already in a bundle: “%(release)s”."),
                params={"record": record, "release": other.release},
            )
        member = ReleaseMember.objects.create(release=self, record=record)
        self.__dict__.pop("all_members", None)
        if permissions.can_publish(by, record):
            member.clear(by=by)
        return member

    def clear_publishable(self, *, by):
        """Clear the members that the editor may publish."""
        for member in self.all_members:
            if permissions.can_publish(by, member.record) and not member.is_cleared:
                member.clear(by=by)

    def blockers(self):
        """Return what prevents publishing the release now: {member: [message]}.

        Publishes the members in a transaction that is rolled back.
        """
        with dry_run():
            blockers = self.publish_members(by=None)
        self.__dict__.pop("all_members", None)  # the cached instances have the status of the rollback
        return blockers

    def publish_members(self, *, by, note=""):
        """Publish each member and return what failed: {member: [message]}. The caller rolls back if anything did."""
        blockers = {}
        for member in self.all_members:
            try:
                with transaction.atomic():
                    member.publish(by=by, note=note)
            except ValidationError as error:
                blockers[member] = error.messages
        return blockers

    @transaction.atomic
    def publish(self, *, by, note=""):
        """Publish all members. Raise ValidationError with the blockers of each, if there are any."""
        self.lock(Release.State.OPEN, Release.State.SCHEDULED)
        if by and self.state == Release.State.OPEN:
            self.clear_publishable(by=by)
        note = note or gettext("Publishing bundle “%(release)s”") % {"release": self}
        self.raise_blockers(self.publish_members(by=by, note=note))
        self.state, self.released_by = Release.State.DONE, by
        self.publish_at, self.held_at = clock.now(), None
        self.save()
        self.members.update(is_open=False)

    @transaction.atomic
    def schedule(self, *, by, at):
        """Schedule the release. Raise ValidationError with the blockers if it could not be published now."""
        self.lock(Release.State.OPEN)
        if at <= clock.now():
            raise ValidationError(_("Enter a date and time in the future."))
        self.clear_publishable(by=by)
        self.raise_blockers(self.blockers())
        self.state, self.publish_at, self.released_by = Release.State.SCHEDULED, at, by
        self.save()
        transaction.on_commit(scheduler_wakeup.set)

    @transaction.atomic
    def unschedule(self, *, by):
        """Cancel the scheduled publication of the release."""
        self.lock(Release.State.SCHEDULED)
        self.state, self.publish_at, self.held_at, self.released_by = Release.State.OPEN, None, None, by
        self.save()

    def hold(self):
        """Put a release that could not be published on time on hold, and notify the editors concerned."""
        self.held_at = clock.now()
        self.save(update_fields=["held_at"])
        for member in self.all_members:
            to = [self.released_by, *get_publishers(member.record)]
            notify(NotificationKind.PUBLISH_FAILED, member.record, to=to, note=str(self))

    def raise_blockers(self, blockers):
        """Raise ValidationError if there are blockers ({member: [message]}), or no members."""
        template = gettext("%(record)s: %(sentence)s")
        errors = [
            template % {"record": member.describe(), "sentence": message}
            for member, messages in blockers.items()
            for message in messages
        ]
        if not self.all_members:
            errors = [gettext("This bundle is empty.")]
        if errors:
            raise ValidationError(errors)


class ReleaseMember(RecordReference):
    """A record of a release: the draft of a live record or an unpublished record, and who cleared it."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="members")
    is_open = models.BooleanField(default=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    cleared_at = models.DateTimeField(_("approved at"), null=True)
    cleared_for = models.CharField(_("fingerprint of the text"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("bundle item")
        verbose_name_plural = _("bundle items")
        constraints = (
            models.UniqueConstraint(
                fields=("content_type", "object_id"), condition=models.Q(is_open=True), name="releasemember_once",
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.release}: {self.record}"

    def describe(self):
        """Return the type and owner of the record, but not its title, which the reader may not be allowed to see."""
        owner = self.record.country or gettext("All three governments")
        return f"{capfirst(self.record._meta.verbose_name)} ({owner})"

    @property
    def is_cleared(self):
        """Whether the member was cleared for its current text."""
        return bool(self.cleared_for) and self.cleared_for == compute_fingerprint(self.record)

    def clear(self, *, by):
        """Clear the current text for publication with the release. The editor must be allowed to publish the record."""
        self.cleared_by, self.cleared_at, self.cleared_for = by, clock.now(), compute_fingerprint(self.record)
        self.save()

    def require_clearance(self):
        """Raise ValidationError unless the member is cleared for its current text."""
        if self.is_cleared:
            return
        if self.cleared_for:
            raise ValidationError(_("The text has changed since it was approved. Approve it again."))
        raise ValidationError(_("It has not been approved yet by anyone who can publish it."))

    def publish(self, *, by, note):
        """Publish the draft of the record, or the record if it is not public yet.

        Errors are shown to everyone who can see the release, so they must not quote the texts of the record.
        """
        record = self.record
        record.allows_quoting = False
        self.require_clearance()
        if record.draft:
            publish_draft(record, by=by, note=note, change_note=record.draft.what_changed)
        elif record.is_scheduled or not record.saves_to_draft:
            publish_record(record, by=by, note=note)
        else:
            raise ValidationError(_("It is published and has no draft to publish."))
