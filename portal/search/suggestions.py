"""“Did you mean”: a word of public titles in place of a word that no public record has.

The words of all titles are candidates; one is suggested only if a public title has it and the corrected query finds
something.
"""

from django.db.models import Q
from django.db.models.functions import Left, Length, Right

from portal.search.ranking import Ranking
from portal.search_index.models import SearchWord
from portal.search_index.stems import load_stems
from portal.search_index.words import fold

MIN_LENGTH = 4
MAX_CANDIDATES = 3_000
MAX_TRIED = 8


def get_max_distance(word):
    return 1 if len(word) <= 5 else 2


def measure_distance(first, second, limit):
    """Return the number of letters added, left out, changed or swapped between two words, or more than `limit`."""
    previous, current = None, list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        before_previous, previous, current = previous, current, [row]
        for column, other in enumerate(second, 1):
            cost = min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (letter != other))
            if before_previous and column > 1 and letter == second[column - 2] and first[row - 2] == other:
                cost = min(cost, before_previous[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
    return current[-1]


def find_similar(word, language):
    """Return words of titles that are similar to a folded word, the most similar first."""
    limit = get_max_distance(word)
    similar_length = Q(length__gte=len(word) - limit, length__lte=len(word) + limit)
    candidates = (
        SearchWord.objects.filter(language=language)
        .annotate(length=Length("folded"), first=Left("folded", 1), ending=Right("folded", 3))
        .filter(similar_length, Q(first=word[0]) | Q(ending=word[-3:]))
        .values_list("word", flat=True)[:MAX_CANDIDATES]
    )
    ranked = sorted((measure_distance(word, fold(candidate), limit), candidate) for candidate in candidates)
    return [candidate for distance, candidate in ranked if 0 < distance <= limit]


def find_public_word(word, language):
    """Return the most similar word that a public title has, None if there is none. Call it in a search transaction."""
    if len(word) < MIN_LENGTH or word.isdecimal():
        return None
    for candidate in find_similar(word, language)[:MAX_TRIED]:
        stem = load_stems([(language, fold(candidate))])[language, fold(candidate)]
        if Ranking(language, f"'{stem}'").occurs("title_vector"):
            return candidate
    return None


def replace_words(text, replacements):
    """Return a typed text with other words: [(start, end, word)] in their order."""
    parts, position = [], 0
    for start, end, word in replacements:
        parts += [text[position:start], word]
        position = end
    return "".join(parts) + text[position:]
