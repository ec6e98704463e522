"""Languages of materials, which are many more than the three of the portal."""

from babel import Locale

from portal.i18n.languages import LANGUAGES, get_current_language

# ISO 639 codes: the languages of the portal first, then those common among workers in the three countries.
CODES = (
    *LANGUAGES, "ar", "bn", "hmn", "ht", "km", "ko", "my", "ne", "pl", "pt", "quc", "ru", "so", "sw", "ti", "tl",
    "uk", "vi", "zh",
)  # fmt: skip


def get_language_name(code):
    """Return the name of a language in the reader's language: Vietnamese, vietnamita, vietnamien."""
    return Locale(get_current_language()).languages.get(code, code)


def choices():
    """Return the languages as form choices, named in the reader's language."""
    return [(code, get_language_name(code)) for code in CODES]
