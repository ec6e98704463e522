"""A release: several records and drafts that go live together or not at all, now or at a time.

Each stands in it cleared by someone who may publish it, for one text and no other, so that no government publishes for
another. Nothing here makes a page.
"""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.drafts.models import dry_run
from portal.notifications.models import NoticeKind, get_publishers, notify, scheduler_wakeup
from portal.publishing.consents import fingerprint_of


class Release(models.Model):
    """What goes live together."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("being put together")
        SCHEDULED = "scheduled", _("scheduled")
        DONE = "done", _("published")

    name = models.CharField(_("name"), max_length=200, help_text=_("For editors; readers do not see it."))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    publish_at = models.DateTimeField(_("goes live"), null=True, blank=True)
    # Since when it waits for someone, because it could not go live at its time.
    held_at = models.DateTimeField(_("held"), null=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    # Who said last that it goes live, or when.
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("release of several records")
        verbose_name_plural = _("releases of several records")
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=("publish_at",), name="release_due"),)

    def __str__(self):
        return self.name

    @cached_property
    def all_members(self):
        """Its members in the order of their keys, in which they are locked and published."""
        members = self.members.select_related("content_type", "cleared_by").prefetch_related("record")
        return sorted(
            (one for one in members if one.record), key=lambda one: (one.record._meta.label_lower, one.object_id)
        )

    # Its preview

    def previewed_records(self):
        return [member.record for member in self.all_members]

    # Steps

    def lock(self, *states):
        """Keeps everyone else from it and from all its records, and refuses where it is not in one of these states."""
        Release.objects.select_for_update().get(pk=self.pk)
        self.refresh_from_db()
        self.__dict__.pop("all_members", None)
        if self.state not in states:
            raise ValidationError(
                _("“%(release)s” cannot do that: it is “%(state)s”."),
                params={"release": self, "state": self.get_state_display()},
            )
        for member in self.all_members:
            member.record.lock()

    @transaction.atomic
    def add(self, record, *, by):
        """Takes a record in, cleared at once by one who may publish it."""
        self.lock(Release.State.OPEN)
        others = ReleaseMember.objects.filter(**of_record(record), is_open=True)
        if other := others.select_related("release").first():
            raise ValidationError(
                _("“%(record)s” is part of a release already: “%(release)s”."),
                params={"record": record, "release": other.release},
            )
        member = ReleaseMember.objects.create(release=self, record=record)
        self.__dict__.pop("all_members", None)
        if permissions.can_publish(by, record):
            member.clear(by=by)
        return member

    def clear_own(self, *, by):
        """Clears, for the one who is about to release it all, what they may publish themselves."""
        for member in self.all_members:
            if permissions.can_publish(by, member.record) and not member.is_cleared:
                member.clear(by=by)

    def what_keeps_it(self):
        """A rehearsal: what would fail if it went live now, {member: sentences}; nothing is changed by asking."""
        with dry_run():
            kept = self.go_live(by=None)
        self.__dict__.pop("all_members", None)  # which the rehearsal has changed
        return kept

    def go_live(self, *, by, note=""):
        """Publishes each member; what failed, {member: sentences}. Called in a transaction that ends where any did."""
        kept = {}
        for member in self.all_members:
            try:
                with transaction.atomic():
                    member.go_live(by=by, note=note)
            except ValidationError as error:
                kept[member] = error.messages
        return kept

    @transaction.atomic
    def publish(self, *, by, note=""):
        """All of it goes live, or a ValidationError names what each is kept by and nothing does."""
        self.lock(Release.State.OPEN, Release.State.SCHEDULED)
        if by and self.state == Release.State.OPEN:
            self.clear_own(by=by)
        refuse(self.go_live(by=by, note=note or gettext("Release “%(release)s”") % {"release": self}), self)
        self.state, self.released_by = Release.State.DONE, by
        self.publish_at, self.held_at = timezone.now(), None
        self.save()
        self.members.update(is_open=False)

    @transaction.atomic
    def schedule(self, *, by, at):
        """All of it goes live at a time. Refused where it could not go live as it stands."""
        self.lock(Release.State.OPEN)
        if at <= timezone.now():
            raise ValidationError(_("This time has passed."))
        self.clear_own(by=by)
        refuse(self.what_keeps_it(), self)
        self.state, self.publish_at, self.released_by = Release.State.SCHEDULED, at, by
        self.save()
        transaction.on_commit(scheduler_wakeup.set)

    @transaction.atomic
    def unschedule(self, *, by):
        self.lock(Release.State.SCHEDULED)
        self.state, self.publish_at, self.held_at, self.released_by = Release.State.OPEN, None, None, by
        self.save()

    def hold(self):
        """It could not go live at its time, and waits for someone: mail for those who can do something about it."""
        self.held_at = timezone.now()
        self.save(update_fields=["held_at"])
        for member in self.all_members:
            to = [self.released_by, *get_publishers(member.record)]
            notify(NoticeKind.PUBLISH_FAILED, member.record, to=to, note=str(self))


def refuse(kept, release):
    """Says of each member what it is kept by; of an empty release, that it is empty."""
    words = gettext("%(record)s: %(sentence)s")
    sentences = [
        words % {"record": one.in_words(), "sentence": said} for one, all_of in kept.items() for said in all_of
    ]
    if not release.all_members:
        sentences = [gettext("Nothing is part of this release yet.")]
    if sentences:
        raise ValidationError(sentences)


def of_record(record):
    """The columns by which a member names a record."""
    return {"content_type": ContentType.objects.get_for_model(record), "object_id": record.pk}


class ReleaseMember(models.Model):
    """One record of a release: its draft, or itself where it is not public yet; and by whom it was cleared."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="members")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    is_open = models.BooleanField(default=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("cleared by")
    )
    cleared_at = models.DateTimeField(_("cleared"), null=True)
    cleared_for = models.CharField(_("fingerprint of the text"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("part of a release")
        verbose_name_plural = _("parts of a release")
        constraints = (
            models.UniqueConstraint(
                fields=("content_type", "object_id"), condition=models.Q(is_open=True), name="releasemember_once",
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.release}: {self.record}"

    def in_words(self):
        """What it is and whose, without its name, which not everyone who reads of it may be told."""
        owner = self.record.country or gettext("All three governments")
        return f"{capfirst(self.record._meta.verbose_name)} ({owner})"

    @property
    def is_cleared(self):
        """Whether it was cleared for the text that it has."""
        return bool(self.cleared_for) and self.cleared_for == fingerprint_of(self.record)

    def clear(self, *, by):
        """Says, for a record that the editor may publish, that its text of now may go live with the release."""
        self.cleared_by, self.cleared_at, self.cleared_for = by, timezone.now(), fingerprint_of(self.record)
        self.save()

    def refuse_uncleared(self):
        if self.is_cleared:
            return
        if self.cleared_for:
            raise ValidationError(_("Its text has changed since it was cleared: clear it again."))
        raise ValidationError(_("No one who publishes it has cleared it yet."))

    def go_live(self, *, by, note):
        """Its draft, or itself where it is not public yet. What it is kept by is told to all who see the release."""
        record = self.record
        record.is_quoted = False
        self.refuse_uncleared()
        if record.draft:
            record.publish_draft(by=by, note=note, what_changed=record.draft.what_changed)
        elif record.is_scheduled or not record.is_drafted:
            record.publish(by=by, note=note)
        else:
            raise ValidationError(_("It is public, and has no draft to publish."))
