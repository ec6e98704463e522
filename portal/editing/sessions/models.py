"""Who has a record open in the admin, so that two editors know of each other before either saves."""

from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# How long an editor counts as being there after the form was opened, and after their browser last said so.
WITHOUT_SCRIPT, WITH_SCRIPT = timedelta(minutes=15), timedelta(seconds=90)


class Presence(models.Model):
    """One editor has one record open: since when, and when their browser last said so."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("editor"))
    since = models.DateTimeField(_("open since"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen"), auto_now=True)

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        constraints = (
            models.UniqueConstraint(fields=("content_type", "object_id", "editor"), name="presence_once"),
        )  # fmt: skip

    def __str__(self):
        return f"{self.content_type} {self.object_id}: {self.editor}"

    @property
    def name(self):
        """Who it is, as colleagues read it."""
        return self.editor.get_full_name() or self.editor.get_username()


def presences_of(record):
    content_type = ContentType.objects.get_for_model(record)
    return Presence.objects.filter(content_type=content_type, object_id=record.pk)


def forget_the_gone():
    """Deletes what is too old. Until a browser has said something, `seen_at` is when the form was opened."""
    now = timezone.now()
    said = Q(seen_at__gt=F("since"), seen_at__lt=now - WITH_SCRIPT)
    Presence.objects.filter(said | Q(seen_at__lt=now - WITHOUT_SCRIPT)).delete()


def open_by(record, editor):
    """Notes that an editor has opened the form of a record, and gives the time by which this opening is known."""
    row, _created = presences_of(record).get_or_create(
        content_type=ContentType.objects.get_for_model(record), object_id=record.pk, editor=editor
    )
    now = timezone.now()
    Presence.objects.filter(pk=row.pk).update(since=now, seen_at=now)
    return now


def still_open_by(record, editor):
    """Notes that the browser of an editor says so."""
    if not presences_of(record).filter(editor=editor).update(seen_at=timezone.now()):
        open_by(record, editor)


def left_by(record, editor, since=None):
    """Forgets an editor; given the time of an opening, only if they have not opened the form again by now."""
    rows = presences_of(record).filter(editor=editor)
    rows.filter(pk__in=[row.pk for row in rows if since in {None, row.since.isoformat()}]).delete()


def others_at(record, editor):
    """Who else has the record open, the first to open it first."""
    forget_the_gone()
    return presences_of(record).exclude(editor=editor).select_related("editor").order_by("since", "pk")
