"""Lists of the portal that a search finds by their name."""

import pytest

pytestmark = pytest.mark.django_db


def get_found_urls(client, path, text):
    """Return the URLs of the lists that a search finds."""
    return [page.url for page in client.get(path, {"q": text}).context["outcome"].lists]


@pytest.mark.parametrize(
    ("path", "text", "url"),
    [
        ("/en/search/", "glossary", "/en/glossary/"),
        ("/en/search/", "gloss", "/en/glossary/"),
        ("/es/buscar/", "REUNION", "/es/grupo-de-trabajo/reuniones/"),
        ("/fr/recherche/", "donnee ouverte", "/fr/donnees/"),
        ("/fr/recherche/", "répertoire des alliances", "/fr/alliances/repertoire/"),
    ],
    ids=["en", "incomplete", "es-plural", "fr-feminine", "fr-stop-word"],
)
def test_list_is_found_by_its_name(client, path, text, url):
    assert url in get_found_urls(client, path, text)


@pytest.mark.parametrize("text", ["glossary of safety", "gloss ", "-glossary", "the"])
def test_list_needs_all_words(client, text):
    assert "/en/glossary/" not in get_found_urls(client, "/en/search/", text)


def test_found_list_is_no_failed_search(client):
    html = client.get("/en/search/", {"q": "glossary"}).content.decode()
    assert "Pages with this name" in html
    assert "No results for" not in html
