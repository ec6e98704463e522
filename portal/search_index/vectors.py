"""Search vectors: the lexemes of texts, with their positions, as PostgreSQL reads a `tsvector`.

A word of the row's language gives the stem of the word without accents, the stem of the word with accents, and the
word itself, which prefixes are compared with. A word of another language gives itself and its stem in that language,
marked with the language: `en/worker`. Two words that follow each other, stop words aside, give a pair of stems,
`safeti_health`, so that an index finds phrases without reading the texts.
"""

from collections import defaultdict

from portal.search_index.stems import load_stems
from portal.search_index.texts import SUMMARY, TITLE
from portal.search_index.words import get_content_words

# Limits of PostgreSQL.
MAX_POSITION = 16_383
MAX_POSITIONS = 255
TEXT_GAP = 8


def mark_foreign(stem, language):
    """Return the lexeme for a stem in another language than that of the row."""
    return f"{language}/{stem}"


def join_pair(first, second):
    """Return the lexeme for two stems that follow each other."""
    return f"{first}_{second}"


def join_title(stems):
    """Return the lexeme for a whole title, which a query of just these words, in any order, finds first."""
    return f"={'_'.join(sorted(stems))}"


class VectorBuilder:
    """Builds the three vectors of a row: of its title, of title and summary, and of all its texts."""

    def __init__(self, texts, language):
        self.language = language
        self.tokens = [(text, get_content_words(text.words)) for text in texts]
        pairs = {
            (text.language or language, word)
            for text, tokens in self.tokens
            for token in tokens
            for word in (token.folded, token.accented)
        }
        self.stems = load_stems(pairs)

    def build(self):
        """Return the texts of the three vectors."""
        return tuple(
            self.render([(text, tokens) for text, tokens in self.tokens if text.tier <= tier])
            for tier in (TITLE, SUMMARY, SUMMARY + 1)
        )

    def render(self, parts):
        """Return the vector of some texts. Tokens are alphanumeric, so that no lexeme needs to be escaped.

        Titles come first, so that the positions of each lexeme rise.
        """
        positions, position = defaultdict(list), 0
        for text, tokens in parts:
            previous = None
            position += TEXT_GAP
            for token in tokens:
                position += 1
                stem, lexemes = self.get_lexemes(token, text.language)
                if previous:
                    lexemes = {*lexemes, self.mark(join_pair(previous, stem), text.language)}
                previous = stem
                for lexeme in lexemes:
                    positions[lexeme].append(min(position, MAX_POSITION))
            if text.tier == TITLE and tokens and text.language in ("", self.language):
                positions[join_title(self.stems[self.language, token.folded] for token in tokens)].append(1)
        return " ".join(
            f"'{lexeme}':{','.join(map(str, places[:MAX_POSITIONS]))}" for lexeme, places in sorted(positions.items())
        )

    def mark(self, lexeme, language):
        return mark_foreign(lexeme, language) if language and language != self.language else lexeme

    def get_lexemes(self, token, language):
        """Return the stem of a token, and all its lexemes but pairs."""
        own = language or self.language
        stem = self.stems[own, token.folded]
        if own != self.language:
            return stem, {token.folded, mark_foreign(stem, own)}
        return stem, {stem, token.folded, self.stems[own, token.accented]}


def build_vectors(texts, language):
    """Return the vectors of the title, of title and summary, and of all texts, as PostgreSQL reads them."""
    return VectorBuilder(texts, language).build()
