"""Alphabetical order and letters of each language."""

import pytest

from portal.glossary.alphabet import get_letter, get_sort_key, group_by_letter


@pytest.mark.parametrize(
    ("text", "language", "letter"),
    [
        ("équipement", "fr", "E"),
        ("œil", "fr", "#"),
        ("índice", "es", "I"),
        ("ñandú", "es", "Ñ"),
        ("« contrats »", "fr", "C"),
        ("3M", "en", "#"),
    ],
)
def test_letter_ignores_accents_and_punctuation(text, language, letter):
    assert get_letter(text, language) == letter


def test_enye_is_sorted_after_n():
    words = ["oficina", "ñandú", "nulo", "Índice"]
    assert sorted(words, key=lambda word: get_sort_key(word, "es")) == ["Índice", "nulo", "ñandú", "oficina"]


def test_groups_have_every_letter_in_order():
    groups = group_by_letter(["bruit", "Écran", "accident"], "fr", str)
    assert [*groups] == [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    assert groups["E"] == ["Écran"]
    assert groups["Z"] == []
