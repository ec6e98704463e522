"""Editing sessions: who has the form of a record open, so that editors learn of each other before they save."""

from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A session expires this long after the form was opened, or after the last ping of a browser that runs the script.
TIMEOUT_WITHOUT_PING, TIMEOUT_AFTER_PING = timedelta(minutes=15), timedelta(seconds=90)


class Presence(models.Model):
    """An editing session: one editor has one record open."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("editor"))
    since = models.DateTimeField(_("open since"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last active"), auto_now=True)

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        constraints = (
            models.UniqueConstraint(fields=("content_type", "object_id", "editor"), name="presence_once"),
        )  # fmt: skip

    def __str__(self):
        return f"{self.content_type} {self.object_id}: {self.editor}"

    @property
    def editor_name(self):
        return self.editor.get_full_name() or self.editor.get_username()


def get_sessions(record):
    content_type = ContentType.objects.get_for_model(record)
    return Presence.objects.filter(content_type=content_type, object_id=record.pk)


def delete_expired_sessions():
    """Delete expired sessions. Until the first ping, `seen_at` is the time at which the form was opened."""
    now = timezone.now()
    has_lost_ping = Q(seen_at__gt=F("since"), seen_at__lt=now - TIMEOUT_AFTER_PING)
    Presence.objects.filter(has_lost_ping | Q(seen_at__lt=now - TIMEOUT_WITHOUT_PING)).delete()


def open_session(record, editor):
    """Start the session of an editor, or restart it. Return its start time, which identifies it when it is closed."""
    session, _created = get_sessions(record).get_or_create(
        content_type=ContentType.objects.get_for_model(record), object_id=record.pk, editor=editor
    )
    now = timezone.now()
    Presence.objects.filter(pk=session.pk).update(since=now, seen_at=now)
    return now


def ping_session(record, editor):
    """Keep the session of an editor open."""
    if not get_sessions(record).filter(editor=editor).update(seen_at=timezone.now()):
        open_session(record, editor)


def close_session(record, editor, since=None):
    """Close the session of an editor. With a start time, close it only if it has not been restarted since."""
    sessions = get_sessions(record).filter(editor=editor)
    sessions.filter(pk__in=[session.pk for session in sessions if since in {None, session.since.isoformat()}]).delete()


def get_other_sessions(record, editor):
    """Return the sessions of other editors of a record, oldest first."""
    delete_expired_sessions()
    return get_sessions(record).exclude(editor=editor).select_related("editor").order_by("since", "pk")
