"""Languages of materials: an alliance speaks to workers in many more than the portal's three."""

from babel import Locale

from portal.i18n.languages import LANGUAGES, get_current_language

# ISO 639: the portal's own first, then those that workers in the three countries read.
CODES = (
    *LANGUAGES, "ar", "bn", "hmn", "ht", "km", "ko", "my", "ne", "pl", "pt", "quc", "ru", "so", "sw", "ti", "tl",
    "uk", "vi", "zh",
)  # fmt: skip


def language_name(code):
    """What the reader's language calls a language: Vietnamese, vietnamita, vietnamien."""
    return Locale(get_current_language()).languages.get(code, code)


def choices():
    """The languages as choices of a form, in the reader's words."""
    return [(code, language_name(code)) for code in CODES]
