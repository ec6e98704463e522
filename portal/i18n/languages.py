"""The three content languages, names of countries, and access to the translated fields of a record."""

from typing import NamedTuple

from babel.core import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import NotRegistered, translator

LANGUAGES = ("en", "es", "fr")

# Each language in itself, for the language switcher.
ENDONYMS = {"en": "English", "es": "Español", "fr": "Français"}

LANGUAGE_PHRASES = {"en": _("in English"), "es": _("in Spanish"), "fr": _("in French")}

# Babel locales for numbers, lists and units.
LOCALES = {"en": "en_US", "es": "es_MX", "fr": "fr_CA"}

LANGUAGE_CHOICES = [("en", _("English")), ("es", _("Spanish")), ("fr", _("French"))]


def localized_field_name(field, language):
    """Return the column of `field` in `language`. Queries name translated fields only in this way."""
    return f"{field}_{language}"


def get_current_language():
    """Return the two-letter code of the active language, or "en" if none is active."""
    return (get_language() or "en")[:2]


def get_country_name(code):
    """Return the name of a country in the active language; the code itself if it is not one."""
    return Locale.parse(LOCALES[get_current_language()]).territories.get(code, code)


def get_translated_fields(model):
    """Return the unsuffixed names of the model's translated fields, in model order. Empty if it has none."""
    try:
        names = set(translator.get_options_for_model(model).get_field_names())
    except NotRegistered:
        return ()
    return tuple(field.name for field in model._meta.fields if field.name in names)


class LocalizedText(NamedTuple):
    """A text and its language. `text` is empty if no language has a text."""

    text: str
    language: str

    @property
    def is_fallback(self):
        """Whether the text is in another language than the active one."""
        return bool(self.text) and self.language != get_current_language()

    def __str__(self):
        return self.text


def get_translation(record, field, language):
    """Return the text of `field` in `language`, without falling back. Empty if there is none."""
    return getattr(record, localized_field_name(field, language)) or ""


def localize(record, field, language=None):
    """Return the text of `field` as a LocalizedText.

    Tries `language` (the active language by default), the record's source language, and then all languages.
    """
    language = language or get_current_language()
    for candidate in (language, getattr(record, "source_language", "en"), *LANGUAGES):
        if text := get_translation(record, field, candidate):
            return LocalizedText(text, candidate)
    return LocalizedText("", language)
