"""Stems of words, from the Snowball dictionaries of PostgreSQL.

A stem has no accents. Readers leave accents out, and a stemmer cuts a word with accents in another place, so a text
is indexed under both stems of a word, and a query asks for the stem of the word without accents.
"""

from functools import lru_cache

from django.db import connection

from portal.search_index.words import fold

DICTIONARIES = {"en": "english_stem", "es": "spanish_stem", "fr": "french_stem"}
CACHE_SIZE = 200_000


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


def query_stems(pairs):
    """Return {(language, word): stem} from the database. A word that a dictionary drops is its own stem."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT language, word, (ts_lexize(dictionary::regdictionary, word))[1]"
            " FROM unnest(%s::text[], %s::text[], %s::text[]) AS words(language, dictionary, word)",
            [
                [language for language, _ in pairs],
                [DICTIONARIES[language] for language, _ in pairs],
                [word for _, word in pairs],
            ],
        )
        return {(language, word): fold(stem or word) for language, word, stem in cursor.fetchall()}
