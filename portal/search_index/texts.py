"""The texts of a record that readers can find, its own and those of its parts, in one language or another."""

import re
from html import unescape
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.html import strip_tags

from portal.i18n.dates import PartialDateField
from portal.i18n.languages import LANGUAGES, get_translated_fields, get_translation, localize
from portal.records.parts import get_parts_of
from portal.richtext.fields import RichTextField

TITLE, SUMMARY, BODY = 0, 1, 2
# Longer texts are cut: a vector holds at most a megabyte.
MAX_TEXT_LENGTH = 200_000
# Words in different blocks stay apart once the tags are removed.
BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|t[dhr]|d[dt]|blockquote|caption)>|<(?:br|hr)>")


class SearchText(NamedTuple):
    """One text: its words, its language ("" for numbers and names), and its tier: TITLE, SUMMARY or BODY."""

    words: str
    language: str
    tier: int


def is_searchable(field):
    """Return whether a column that is not translated holds words that readers know: no choice, key, date or URL."""
    if isinstance(field, ArrayField):
        field = field.base_field
    is_text = isinstance(field, models.CharField | models.TextField)
    is_reference = isinstance(field, models.URLField | models.SlugField | PartialDateField)
    return is_text and not is_reference and not field.choices


def get_untranslated_columns(model):
    """Return the names of the columns with numbers, names and the like."""
    excluded = {*get_translated_fields(model), *getattr(model, "not_searchable", ())}
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in excluded and not getattr(field, "language", None) and is_searchable(field)
    ]


def get_text_names(model):
    """Return the names of the translated fields with words."""
    excluded = getattr(model, "not_searchable", ())
    return [
        name
        for name in get_translated_fields(model)
        if name not in excluded and not isinstance(model._meta.get_field(name), models.URLField | models.SlugField)
    ]


def get_plain_text(row, name, text):
    """Return the text of a field without markup."""
    text = text[:MAX_TEXT_LENGTH]
    if not isinstance(row._meta.get_field(name), RichTextField):
        return text
    return " ".join(unescape(strip_tags(BLOCK_END.sub(r"\g<0> ", text))).split())


def get_row_texts(row, language, tiers):
    """Yield the texts of one row. `tiers` maps names of fields to TITLE or SUMMARY; all others are BODY."""
    for name in get_text_names(type(row)):
        text = localize(row, name, language)
        if text.text:
            yield SearchText(get_plain_text(row, name, text.text), text.language, tiers.get(name, BODY))
    for name in get_untranslated_columns(type(row)):
        value = getattr(row, name)
        if value:
            words = ", ".join(value) if isinstance(value, list) else str(value)
            yield SearchText(words[:MAX_TEXT_LENGTH], "", tiers.get(name, BODY))


def get_years(row):
    """Return the years in the dates of a row, once each."""
    excluded = getattr(row, "not_searchable", ())
    fields = (field for field in row._meta.concrete_fields if isinstance(field, PartialDateField))
    dates = (getattr(row, field.name) for field in fields if field.name not in excluded)
    return list(dict.fromkeys(date[:4] for date in dates if date))


def get_public_parts(record):
    """Yield the parts of a record that readers see, with their parts. A fact is public once it is confirmed."""
    for name in getattr(record, "parts", ()):
        for part in get_parts_of(record, name):
            if name not in getattr(record, "fact_parts", ()) or part.confirmed:
                yield part
                yield from get_public_parts(part)


def get_equivalents(record, language):
    """Yield the texts of `search_equivalents` in the other languages, such as the other terms of a concept."""
    for name in getattr(record, "search_equivalents", ()):
        for other in LANGUAGES:
            if other != language and (words := get_translation(record, name, other)):
                yield SearchText(words, other, BODY)


def get_search_texts(record, language):
    """Return the SearchTexts of a record and its parts for readers of a language, titles first."""
    tiers = dict.fromkeys(record.search_titles, TITLE) | dict.fromkeys(record.search_summaries, SUMMARY)
    texts = [*get_row_texts(record, language, tiers), *get_equivalents(record, language)]
    years = get_years(record)
    for part in get_public_parts(record):
        texts += get_row_texts(part, language, {})
        years += get_years(part)
    if years:
        texts.append(SearchText(" ".join(dict.fromkeys(years)), "", BODY))
    return sorted(texts, key=lambda text: text.tier)


def get_title_language(record, language):
    """Return the language of the title that readers of a language see."""
    return localize(record, record.search_titles[-1], language).language
