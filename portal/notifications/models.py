"""The model Notification, one notification to one editor, and the functions that notify the right editors.

Notifications are stored in the transaction that they are about, and sent by mail later (see delivery.py).
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal import clock, permissions
from portal.history.models import Event, get_versions
from portal.i18n.text import NormalizedTextModel, normalize_text
from portal.operations.wakeup import scheduler_wakeup
from portal.records.references import RecordReference

# A warning created this shortly before its due time is sent at once, even to editors who have chosen the digest.
URGENT_WITHIN = timedelta(hours=3)


class NotificationKind(models.TextChoices):
    """The kinds of notifications."""

    SUBMITTED = "submitted", _("submitted for review")
    CHANGES_REQUESTED = "changes requested", _("changes requested")
    PUBLISHED = "published", _("published")
    PUBLISH_WILL_FAIL = "publish will fail", _("not ready to be published on time")
    PUBLISH_FAILED = "publish failed", _("not published on time")
    APPROVAL_REQUESTED = "approval requested", _("approval requested")
    APPROVAL_REVOKED = "approval revoked", _("approval no longer valid")
    APPROVAL_REFUSED = "approval refused", _("approval refused")
    COMMENTED = "commented", _("comment")


class Notification(RecordReference, NormalizedTextModel):
    """A notification to one editor about one record."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(_("type"), max_length=20, choices=NotificationKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(_("note"), blank=True)
    # The time that a warning is about; None for other notifications.
    due_at = models.DateTimeField(_("due"), null=True)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ("created_at", "pk")
        indexes = (
            models.Index(fields=("created_at",), condition=models.Q(sent_at=None), name="notification_unsent"),
            models.Index(fields=("content_type", "object_id"), name="notification_record"),
        )

    def __str__(self):
        return f"{self.kind}: {self.content_type} {self.object_id}, {self.recipient}"

    @property
    def is_urgent(self):
        """Whether the notification is sent at once, even to editors who have chosen the digest."""
        near = bool(self.due_at) and self.due_at - self.created_at <= URGENT_WITHIN
        return near or self.kind == NotificationKind.PUBLISH_FAILED


def get_active_editors():
    """Return everyone who can sign in to the admin, with their groups and countries."""
    editors = get_user_model().objects.filter(is_active=True, is_staff=True).order_by("pk")
    return editors.prefetch_related("groups", "countries")


def get_publishers(record):
    """Return the editors who can publish a record; administrators only if there is no one else."""
    publishers = [editor for editor in get_active_editors() if permissions.can_publish(editor, record)]
    return [editor for editor in publishers if not permissions.is_administrator(editor)] or publishers


def get_approvers(country, record):
    """Return the editors who can approve a record on behalf of a country."""
    return [editor for editor in get_active_editors() if permissions.can_approve(editor, record, country)]


def get_authors(record):
    """Return the author of a record (or of its draft) and the editor who last submitted it; either can be None."""
    submitted = get_versions(record).filter(event=Event.SUBMITTED).select_related("by").first()
    return [record.draft.author if record.draft else record.created_by, submitted and submitted.by]


def get_authors_and_publishers(record):
    """Return the authors of a record, and those who can publish it; with None and duplicates."""
    return [*get_authors(record), *get_publishers(record)]


def notify(kind, record, *, to, by=None, note="", due_at=None):
    """Create a notification for each of the editors in `to`, which may contain None and duplicates, except `by`.

    Call this in the transaction of the change, so that both are committed together.
    """
    recipients = {editor.pk: editor for editor in to if editor and editor != by}
    note = normalize_text(note)  # bulk_create() does not call save()
    transaction.on_commit(scheduler_wakeup.set)
    return Notification.objects.bulk_create(
        Notification(recipient=editor, kind=kind, record=record, by=by, note=note, due_at=due_at)
        for editor in recipients.values()
    )
