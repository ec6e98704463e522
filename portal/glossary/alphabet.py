"""Alphabetical order and the letters of a list in one language."""

import unicodedata
from itertools import groupby
from string import ascii_uppercase

OTHER = "#"  # for terms that do not begin with a letter
LETTERS = {
    "en": [*ascii_uppercase],
    "es": [*ascii_uppercase[:14], "Ñ", *ascii_uppercase[14:]],
    "fr": [*ascii_uppercase],
}
ENYE = "n\u0303"  # a letter of its own in Spanish, sorted after N
AFTER_N = "n\U0010ffff"


def get_sort_key(text, language):
    """Return the key that sorts a text alphabetically, without accents, case and punctuation."""
    text = unicodedata.normalize("NFKD", text.casefold())
    if language == "es":
        text = text.replace(ENYE, AFTER_N)
    return "".join(character for character in text if character.isalnum() or character in {" ", AFTER_N[1]})


def get_letter(text, language):
    """Return the letter that a text is listed under."""
    key = get_sort_key(text, language).lstrip()
    if key.startswith(AFTER_N):
        return "Ñ"
    letter = key[:1].upper()
    return letter if letter in LETTERS[language] else OTHER


def group_by_letter(items, language, get_text):
    """Return the sorted items of each letter of the alphabet: `{"A": […], "B": [], …}`."""
    texts = sorted(items, key=lambda item: get_sort_key(get_text(item), language))
    found = {
        letter: [*group]
        for letter, group in groupby(texts, key=lambda item: get_letter(get_text(item), language))
    }  # fmt: skip
    others = [OTHER] if OTHER in found else []
    return {letter: found.get(letter, []) for letter in [*others, *LETTERS[language]]}
