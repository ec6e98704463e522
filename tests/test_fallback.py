"""Fallback to the source language: text, notice and markup."""

import pytest
from django.test import Client

from portal.i18n.languages import LANGUAGES
from tests.support import factories
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db
NOTICES = {
    "en": "This text is not available in English yet.",
    "es": "Este texto aún no está disponible en español.",
    "fr": "Ce texte n’est pas encore disponible en français.",
}
LABELS = {"en": "Text in Spanish", "fr": "Texte en espagnol"}


@pytest.fixture
def mexican_item():
    """Create an item of Mexico in Spanish only."""
    return factories.published(
        factories.news_item(
            country=factories.country("MX"),
            source_language="es",
            title_es="Aviso de la Secretaría",
            summary_es="Un resumen.",
            body_es="<p>El texto.</p>",
        )
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_missing_text_falls_back_with_notice(mexican_item, language):
    html = Client().get(mexican_item.get_url(language)).content.decode()
    assert f'<html lang="{language}">' in html
    assert NOTICES[language] in html
    assert LABELS[language] in html
    assert '<span lang="es">Aviso de la Secretaría</span>' in html
    assert '<div class="flow" lang="es"><p>El texto.</p></div>' in html


def test_own_text_has_no_notice(mexican_item):
    html = Client().get(mexican_item.get_url("es")).content.decode()
    assert NOTICES["es"] not in html
    assert "fallback" not in html
    assert "<h1>Aviso de la Secretaría</h1>" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_hreflang_lists_only_translated_languages(mexican_item, language):
    page = ParsedPage(Client().get(mexican_item.get_url(language)).content.decode())
    own = f"http://testserver{mexican_item.get_url('es')}"
    assert {item["hreflang"]: item["href"] for item in page.get_alternate_links()} == {
        "es": own,
        "x-default": own,
    }
    assert [item["href"] for item in page.all("link", rel="canonical")] == [own]


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_switcher_offers_every_language(mexican_item, language):
    page = ParsedPage(Client().get(mexican_item.get_url(language)).content.decode())
    offered = {link["hreflang"]: link["href"] for link in page.all("a") if "hreflang" in link}
    assert offered == {other: mexican_item.get_url(other) for other in LANGUAGES if other != language}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_lists_mark_fallback_title(mexican_item, language):
    mexican_item.date = "2026-11-01"
    mexican_item.save()
    path = {"en": "/en/news/", "fr": "/fr/nouvelles/"}[language]
    assert '<span lang="es">Aviso de la Secretaría</span>' in Client().get(path).content.decode()


def test_page_hides_unpublished_parent():
    parent = factories.page(title_en="Secret parent", title_es="Padre", title_fr="Parent")
    child = factories.published(factories.page(parent=parent))
    assert "Secret parent" not in Client().get(child.get_url("en")).content.decode()
    factories.published(parent)
    assert "Secret parent" in Client().get(child.get_url("en")).content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Release: the three governments together"),
        ("es", "Comunicado: los tres gobiernos en conjunto"),
        ("fr", "Communiqué\xa0: les trois gouvernements ensemble"),
    ],
)
def test_release_without_country_is_trinational(language, words):
    item = factories.published(factories.news_item(date="2026-11-01"))
    factories.published(factories.news_release(item=item))
    path = {"en": "/en/news/", "es": "/es/noticias/", "fr": "/fr/nouvelles/"}[language]
    assert words in Client().get(path).content.decode()
    assert f">{words.split(': ')[1]}<span" in Client().get(item.get_url(language)).content.decode()


def test_entry_without_label_was_blank_only_if_recorded():
    entry = factories.published(factories.entry(jurisdiction=factories.published(factories.jurisdiction(order=9)),
                                                section=factories.published(factories.section(order=99))))  # fmt: skip
    html = Client().get("/en/programs/").content.decode()
    cell = html[html.index(f'<a href="{entry.get_absolute_url()}">') :].split("</a>")[0]
    assert "No section in 2004" not in cell
    assert entry.section.title_en in cell


def test_canonical_url_drops_unknown_query():
    html = Client().get("/es/noticias/?page=1&utm=x").content.decode()
    assert '<link rel="canonical" href="http://testserver/es/noticias/?page=1">' in html
    assert 'hreflang="fr" href="http://testserver/fr/nouvelles/?page=1">' in html
    assert '<a href="/fr/nouvelles/?page=1&amp;utm=x"' in html
