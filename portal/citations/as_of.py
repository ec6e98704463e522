"""The texts of a record as they stood on a day, from its versions.

A record that is not public today shows nothing, so that what was unpublished stays so. Nor is anything shown for days
before it was published, the last time if it was unpublished in between.
"""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.http import Http404
from django.utils import timezone

from portal import clock
from portal.history.models import get_versions
from portal.history.snapshots import build_instance, get_object_key
from portal.i18n.languages import (
    LANGUAGES,
    LocalizedText,
    get_current_language,
    get_translated_fields,
    get_translation,
)
from portal.links.fields import ExternalURLField
from portal.richtext.fields import RichTextField
from portal.richtext.html import render_plain_text


class TextField(NamedTuple):
    """A text of a version: the name of its field, its paragraphs, and its language."""

    verbose_name: str
    paragraphs: list
    language: str


def get_version_on(record, day):
    """Return the version of a public record whose texts readers saw at the end of a day, or raise Http404."""
    if not timezone.localtime(record.get_public_since()).date() <= day <= clock.get_today():
        raise Http404
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    # While a record is public, what editors save goes to versions of the draft.
    version = get_versions(record).filter(of_draft=False, at__lt=end).first()
    if version is None:
        raise Http404
    return version


def get_text(row, field, source_language):
    """Return a text of a row in the active language, or else the original or another one, as a LocalizedText."""
    for language in (get_current_language(), source_language, *LANGUAGES):
        if text := get_translation(row, field, language):
            return LocalizedText(text, language)
    return None


def build_texts(row, source_language):
    """Return the TextFields of a row of a version."""
    fields = [row._meta.get_field(name) for name in get_translated_fields(type(row)) if name != "slug"]
    found = [
        (field, get_text(row, field.name, source_language))
        for field in fields
        if not isinstance(field, ExternalURLField)
    ]
    return [TextField(field.verbose_name, to_paragraphs(field, text), text.language) for field, text in found if text]


def to_paragraphs(field, text):
    """Return the paragraphs of a text, without markup: links to records that are not public today lead nowhere."""
    plain = render_plain_text(text.text) if isinstance(field, RichTextField) else text.text
    return plain.splitlines()


def build_rows(version, record):
    """Return the texts of a version: those of the record, then those of each part that readers saw."""
    key, snapshot = get_object_key(record), version.rows
    source_language = snapshot.get(key, {}).get("source_language") or record.source_language
    parts = [build_instance(part, columns) for part, columns in snapshot.items() if part != key]
    own = build_instance(key, snapshot.get(key, {}))
    shown = [own, *(part for part in parts if getattr(part, "confirmed", True))]
    return [texts for texts in (build_texts(row, source_language) for row in shown) if texts]
