"""Words that stand for each other in a query: the synonyms of editors, and the terms of the glossary.

A term finds its equivalents in the reader's language, in whichever language it is typed.
"""

from typing import NamedTuple

from portal.glossary.models import Term
from portal.i18n.languages import LANGUAGES, get_translation
from portal.page_cache.memo import remember
from portal.search_index.models import Synonym
from portal.search_index.stems import load_stems
from portal.search_index.words import get_content_words

WORDING_FIELDS = ("term", "abbreviation")


class Wording(NamedTuple):
    """A word or several, without accents and stop words, and its language."""

    words: tuple
    language: str


class Vocabulary:
    """The wordings that can be replaced in a query: {(language, stems): [wordings in the reader's language]}."""

    def __init__(self, groups, language):
        wordings = {wording for typed, _ in groups for wording in typed}
        self.stems = load_stems({(wording.language, word) for wording in wordings for word in wording.words})
        self.replacements = {}
        self.longest = 0
        for typed, offered in groups:
            for wording in typed:
                others = [other for other in offered if other.words != wording.words]
                if others:
                    self.replacements.setdefault(self.get_key(wording), []).extend(others)
                    self.longest = max(self.longest, len(wording.words))

    def get_key(self, wording):
        return wording.language, tuple(self.stems[wording.language, word] for word in wording.words)

    def find(self, words):
        """Return the wordings that may stand for these words, in a fixed order."""
        stems = load_stems({(language, word) for language in LANGUAGES for word in words})
        keys = ((language, tuple(stems[language, word] for word in words)) for language in LANGUAGES)
        return list(dict.fromkeys(wording for key in keys for wording in self.replacements.get(key, ())))


def build_wording(text, language):
    """Return the Wording of a text, None if it has only stop words."""
    words = tuple(token.folded for token in get_content_words(text))
    return Wording(words, language) if words else None


def get_term_groups(language):
    """Yield (wordings in all languages, wordings in the reader's language) for each term of the glossary."""
    for term in Term.objects.published():
        wordings = [
            build_wording(get_translation(term, field, other), other) for other in LANGUAGES for field in WORDING_FIELDS
        ]
        typed = [wording for wording in wordings if wording]
        yield typed, [wording for wording in typed if wording.language == language]


def get_synonym_groups(language):
    """Yield (wordings, wordings in the reader's language) for the synonyms of that language and of several."""
    for synonym in Synonym.objects.filter(language__in=("", language)):
        languages = [synonym.language] if synonym.language else LANGUAGES
        wordings = [build_wording(text, other) for other in languages for text in synonym.get_wordings()]
        yield wordings, [wording for wording in wordings if wording.language == language]


def get_vocabulary(language):
    """Return the Vocabulary of a language, which is remembered until a term or a synonym changes."""
    return remember(("vocabulary", language), lambda: load_vocabulary(language))


def load_vocabulary(language):
    return Vocabulary([*get_synonym_groups(language), *get_term_groups(language)], language)
