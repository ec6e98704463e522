"""The table of contents of long pages."""

import pytest
from django.test import Client

from portal.richtext.toc import add_heading_ids, get_headings
from tests.support import factories
from tests.support.html import ParsedPage


def test_headings_have_unique_ids():
    html = "<h2>Ámbito &amp; fines</h2><p>A</p><h2>Content</h2><h2>Content</h2><h3>Left out</h3><h2>日本</h2>"
    assert [(heading.text, heading.fragment) for heading in get_headings(html)] == [
        ("Ámbito &amp; fines", "ambito-fines"), ("Content", "content-2"), ("Content", "content-3"), ("日本", "part"),
    ]  # fmt: skip


def test_given_id_and_lang_are_preserved():
    html = '<h2 lang="es" id="antes">Antes</h2><h2>Antes</h2><h2>Hoy</h2><h2>Fin</h2>'
    assert add_heading_ids(html) == (
        '<h2 lang="es" id="antes">Antes</h2><h2 id="antes-2">Antes</h2><h2 id="hoy">Hoy</h2><h2 id="fin">Fin</h2>'
    )


@pytest.mark.parametrize("html", ["", "<p>A</p>", "<h2>A</h2><h2>B</h2><h2>C</h2>"])
def test_short_text_is_unchanged(html):
    assert add_heading_ids(html) == html


def with_headings(number, **fields):
    body = "".join(f"<h2>Parte {count}</h2><p>Texto.</p>" for count in range(number))
    return factories.published(factories.page(country=factories.country("MX"), body_es=body, **fields))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("en", "On this page"), ("es", "En esta página"), ("fr", "Sur cette page")]
)
def test_long_page_lists_headings(language, words):
    page = with_headings(4, source_language="es")
    html = Client().get(page.get_url(language)).content.decode()
    assert words in html
    ids = {attributes.get("id") for _, attributes in ParsedPage(html).elements}
    for number in range(4):
        assert f'href="#parte-{number}"' in html
        assert f"parte-{number}" in ids
    assert ('<ul class="on-this-page__list" lang="es">' in html) == (language != "es")


@pytest.mark.django_db
def test_short_page_lists_none():
    page = with_headings(3, source_language="es")
    assert "En esta página" not in Client().get(page.get_url("es")).content.decode()
