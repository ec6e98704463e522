"""Words of texts and queries: tokens without accents, case and punctuation, and the words that are not indexed."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# U.S. and S.C. are one word each.
DOTTED_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}(?!\w)")
TOKEN = re.compile(r"[^\W_]+")
MAX_WORD_LENGTH = 60
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})

# Articles, prepositions and forms of “to be” that have no other meaning in any of the three languages. The list is the
# same for every language, so that a query finds texts in another language.
IGNORED = """
    a an and are as at be been by for from has have in into is it its of on that the their these this those to was were
    which with

    al como con de del e el en entre es esta este estas estos la las lo los o para por que se su sus un una unas unos
    y

    au aux avec ce ces cette dans des du elle est et ils la le les leur leurs ou par pour qui sa ses son sont un une

    c d j l m n qu s t
"""
STOP_WORDS = frozenset(IGNORED.split())


class Token(NamedTuple):
    """A word of a text: in lower case with its accents, without them, and its place in the text."""

    accented: str
    folded: str
    start: int
    end: int


def fold(word):
    """Return a word without accents and case."""
    decomposed = unicodedata.normalize("NFD", word.lower().translate(LIGATURES))
    plain = "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
    return unicodedata.normalize("NFC", plain)


def tokenize(text):
    """Yield the Tokens of a text, stop words included. Their places are those in the text in NFC."""
    text = unicodedata.normalize("NFC", text)
    position = 0
    for acronym in DOTTED_ACRONYM.finditer(text):
        yield from find_tokens(text, position, acronym.start())
        yield build_token(acronym[0].replace(".", ""), acronym.start(), acronym.end())
        position = acronym.end()
    yield from find_tokens(text, position, len(text))


def find_tokens(text, start, end):
    for match in TOKEN.finditer(text, start, end):
        if token := build_token(match[0][:MAX_WORD_LENGTH], match.start(), match.end()):
            yield token


def build_token(word, start, end):
    """Return the Token of a word, or None if nothing is left without accents."""
    accented, folded = normalize_word(word)
    return Token(accented, folded, start, end) if folded else None


@lru_cache(maxsize=20_000)  # texts consist of the same words
def normalize_word(word):
    """Return a word in lower case, with its accents and without them."""
    return unicodedata.normalize("NFC", word.lower()), "".join(TOKEN.findall(fold(word)))


def get_content_words(text):
    """Return the Tokens of a text that are no stop words."""
    return [token for token in tokenize(text) if token.folded not in STOP_WORDS]
