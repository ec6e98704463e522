"""The words of a record that changed since its last approval, for notifications to the offices that had approved it."""

from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.text import Truncator

from portal.history.models import Event, get_versions
from portal.history.snapshots import diff_snapshots, get_columns, get_field_language, get_model_for_key
from portal.richtext.fields import html_to_text

# The most texts that a notification shows, and the most characters of each.
MAX_TEXTS, MAX_LENGTH = 10, 200


class ChangedWords(NamedTuple):
    """The words that were taken out of a text and those that took their place; either can be empty."""

    label: str
    old: str
    new: str


def get_words_changed_since_approval(record):
    """Return the changed words of each text since the last approval, [ChangedWords]."""
    versions = get_versions(record)
    newest, approved = versions.first(), versions.filter(event=Event.APPROVED).first()
    if approved is None:
        return []
    changes = diff_snapshots(approved.rows, newest.rows)
    return [
        ChangedWords(str(field.verbose_name), *diff_words(columns[column]["was"], columns[column]["now"]))
        for key, columns in changes.items()
        for column, field in get_columns(get_model_for_key(key)).items()
        if column in columns and get_field_language(field)
    ][:MAX_TEXTS]


def split_words(text):
    """Return the words of a text or HTML, where a tag separates words."""
    return html_to_text((text or "").replace("<", " <")).split()


def diff_words(old, new):
    """Return the words that only the old text has and those that only the new one has, shortened."""
    before, after = split_words(old), split_words(new)
    changes = [change for change in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
               if change[0] != "equal"]  # fmt: skip
    removed = " … ".join(" ".join(before[start:end]) for _tag, start, end, _, _ in changes if end > start)
    added = " … ".join(" ".join(after[start:end]) for _tag, _, _, start, end in changes if end > start)
    return Truncator(removed).chars(MAX_LENGTH), Truncator(added).chars(MAX_LENGTH)
