"""Parse what a reader typed: words, phrases in quotation marks, and excluded words after a minus."""

import re
from typing import NamedTuple

from portal.i18n.text import normalize_text
from portal.search_index.words import get_content_words, tokenize

MAX_LENGTH = 200
MAX_WORDS = 12
# A minus that begins a word excludes it. A quotation mark without its partner is ignored.
CHUNK = re.compile(r'(?P<minus>(?<!\S)[-−](?=\S))?(?:"(?P<straight>[^"]*)"|“(?P<curly>[^”]*)”|«(?P<angle>[^»]*)»|'
                   r'(?P<word>[^\s"“”«»]+))')  # fmt: skip
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


class Clause(NamedTuple):
    """What a record must contain, or must not: one word, or the words of a phrase."""

    tokens: tuple
    is_phrase: bool = False
    is_excluded: bool = False

    @property
    def words(self):
        """The words without accents."""
        return tuple(token.folded for token in self.tokens)


class Query(NamedTuple):
    """A parsed query. `text` is shown in the box; `was_cut` says that the rest of it was not searched for.

    `is_incomplete` says whether the reader may still be typing the last word, which then finds longer words.
    `has_stop_words` tells a query of stop words from one without any word.
    """

    text: str
    clauses: tuple
    was_cut: bool
    is_incomplete: bool
    has_stop_words: bool

    @property
    def required(self):
        """The clauses that a record must contain."""
        return [clause for clause in self.clauses if not clause.is_excluded]

    @property
    def excluded(self):
        return [clause for clause in self.clauses if clause.is_excluded]


def clean_text(text):
    """Return a typed text without control characters and repeated white space; a space at its end stays."""
    text = normalize_text(UNPRINTABLE.sub(" ", text)).lstrip()
    ending = " " if text[-1:].isspace() else ""
    return " ".join(text.split()) + ending if text else ""


def parse_chunk(match):
    """Yield the clauses of a match of CHUNK. Words that punctuation joins, such as US-9702, are words of their own."""
    quoted = next((match[name] for name in ("straight", "curly", "angle") if match[name] is not None), None)
    tokens = tuple(get_content_words(match["word"] if quoted is None else quoted))
    is_excluded = bool(match["minus"])
    if tokens and (quoted is not None or is_excluded):
        yield Clause(tokens, len(tokens) > 1, is_excluded)
    else:
        yield from (Clause((token,)) for token in tokens)


def parse_query(text):
    """Return the Query of a typed text, which may contain anything."""
    text = clean_text(text)
    shown = text[:MAX_LENGTH]
    if len(text) > MAX_LENGTH and not text[MAX_LENGTH].isspace():
        shown = shown.rpartition(" ")[0] or shown
    clauses, count = [], 0
    for match in CHUNK.finditer(shown):
        for clause in parse_chunk(match):
            count += len(clause.tokens)
            if count <= MAX_WORDS:
                clauses.append(clause)
    was_cut = len(text.rstrip()) > len(shown) or count > MAX_WORDS
    tokens = list(tokenize(shown))
    is_incomplete = bool(clauses) and not was_cut and is_last_word(clauses[-1], shown, tokens)
    return Query(shown.strip(), tuple(clauses), was_cut, is_incomplete, bool(tokens))


def is_last_word(clause, text, tokens):
    """Return whether a clause is a plain word at the very end of a text, where the reader may go on typing."""
    is_plain = not (clause.is_phrase or clause.is_excluded)
    return is_plain and text[-1].isalnum() and tokens[-1].folded == clause.words[0]
