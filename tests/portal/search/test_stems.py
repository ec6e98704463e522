"""Stems: forms of a word, with and without accents, have the same."""

import pytest

from portal.search_index.stems import load_stems
from portal.search_index.words import fold

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "worker workers"),
        ("en", "inspection inspections inspected"),
        ("es", "inspección inspeccion inspecciones"),
        ("es", "capacitación capacitacion capacitaciones"),
        ("es", "reunión reuniones"),
        ("es", "trabajador trabajadores"),
        ("fr", "sécurité sécurités securite"),
        ("fr", "employé employés employée employées employee"),
        ("fr", "blessé blessée blessées blesse"),
        ("fr", "réunion réunions reunion"),
    ],
)
def test_forms_have_the_same_stem(language, words):
    pairs = [(language, fold(word)) for word in words.split()]
    assert len(set(load_stems(pairs).values())) == 1


def test_stop_word_is_its_own_stem():
    assert load_stems([("en", "the"), ("fr", "ou")]) == {("en", "the"): "the", ("fr", "ou"): "ou"}
