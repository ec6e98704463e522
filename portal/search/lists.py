"""Lists of the portal whose name has the words of a query: they are pages, but no records of the index."""

from typing import NamedTuple

from django.urls import reverse

from portal.search_index.stems import load_stems
from portal.search_index.words import get_content_words
from portal.sections import get_lists


class FoundList(NamedTuple):
    """A list that a query finds, as a link."""

    name: str
    url: str


def has_words(label, words, language, *, is_incomplete):
    """Return whether a label has all words in some form; the last one may be the beginning of a word."""
    own = [token.folded for token in get_content_words(label)]
    stems = load_stems([(language, word) for word in (*own, *words)])
    own_stems = {stems[language, word] for word in own}
    *complete, last = words
    if not all(stems[language, word] in own_stems for word in complete):
        return False
    return stems[language, last] in own_stems or (is_incomplete and any(word.startswith(last) for word in own))


def find_lists(query, language):
    """Return the FoundLists of a query, whose URLs and names are in the active language."""
    words = [word for clause in query.required for word in clause.words]
    if not words or query.excluded:
        return []
    return [
        FoundList(str(page.label), reverse(page.url_name))
        for page in get_lists()
        if has_words(str(page.label), words, language, is_incomplete=query.is_incomplete)
    ]
