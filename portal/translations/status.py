"""The status of translations, computed from hashes of the source texts that they were made from.

`record.fingerprints` has an entry for each translated column, `{"text": …, "source": …}`: the hash of the translation
and that of its source text.
"""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import LANGUAGES, get_translation, localized_field_name
from portal.richtext.fields import html_to_text


class TranslationStatus(models.TextChoices):
    """The status of the texts in one language compared with the source language."""

    ORIGINAL = "original", _("original")
    CURRENT = "current", _("current")
    OUTDATED = "outdated", _("outdated")
    MISSING = "missing", _("missing")


def hash_text(text):
    """Return 16 hexadecimal digits that change with the text, but not with its whitespace."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def update_source_hashes(record):
    """Update the source hashes before a save: a changed translation counts as made from the current source text."""
    old, new = record.fingerprints, {}
    for field in record.get_text_fields():
        source = hash_text(get_translation(record, field, record.source_language))
        # If the source language has changed, the new source text was a translation. Other translations of the same
        # original count as translations of it.
        promoted = old.get(localized_field_name(field, record.source_language))
        for language in LANGUAGES:
            text = get_translation(record, field, language)
            if language == record.source_language or not text:
                continue
            column = localized_field_name(field, language)
            hashes = old.get(column)
            unchanged = hashes and hashes["text"] == hash_text(text)
            if promoted and hashes and hashes["source"] == promoted["source"]:
                hashes = {**hashes, "source": promoted["text"]}
            new[column] = hashes if unchanged else {"text": hash_text(text), "source": source}
    record.fingerprints = new


def get_missing_fields(record, language):
    """Return the fields with a text in the source language and none in `language`.

    The title is required even if the source language has none.
    """
    required = [field for field in record.get_text_fields() if get_translation(record, field, record.source_language)]
    if "title" in record.get_text_fields() and "title" not in required:
        required.insert(0, "title")
    return [field for field in required if not html_to_text(get_translation(record, field, language))]
