"""A text that is missing in the reader's language is stood in for by its source, marked and said so."""

import pytest
from django.test import Client

from portal.languages import LANGUAGES
from tests import factories
from tests.test_pages import Page

pytestmark = pytest.mark.django_db
NOTICES = {
    "en": "This text does not exist yet in English.",
    "es": "Este texto todavía no existe en español.",
    "fr": "Ce texte n’existe pas encore en français.",
}
LABELS = {"en": "Text in Spanish", "fr": "Texte en espagnol"}


@pytest.fixture
def mexican_item():
    """An item that Mexico published in Spanish alone."""
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
def test_missing_text_is_borrowed_under_a_notice(mexican_item, language):
    html = Client().get(mexican_item.address_in(language)).content.decode()
    assert f'<html lang="{language}">' in html
    assert NOTICES[language] in html
    assert LABELS[language] in html
    assert '<span lang="es">Aviso de la Secretaría</span>' in html
    assert '<div class="flow" lang="es"><p>El texto.</p></div>' in html


def test_own_text_stands_without_notice(mexican_item):
    html = Client().get(mexican_item.address_in("es")).content.decode()
    assert NOTICES["es"] not in html
    assert "fallback" not in html
    assert "<h1>Aviso de la Secretaría</h1>" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_hreflang_lists_only_languages_that_have_the_text(mexican_item, language):
    page = Page(Client().get(mexican_item.address_in(language)).content.decode())
    own = f"http://testserver{mexican_item.address_in('es')}"
    assert {item["hreflang"]: item["href"] for item in page.all("link", rel="alternate")} == {
        "es": own,
        "x-default": own,
    }
    assert [item["href"] for item in page.all("link", rel="canonical")] == [own]


@pytest.mark.parametrize("language", LANGUAGES)
def test_switcher_still_offers_every_language(mexican_item, language):
    page = Page(Client().get(mexican_item.address_in(language)).content.decode())
    offered = {link["hreflang"]: link["href"] for link in page.all("a") if "hreflang" in link}
    assert offered == {other: mexican_item.address_in(other) for other in LANGUAGES if other != language}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_lists_mark_a_borrowed_title(mexican_item, language):
    mexican_item.date = "2026-11-01"
    mexican_item.save()
    path = {"en": "/en/news/", "fr": "/fr/nouvelles/"}[language]
    assert '<span lang="es">Aviso de la Secretaría</span>' in Client().get(path).content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "Mexico"), ("es", "México"), ("fr", "Mexique")])
def test_page_names_the_government_responsible(mexican_item, language, words):
    html = Client().get(mexican_item.address_in(language)).content.decode()
    label = {
        "en": "Responsible for this page:",
        "es": "Responsable de esta página:",
        "fr": "Responsable de cette page\xa0:",
    }
    assert f"{label[language]} {words}" in html
