"""Tokens of texts and queries."""

import pytest

from portal.search_index.words import get_content_words, tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Workers’ SAFETY", ["workers", "safety"]),
        ("l'inspection, l’inspection", ["inspection", "inspection"]),
        ("Protección contra la EXPOSICIÓN", ["proteccion", "contra", "exposicion"]),
        ("Cœur, ŒUVRE", ["coeur", "oeuvre"]),
        ("US 9702, 2004-01", ["us", "9702", "2004", "01"]),
        ("the U.S. and S.C.", ["us", "sc"]),
        ("29 CFR 1910.1200", ["29", "cfr", "1910", "1200"]),
        ("NOM-030-STPS-2009", ["nom", "030", "stps", "2009"]),
        ("e\u0301nonce\u0301", ["enonce"]),
        ("각 Ω", ["각", "ω"]),
        ("", []),
        ("—…!?", []),
    ],
)
def test_content_words(text, words):
    assert [token.folded for token in get_content_words(text)] == words


def test_tokens_have_their_places():
    text = "La inspección, U.S."
    assert [text[token.start : token.end] for token in tokenize(text)] == ["La", "inspección", "U.S."]
