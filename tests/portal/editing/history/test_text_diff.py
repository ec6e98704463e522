"""Text diffs: marked and announced changes, paragraphs, escaping and long texts."""

import re
from html import unescape

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import override

from portal.editing.history.text_diff import DIFF_MAX, diff_items, diff_texts, get_opcodes, render_text

WORDS = " ".join(f"word{number}" for number in range(2000))


def get_spoken_text(html):
    """Return the text that a screen reader reads, one line for each paragraph."""
    return unescape(re.sub(r"<[^>]+>", "", html.replace("</p>", "\n"))).strip()


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("Safety at work", "Safety and health at work", "Safety [added: and health ] at work"),
        ("Safety and health at work", "Safety at work", "Safety [removed: and health ] at work"),
        ("Held in Mexico.", "Held in Ottawa.", "Held in [removed: Mexico] [added: Ottawa] ."),
        ("Held 2004-04-26", "Held 2004-04-27", "Held [removed: 2004-04-26] [added: 2004-04-27]"),
        ("the safety of the work", "the health at the work", "the [removed: safety of ] [added: health at ] the work"),
        ("One", "", "[removed: One]"),
        ("", "Uno", "[added: Uno]"),
        ("Nothing in common", "Something else", "[removed: Nothing in common] \n[added: Something else]"),
        ("One. Two words here. Three.", "One. Two words. Three.", "One. Two words[removed: here] . Three."),
        ("First.\nSecond.", "First.\nNew one.\nSecond.", "First.\n[added: New one.] \nSecond."),
        ("Same  words", "Same words", "Same words (the same words, formatted differently)"),
    ],
)
def test_plain_text_is_compared_by_words(was, now, expected):
    assert [" ".join(line.split()) for line in get_spoken_text(diff_texts(was, now)).splitlines()] == [
        " ".join(line.split()) for line in expected.splitlines()
    ]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("<p>One two</p>", "<p>One <strong>two</strong></p>", "One two (the same words, formatted differently)"),
        ("<p>One two</p>", "<h2>One two</h2>", "One two (the same words, formatted differently)"),
        ("<ul><li>One</li></ul>", "<ol><li>One</li></ol>", "One (the same words, formatted differently)"),
        ("<p>One</p><p>Two</p>", "<p>Two</p>", "[removed: One] \nTwo"),
        (
            '<p><a href="https://a.gov/">See</a></p>', '<p><a href="https://b.gov/">See</a></p>',
            "See [removed: [https://a.gov/]] [added: [https://b.gov/]]",
        ),
        ("<p>One<br>two</p>", "<p>One<br>three</p>", "One\n[removed: two] [added: three]"),
        (
            "<ul><li>A<ul><li>B</li></ul></li></ul>", "<ul><li>A<ul><li>C</li></ul></li></ul>",
            "A\n[removed: B] \n[added: C]",
        ),
        ("<p>a &lt; b</p>", "<p>a &lt; c</p>", "a < [removed: b] [added: c]"),
    ],
)  # fmt: skip
def test_rich_text_is_compared_by_paragraphs(was, now, expected):
    html = diff_texts(was, now, rich=True)
    assert [line.strip() for line in get_spoken_text(html).splitlines()] == [
        line.strip() for line in expected.splitlines()
    ]
    assert diff_texts(now, now, rich=True) == render_text(now, rich=True)


def test_diff_escapes_html():
    for html in (diff_texts("a <b>", "a <i>"), diff_items(["<b>"], ["<i>"]), render_text("<b>")):
        assert isinstance(html, SafeString)
        assert "&lt;" in html
        assert "<b>" not in html
    link = '<p><a href="https://a.gov/?a=1&amp;b=%22%3E">&lt;b&gt;</a></p>'
    assert "<b>" not in diff_texts("", link, rich=True)
    assert "https://a.gov/?a=1&amp;b=%22%3E" in diff_texts("", link, rich=True)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "added:"), ("es", "agregado:"), ("fr", "ajouté :")]
)  # fmt: skip
def test_diff_labels_are_in_editor_language(language, words):
    with override(language):
        html = diff_texts("Uno", "Uno dos").replace("\xa0", " ")
    assert f'<ins><span class="visually-hidden" lang="{language}">[{words} </span>dos' in html


def test_distant_unchanged_paragraphs_are_collapsed():
    before = "".join(f"<p>Paragraph {number}</p>" for number in range(20))
    html = diff_texts(before, before.replace("Paragraph 10", "Paragraph ten"), rich=True)
    assert html.count("<details>") == 2
    assert '<summary lang="en">8 unchanged paragraphs</summary>' in html
    assert "Paragraph 0" in html[: html.index("<details>")]
    assert "Paragraph 9" in html[html.index("</details>") : html.index("<del>")]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (WORDS, f"New {WORDS} end"),
        (WORDS, " ".join(reversed(WORDS.split()))),
        (f"<p>{WORDS}</p>", f"<p>{WORDS}</p>" * 3),
        ("<p>a b</p>" * 3000, "<p>a c</p>" * 3000),
        (". ".join(WORDS.split()), ". ".join(f"{word} x" for word in WORDS.split())),
    ],
)
def test_long_texts_are_compared_completely(was, now):
    html = get_spoken_text(diff_texts(was, now, rich=was.startswith("<p>")))
    for text in (was, now):
        assert set(re.findall(r"\w+", re.sub(r"<[^>]+>", " ", text))) <= set(re.findall(r"\w+", html))


def test_diff_size_is_limited(monkeypatch):
    compared_units = []

    class Watched:
        def __init__(self, junk, old, new, autojunk):
            compared_units.append((len(old), len(new), autojunk))

        def get_opcodes(self):
            return []

    monkeypatch.setattr("portal.editing.history.text_diff.SequenceMatcher", Watched)
    for count in (10, 500, DIFF_MAX, DIFF_MAX + 1):
        list(get_opcodes(["same", *range(count), "end"], ["same", *range(1, count + 1), "end"]))
    assert compared_units == [(10, 10, False), (500, 500, True), (DIFF_MAX, DIFF_MAX, True)]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (["Mexico"], ["Mexico", "Canada"], "Mexico; [added: Canada]"),
        (["Mexico", "Canada"], ["Canada"], "[removed: Mexico] ; Canada"),
        (["fr", "en"], ["en", "fr"], "[removed: fr] ; [removed: en] ; [added: en] ; [added: fr]"),
        (["Mexico"], ["Canada"], "[removed: Mexico] [added: Canada]"),
        ([], [], ""),
    ],
)
def test_list_items_are_compared_as_units(was, now, expected):
    assert get_spoken_text(diff_items(was, now)) == expected
