"""Punctuation of interface sentences around inserted values."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import override

from portal.templatetags.i18n_text import colon

CATALOGUES = [Path(settings.BASE_DIR, "locale", language, "LC_MESSAGES", "django.po") for language in ("es", "fr")]
# Placeholders of times. In English a time ends in a full stop of its own: 1:19 p.m.
TIME_AT_END = re.compile(r"%\((?:at|time|when|moment|since|seen|until|capitals|publish_at|withdraw_at)\)s\.")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_no_time_is_followed_by_a_full_stop(path):
    messages = read_po(io.StringIO(path.read_text(encoding="utf-8")))
    texts = [text for message in messages if message.id for text in (message.id, message.string)]
    flat = [part for text in texts for part in (text if isinstance(text, tuple) else (text,))]
    assert not [text for text in flat if TIME_AT_END.search(text)]


def test_templates_write_no_full_stop_after_time():
    pattern = re.compile(r"(?:DATETIME_FORMAT|TIME_FORMAT)\"\s*}}(?:</time>)?\.")
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")
    assert not [path for path in templates if pattern.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("language", "text"), [("en", ": "), ("es", ": "), ("fr", "\xa0: ")])
def test_colon_has_spaces_of_language(language, text):
    with override(language):
        assert colon() == text
