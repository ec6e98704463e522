"""Editing sessions: who has the form of a record open, so that editors learn of each other before they save."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.records.references import RecordReference

# A session expires this long after the form was opened, or after the last ping of a browser that runs the script.
TIMEOUT_WITHOUT_PING, TIMEOUT_AFTER_PING = timedelta(minutes=15), timedelta(seconds=90)


class Presence(RecordReference):
    """An editing session: one editor has one record open."""

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
        return self.editor.display_name


def delete_expired_sessions():
    """Delete expired sessions. Until the first ping, `seen_at` is the time at which the form was opened."""
    now = clock.now()
    has_lost_ping = Q(seen_at__gt=F("since"), seen_at__lt=now - TIMEOUT_AFTER_PING)
    Presence.objects.filter(has_lost_ping | Q(seen_at__lt=now - TIMEOUT_WITHOUT_PING)).delete()


def open_session(record, editor):
    """Start the session of an editor, or restart it. Return its start time, which identifies it when it is closed."""
    session, _created = Presence.objects.of(record).get_or_create(editor=editor, defaults={"record": record})
    now = clock.now()
    Presence.objects.filter(pk=session.pk).update(since=now, seen_at=now)
    return now


def ping_session(record, editor):
    """Keep the session of an editor open."""
    if not Presence.objects.of(record).filter(editor=editor).update(seen_at=clock.now()):
        open_session(record, editor)


def close_session(record, editor, since=None):
    """Close the session of an editor. With a start time, close it only if it has not been restarted since."""
    sessions = Presence.objects.of(record).filter(editor=editor)
    if since is not None:
        sessions = sessions.filter(pk__in=[session.pk for session in sessions if session.since.isoformat() == since])
    sessions.delete()


def get_other_sessions(record, editor):
    """Return the sessions of other editors of a record, oldest first."""
    delete_expired_sessions()
    return Presence.objects.of(record).exclude(editor=editor).select_related("editor").order_by("since", "pk")
