"""Fingerprints of the texts that translations were made from, and what they tell of a language. Nothing here queries.

`record.fingerprints` holds for each translated column `{"text": its own, "source": that of what it was made from}`.
"""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import LANGUAGES, get_translation, localized_field_name
from portal.richtext.fields import html_to_text


class State(models.TextChoices):
    """How the text of one language stands towards its source."""

    ORIGINAL = "original", _("original")
    CURRENT = "current", _("current")
    OUTDATED = "outdated", _("outdated")
    MISSING = "missing", _("missing")


def fingerprint(text):
    """16 hexadecimal digits that change when the words of a text change, and not when its spaces do."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def stamp(record):
    """Brings the fingerprints up to date: a translation that was changed now is taken to follow the source of now."""
    old, new = record.fingerprints, {}
    for field in record.texts():
        source = fingerprint(get_translation(record, field, record.source_language))
        # Another language has become the source: what was made from the same text as its own follows it.
        promoted = old.get(localized_field_name(field, record.source_language))
        for language in LANGUAGES:
            text = get_translation(record, field, language)
            if language == record.source_language or not text:
                continue
            column = localized_field_name(field, language)
            kept = old.get(column)
            unchanged = kept and kept["text"] == fingerprint(text)
            if promoted and kept and kept["source"] == promoted["source"]:
                kept = {**kept, "source": promoted["text"]}
            new[column] = kept if unchanged else {"text": fingerprint(text), "source": source}
    record.fingerprints = new


def missing_fields(record, language):
    """The fields that have a text in the source language and none in `language`, the title in any case."""
    wanted = [field for field in record.texts() if get_translation(record, field, record.source_language)]
    if "title" in record.texts() and "title" not in wanted:
        wanted.insert(0, "title")
    return [field for field in wanted if not html_to_text(get_translation(record, field, language))]


def state_of(record, language):
    """The State of a record's own texts in one language."""
    if language == record.source_language:
        return State.ORIGINAL
    if missing_fields(record, language):
        return State.MISSING
    for field in record.texts():
        kept = record.fingerprints.get(localized_field_name(field, language))
        if kept and kept["source"] != fingerprint(get_translation(record, field, record.source_language)):
            return State.OUTDATED
    return State.CURRENT
