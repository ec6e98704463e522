"""Stems of words, from the Snowball dictionaries of PostgreSQL.

A stem has no accents. Readers leave accents out, and a stemmer cuts a word with accents in another place, so a text
is indexed under both stems of a word, and a query asks for the stem of the word without accents.
"""

import re
from functools import lru_cache

from django.db import connection

from portal.search_index.words import fold

DICTIONARIES = {"en": "english_stem", "es": "spanish_stem", "fr": "french_stem"}
CACHE_SIZE = 200_000
# Endings that a stemmer only cuts with their accent: (language, ending without it, the same with it).
ACCENTED_ENDINGS = {"es": (re.compile(r"ion$"), "ión"), "fr": (re.compile(r"ee(s?)$"), r"ée\1")}


@lru_cache(maxsize=1)
def get_cache():
    """Return the stems that this process knows: {(language, word): stem}. A stem never changes."""
    return {}


def load_stems(pairs):
    """Return {(language, word): stem} for (language, word) pairs, with at most one query."""
    cache = get_cache()
    missing = sorted({pair for pair in pairs if pair not in cache})
    if missing:
        if len(cache) > CACHE_SIZE:
            cache.clear()
        cache.update(query_stems(missing))
    known = {pair: cache.get(pair) for pair in pairs}
    lost = [pair for pair, stem in known.items() if stem is None]  # another thread has cleared the cache
    return known | query_stems(lost) if lost else known


def restore_accent(language, word):
    """Return a word with the accent of its ending, so that capacitacion has the stem of capacitaciones."""
    pattern, ending = ACCENTED_ENDINGS.get(language, (None, ""))
    return pattern.sub(ending, word) if pattern else word


def query_stems(pairs):
    """Return {(language, word): stem} from the database. A word that a dictionary drops is its own stem."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (ts_lexize(dictionary::regdictionary, word))[1]"
            " FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS words(dictionary, word, place) ORDER BY place",
            [
                [DICTIONARIES[language] for language, _ in pairs],
                [restore_accent(language, word) for language, word in pairs],
            ],
        )
        stems = [stem for (stem,) in cursor.fetchall()]
    return {
        (language, word): finish_stem(language, fold(stem or word))
        for (language, word), stem in zip(pairs, stems, strict=True)
    }


def finish_stem(language, stem):
    """Return a stem with “i” for a final “y” in French, as the stemmer itself has it for some forms (employée)."""
    return f"{stem[:-1]}i" if language == "fr" and len(stem) > 2 and stem.endswith("y") else stem
