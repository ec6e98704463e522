"""The three languages, suffixed field names, and a text together with the language it is in. Nothing here queries."""

from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import NotRegistered, translator

LANGUAGES = ("en", "es", "fr")

# Each language under its own name, as the switcher writes it on every page.
OWN_NAMES = {"en": "English", "es": "Español", "fr": "Français"}

IN_LANGUAGE = {"en": _("in English"), "es": _("in Spanish"), "fr": _("in French")}

# Whose way of writing numbers, lists and units each language follows.
REGIONAL = {"en": "en_US", "es": "es_MX", "fr": "fr_CA"}

CHOICES = [("en", _("English")), ("es", _("Spanish")), ("fr", _("French"))]


def suffixed(field, language):
    """The column of `field` in `language`: the only way to name a translated field in a query."""
    return f"{field}_{language}"


def reader_language():
    """The language of the page that is being made, English where none is active."""
    return (get_language() or "en")[:2]


def translated_fields(model):
    """The unsuffixed names of the model's translated fields, in its order; none for a model without translation."""
    try:
        names = set(translator.get_options_for_model(model).get_field_names())
    except NotRegistered:
        return ()
    return tuple(field.name for field in model._meta.fields if field.name in names)


class Localized(NamedTuple):
    """A text and the language it is in; `text` is empty where no language has it."""

    text: str
    language: str

    @property
    def borrowed(self):
        """Whether a reader meets it in another language than the page's."""
        return bool(self.text) and self.language != reader_language()

    def __str__(self):
        return self.text


def text_in(record, field, language):
    """The text of `field` in `language` alone, empty where there is none."""
    return getattr(record, suffixed(field, language)) or ""


def localized(record, field, language=None):
    """The text of `field` in the reader's language, else in the record's source language, else in any that has it."""
    language = language or reader_language()
    for candidate in (language, getattr(record, "source_language", "en"), *LANGUAGES):
        if text := text_in(record, field, candidate):
            return Localized(text, candidate)
    return Localized("", language)
