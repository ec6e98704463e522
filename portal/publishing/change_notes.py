"""Change notes: what changed on a public page, written for readers, one note for each significant change."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.i18n.text import NormalizedTextModel


class ChangeNote(NormalizedTextModel):
    """A description of one change, in the languages that the record requires."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    text = models.CharField(_("what changed"), max_length=300, null=True, blank=True)
    at = models.DateTimeField(_("date and time"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("change note")
        verbose_name_plural = _("change notes")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("content_type", "object_id"), name="changenote_record"),)

    def __str__(self):
        return f"{self.content_type} {self.object_id}, {self.at:%Y-%m-%d}"


def get_change_notes(record):
    """Return the notes of a record that are public by now, newest first."""
    content_type = ContentType.objects.get_for_model(record)
    notes = ChangeNote.objects.filter(content_type=content_type, object_id=record.pk)
    return notes.filter(at__lte=timezone.now())


def get_latest_change_notes(record, limit=5):
    """Return the latest notes, with the source language of the record as their fallback language."""
    notes = list(get_change_notes(record)[:limit])
    for note in notes:
        note.source_language = record.source_language
    return notes
