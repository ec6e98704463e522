"""The page of the glossary: languages, letters, themes, sources and query count."""

import pytest

from portal.models import Term
from tests.support import factories
from tests.support.html import ParsedPage
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db
PATHS = {"en": "/en/glossary/", "es": "/es/glosario/", "fr": "/fr/glossaire/"}


@pytest.fixture(autouse=True)
def _no_terms():
    Term.objects.all().delete()


def get_page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return ParsedPage(response.content.decode())


def get_row_ids(page):
    return [row["id"] for row in page.all("tr") if "id" in row]


def get_html(client, path):
    return " ".join(client.get(path).content.decode().split())


@pytest.mark.parametrize("language", PATHS)
def test_page_marks_equivalents_in_other_languages(client, language):
    factories.term(key="noise", term_en="noise", term_es="ruido", term_fr="bruit")
    page = get_page(client, PATHS[language])
    assert get_row_ids(page) == ["term-noise"]
    marked = {cell["lang"] for cell in page.all("td") if "lang" in cell}
    assert marked == set(PATHS) - {language}


def test_definition_and_note_are_in_language_of_reader(client):
    factories.term(definition_en="Meaning", usage_note_en="Mind the trap", definition_es="Significado")
    english, french = (get_html(client, PATHS[language]) for language in ("en", "fr"))
    assert "<p>Meaning</p>" in english
    assert "<p>Mind the trap</p>" in english
    assert "Significado" not in english
    assert "Meaning" not in french


def test_abbreviation_follows_term(client):
    factories.term(term_fr="Bureau administratif national", abbreviation_fr="BAN")
    assert "Bureau administratif national (BAN)" in get_html(client, PATHS["fr"])


def test_term_without_equivalent_is_not_listed(client):
    factories.term(key="only-english", term_es=None, term_fr="")
    assert get_row_ids(get_page(client, PATHS["en"])) == ["term-only-english"]
    assert get_row_ids(get_page(client, PATHS["es"])) == []
    assert get_row_ids(get_page(client, PATHS["fr"])) == []


def test_letters_without_terms_are_not_links(client):
    factories.term(term_en="Noise")
    factories.term(term_en="asbestos")
    page = get_page(client, PATHS["en"])
    assert [link["href"] for link in page.all("a") if "#letter" in link["href"]] == ["#letter-a", "#letter-n"]
    assert [body["id"] for body in page.all("tbody")] == ["letter-a", "letter-n"]
    assert len(page.all("li", **{"aria-hidden": "true"})) == 24


def test_theme_filters_terms(client):
    factories.term(key="noise")
    factories.term(key="employer", theme=Term.Theme.MEXICAN_LAW)
    page = get_page(client, f"{PATHS['en']}?theme=mexican-law")
    assert get_row_ids(page) == ["term-employer"]
    assert client.get(f"{PATHS['en']}?theme=unknown").status_code == 404


def test_themes_are_offered_with_their_number_of_terms(client):
    factories.term(key="noise")
    factories.term(key="employer", theme=Term.Theme.MEXICAN_LAW)
    html = get_html(client, PATHS["en"])
    assert '<option value="mexican-law" > Mexican law (1) </option>' in html
    assert 'value="canadian-law"' not in html


def test_theme_without_terms_says_so(client):
    assert "No terms match your filters." in get_html(client, f"{PATHS['en']}?theme=safety")


def test_source_of_government_is_linked_directly(client):
    factories.term(citation_en="Canada Labour Code", source_url_en="https://laws-lois.justice.gc.ca/eng/acts/L-2/")
    assert get_page(client, PATHS["en"]).all("a", href="https://laws-lois.justice.gc.ca/eng/acts/L-2/")


def test_source_elsewhere_leads_through_exit_notice(client):
    term = factories.term(key="noise", citation_en="Thesaurus", source_url_en="https://thesaurus.example.org/")
    [number] = term.outward.values()
    assert f'href="/en/exit/{number}/"' in get_html(client, PATHS["en"])
    notice = get_page(client, f"/en/exit/{number}/")
    assert notice.all("a", href="/en/glossary/#term-noise")


def test_page_shows_date_of_last_change(client):
    changed_at = factories.term().changed_at
    assert get_page(client, PATHS["en"]).all("time", datetime=changed_at.date().isoformat())


def test_page_links_downloads_in_its_language(client):
    links = {link.get("href") for link in get_page(client, PATHS["es"]).all("a")}
    assert {"/es/glosario/glosario.csv", "/es/glosario/glosario.tbx"} <= links


def test_footer_links_glossary(client):
    assert get_page(client, "/fr/").all("a", href=PATHS["fr"])


def test_query_count_does_not_depend_on_terms():
    address = "https://thesaurus.example.org/"
    factories.term(citation_en="Thesaurus", source_url_en=address)
    few = count_queries(PATHS["en"])
    for _ in range(5):
        factories.term(citation_en="Thesaurus", source_url_en=address)
    assert count_queries(PATHS["en"]) == few


@pytest.mark.parametrize("language", PATHS)
def test_source_outside_governments_leads_through_exit_notice(client, language):
    factories.term(citation_en="Thesaurus", source_url_en="https://thesaurus.example/")
    [link] = get_page(client, PATHS[language]).all("a", **{"data-address": "https://thesaurus.example/"})
    response = client.get(link["href"], headers={"referer": f"http://testserver{PATHS[language]}"})
    assert response.status_code == 200
    assert f'href="{PATHS[language]}"' in response.content.decode()
