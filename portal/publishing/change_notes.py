"""Change notes: what changed on a public page, written for readers, one note for each significant change."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.i18n.text import NormalizedTextModel
from portal.records.references import RecordReference


class ChangeNote(RecordReference, NormalizedTextModel):
    """A description of one change, in the languages that the record requires."""

    text = models.CharField(_("what changed"), max_length=300, null=True, blank=True)
    at = models.DateTimeField(_("date and time"), default=clock.now)
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
    return ChangeNote.objects.of(record).filter(at__lte=clock.now())


def get_latest_change_notes(record, limit=5):
    """Return the latest notes, with the source language of the record as their fallback language."""
    notes = list(get_change_notes(record)[:limit])
    for note in notes:
        note.source_language = record.source_language
    return notes
