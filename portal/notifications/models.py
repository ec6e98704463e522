"""What editors are told by mail: who is told of what, kept until it is sent. The mail itself is in messages.py."""

import threading
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.history.models import Event, get_versions

# Set in this process as soon as new notices are committed, for the thread that sends them.
fresh = threading.Event()
# A warning as near as this to the moment that it is about comes at once, also to those who have chosen the digest.
URGENT = timedelta(hours=3)


class Occasion(models.TextChoices):
    """What a notice is about."""

    SUBMITTED = "submitted", _("sent to review")
    RETURNED = "returned", _("returned to its author")
    PUBLISHED = "published", _("published")
    WILL_FAIL = "will fail", _("will not go live on time")
    DID_NOT = "did not", _("did not go live on time")
    CONSENT_ASKED = "consent asked", _("consent asked for")
    CONSENT_FALLEN = "consent fallen", _("consent fallen")


class Notice(models.Model):
    """One thing to tell one editor of one record; sent at once or with others, as the editor has chosen."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    occasion = models.CharField(_("occasion"), max_length=20, choices=Occasion)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(_("note"), blank=True)
    # The moment that a warning is about; empty for what has happened.
    due_at = models.DateTimeField(_("due"), null=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("made_at", "pk")
        indexes = (
            models.Index(fields=("made_at",), condition=models.Q(sent_at=None), name="notice_unsent"),
            models.Index(fields=("content_type", "object_id"), name="notice_record"),
        )

    def __str__(self):
        return f"{self.occasion}: {self.content_type} {self.object_id}, {self.recipient}"

    @property
    def cannot_wait(self):
        """Whether it comes at once to everyone."""
        urgent = bool(self.due_at) and self.due_at - self.made_at <= URGENT
        return urgent or self.occasion == Occasion.DID_NOT


def editors():
    """Everyone who may sign in, with what they are trusted with."""
    everyone = get_user_model().objects.filter(is_active=True, is_staff=True).order_by("pk")
    return everyone.prefetch_related("groups", "countries")


def publishers_of(record):
    """Who may publish a record: those whom its countries trust with it, administrators where there are none."""
    able = [editor for editor in editors() if permissions.can_publish(editor, record)]
    return [editor for editor in able if not permissions.is_administrator(editor)] or able


def office_of(country, record):
    """Who may consent to a record in the name of a country."""
    return [editor for editor in editors() if permissions.can_approve(editor, record, country)]


def authors_of(record):
    """Whose work a record is: who made it or its draft, and who sent it to review last."""
    submitted = get_versions(record).filter(event=Event.SUBMITTED).select_related("by").first()
    return [record.draft.author if record.draft else record.created_by, submitted and submitted.by]


def tell(occasion, record, *, to, by=None, note="", due_at=None):
    """Keeps a notice for each of these editors, but for the one who did it. Called in the transaction of the deed."""
    recipients = {editor.pk: editor for editor in to if editor and editor != by}
    transaction.on_commit(fresh.set)
    return Notice.objects.bulk_create(
        Notice(recipient=editor, occasion=occasion, record=record, by=by, note=note, due_at=due_at)
        for editor in recipients.values()
    )


# What each step of a record is an occasion for, and who is told.
OCCASIONS = {
    Event.SUBMITTED: (Occasion.SUBMITTED, publishers_of),
    Event.CHANGES_REQUESTED: (Occasion.RETURNED, authors_of),
    Event.PUBLISHED: (Occasion.PUBLISHED, authors_of),
    Event.SCHEDULED: (Occasion.PUBLISHED, authors_of),
}


def tell_of(event, record, *, by, note):
    """Tells those whom a step of the record concerns; what no one did, such as the first content, concerns nobody."""
    if by and event in OCCASIONS:
        occasion, concerned = OCCASIONS[event]
        tell(occasion, record, to=concerned(record), by=by, note=note)
