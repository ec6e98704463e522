"""Template filters and tags that output phrases."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template


def render(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("pages", "size", "details"),
    [(None, None, "PDF"), (1, None, "PDF, 1 page"), (2, 2048, "PDF, 2 pages, 2.0\xa0KB")],
    ids=["type", "page", "all"],
)
def test_file_details_lists_what_is_known(pages, size, details):
    file = SimpleNamespace(type="PDF", page_count=pages, size=size)
    assert render("({{ file|file_details }})", file=file) == f"({details})"


@pytest.mark.parametrize(
    ("languages", "phrase"),
    [([], ""), (["fr"], "in French (PDF)"), (["en", "es"], "in English (PDF), in Spanish (PDF)")],
    ids=["none", "one", "two"],
)
def test_document_languages_lists_each_file(languages, phrase):
    files = [SimpleNamespace(type="PDF", page_count=None, size=None, language=language) for language in languages]
    document = SimpleNamespace(files=SimpleNamespace(all=lambda: files))
    assert render("{{ document|document_languages }}", document=document) == phrase


def test_capital_times_are_separated_and_escaped():
    times = [("Ottawa", "9:00"), ("<b>", "8:00")]
    assert render("({% capital_times times %})", times=times) == (
        '(<span class="capital">Ottawa 9:00;</span> <span class="capital">&lt;b&gt; 8:00</span>)'
    )
