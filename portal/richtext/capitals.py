"""Detection of all-caps emphasis, as opposed to acronyms, codes and Roman numerals."""

import re

# Single letters, "&", Roman numerals and known acronyms neither count in a run of all-caps words nor end it.
ROMAN_NUMERAL = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
# Short words that are never acronyms.
ORDINARY = """
    NOT MUST THE AND NEVER ALWAYS ONLY YOUR YOU WITH THIS DEL LOS LAS QUE CON SIN PARA TODO TODOS LES DES NE PAS
    POUR SUR AUX VOUS NOUS NO
"""
ORDINARY_WORDS = frozenset(ORDINARY.split())
MAX_ACRONYM_LENGTH = 5  # letters; longer acronyms must be known
MAX_WORD_LENGTH = 12  # letters; longer all-caps words are hard to read even on their own
VOWELS = re.compile(r"[AEIOUYÁÉÍÓÚÜÀÂÆÈÊËÎÏÔŒÙÛŸ]")
ACCENTS = re.compile(r"[ÁÉÍÓÚÜÑÀÂÆÇÈÊËÎÏÔŒÙÛŸ]")
ACRONYM_IN_PARENTHESES = re.compile(r"\(([^\W\d_]+(?:-[^\W\d_]+)*)\)")  # as in: International Labour Organization (ILO)
WORD = re.compile(r"[^\W_]+(?:[-’'./][^\W_]+)*|[^\w\s]+")
TWO_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]{2}")
JOINT = re.compile(r"[-’']")
NEUTRAL = {"&", "’", "'"}


def is_all_caps(word):
    """Return whether a word consists of capital letters, hyphens and apostrophes."""
    return word.isupper() and JOINT.sub("", word).isalpha()


def is_acronym(word, known):
    """Return whether a word is a known acronym, or each of its parts is one, a number, a letter or has no vowel."""
    return JOINT.sub("", word) in known or all(
        len(part) == 1 or part in known or ROMAN_NUMERAL.fullmatch(part) or not VOWELS.search(part)
        for part in JOINT.split(word)
    )


def is_ordinary_word(word):
    """Return whether a word is certainly no acronym."""
    longest = max(JOINT.split(word), key=len)
    return (
        word in ORDINARY_WORDS
        or len(longest) > MAX_ACRONYM_LENGTH
        or (len(longest) > 3 and bool(ACCENTS.search(longest)))
    )


def is_emphasis(words):
    """Return whether a run of all-caps words, without its acronyms, is used for emphasis."""
    if any(len(part) > MAX_WORD_LENGTH for word in words for part in JOINT.split(word)):
        return True
    return len(words) > 1 and (len(words) > 3 or any(map(is_ordinary_word, words)))


def get_all_caps_runs(text):
    """Yield every run of all-caps words as a list of matches. A run may be empty."""
    run = []
    for match in WORD.finditer(text):
        if is_all_caps(match[0]):
            run.append(match)
        elif match[0] not in NEUTRAL:
            yield run
            run = []
    yield run


def has_capitals(text):
    """Return whether a text has a run of capital letters at all, which is quick to tell."""
    return bool(TWO_CAPITALS.search(text))


def find_all_caps(text, known):
    """Return the passages of a text block that use all caps for emphasis. `known` are acronyms, see models.py."""
    return [
        text[run[0].start() : run[-1].end()]
        for run in get_all_caps_runs(text)
        if is_emphasis([match[0] for match in run if not is_acronym(match[0], known)])
    ]


def find_acronyms(text):
    """Return the acronyms that a text introduces in parentheses."""
    return {JOINT.sub("", word) for word in ACRONYM_IN_PARENTHESES.findall(text) if is_all_caps(word)}
