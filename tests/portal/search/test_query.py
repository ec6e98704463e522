"""Parsing what readers type."""

import pytest

from portal.search.query import MAX_WORDS, parse_query


def describe(text):
    """Return the clauses as text: -word, "a phrase"."""
    return [
        ("-" if clause.is_excluded else "")
        + (f'"{" ".join(clause.words)}"' if clause.is_phrase else " ".join(clause.words))
        for clause in parse_query(text).clauses
    ]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Safety health", ["safety", "health"]),
        ('"safety and health"', ['"safety health"']),
        ("“mine safety” law", ['"mine safety"', "law"]),
        ("« santé au travail »", ['"sante travail"']),
        ("inspection -mines", ["inspection", "-mines"]),
        ("inspection −mines", ["inspection", "-mines"]),
        ('inspection -"coal mines"', ["inspection", '-"coal mines"']),
        ("US-9702", ["us", "9702"]),
        ("l’inspection", ["inspection"]),
        ('"safety', ["safety"]),
        ('safety" health', ["safety", "health"]),
        ("the of de la", []),
        ("- -- & | ! : * ( ) <->", []),
        ("a'b:*c & !d", ["b"]),
        ("\x00safety\x00", ["safety"]),
        ("", []),
    ],
)
def test_query_clauses(text, clauses):
    assert describe(text) == clauses


@pytest.mark.parametrize(
    ("text", "is_incomplete"),
    [("inspec", True), ("inspec ", False), ("inspec.", False), ('"inspec"', False), ("a -inspec", False), ("", False)],
)
def test_query_last_word_may_be_incomplete(text, is_incomplete):
    assert parse_query(text).is_incomplete == is_incomplete


def test_query_is_cut_at_whole_words():
    query = parse_query("inspection " * 2_000)
    assert query.was_cut
    assert len(query.clauses) == MAX_WORDS
    assert query.text.endswith("inspection")


def test_query_of_one_long_word():
    assert parse_query("x" * 10_000).was_cut


def test_query_knows_stop_words():
    assert parse_query("the of").has_stop_words
    assert not parse_query("& |").has_stop_words
