"""The search page in three languages: address, texts, language switch, paging, bad input and OpenSearch."""

import re
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.i18n.languages import LANGUAGES
from tests.support import factories
from tests.support.queries import count_queries
from tests.support.search_rows import fill_index
from tests.support.sitemap import get_sitemap_urls

pytestmark = pytest.mark.django_db
ADDRESSES = {"en": "/en/search/", "es": "/es/buscar/", "fr": "/fr/recherche/"}


def get(language, **params):
    return Client().get(ADDRESSES[language], params)


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_page_address(language):
    with override(language):
        assert reverse("search") == ADDRESSES[language]
    response = get(language)
    assert response.status_code == 200
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_search_page_is_not_in_sitemap():
    assert not {*ADDRESSES.values()} & {*get_sitemap_urls()}


@pytest.mark.parametrize(
    ("language", "path"),
    [
        ("en", "/en/"),
        ("es", "/es/"),
        ("fr", "/fr/"),
        ("es", "/es/no-existe/nada/"),
        ("fr", "/fr/obtenir-de-l-aide/"),
        ("en", "/en/help/"),
    ],
)
def test_search_box_is_on_page(language, path):
    content = Client().get(path, follow=True).content.decode()
    assert f'action="{ADDRESSES[language]}"' in content


@pytest.mark.parametrize(
    ("language", "text"), [("en", "No results for “qqqq”."), ("es", "No hay resultados para “qqqq”."),
                           ("fr", "Aucun résultat pour «\xa0qqqq\xa0».")],
)  # fmt: skip
def test_no_results_offers_ways_on(language, text):
    content = get(language, q="qqqq").content.decode()
    assert text in " ".join(content.split(" "))
    assert {"en": "/en/help/", "es": "/es/ayuda/", "fr": "/fr/aide/"}[language] in content


def test_language_switch_keeps_query_and_filters():
    content = get("en", q="inspection", kind="entry", country="ca", page="2", other="x").content.decode()
    assert '"/es/buscar/?q=inspection&amp;kind=entry&amp;country=ca"' in content.replace("/es/buscar/?", "/es/buscar/?")
    assert "page=2" not in content.split('class="languages"')[1].split("</ul>")[0]


def test_pages_have_ten_results_and_end():
    first = get("en", q="safety").context["outcome"]
    second = get("en", q="safety", page="2").context["outcome"]
    assert len(first.results) == len(second.results) == 10
    assert not {result.url for result in first.results} & {result.url for result in second.results}
    last = get("en", q="safety", page="9" * 30).context["outcome"]
    assert last.page == last.page_count == -(-last.total // 10)
    assert last.next_page is None
    assert last.results


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "x" * 3_900, "inspección " * 200, "the of de la les", "& | ! ( ) <-> :*", '"', '"unbalanced', "-", "-word",
        "'", "\\", "%", "\x00", "a\x00b", "각 안전", "безопасность", "سلامة", "😀",
        "<script>alert(1)</script>", "'; DROP TABLE x",
        "a" * 60 + "é" * 60, "\u0301", "½ ²", "–", "a/b_c", "1e5 -1.5", "«»", "“”", "i\u0307",
    ],
    ids=lambda text: repr(text)[:20],
)  # fmt: skip
def test_bad_input_gets_a_page(language, text):
    response = get(language, q=text)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_query_of_10000_characters_gets_an_answer(language):
    response = get(language, q="x" * 10_000)
    assert response.status_code == 400
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize(
    "params",
    [{"page": "0"}, {"page": "-1"}, {"page": "x"}, {"page": "９"}, {"sort": "x"}, {"kind": "\x00"}],
    ids=str,
)
def test_bad_parameters_are_ignored(params):
    assert get("en", q="inspection", **params).context["outcome"].page == 1


def test_search_costs_the_same_queries_for_any_number_of_results():
    path = f"/en/search/?{urlencode({'q': 'zebra'})}"
    factories.published(factories.meeting(title_en="Zebra", title_es="Zebra", title_fr="Zebra"))
    few = count_queries(path)
    for _ in range(6):
        factories.published(factories.meeting(title_en="Zebra", title_es="Zebra", title_fr="Zebra"))
    assert count_queries(path) == few


@pytest.mark.parametrize("language", LANGUAGES)
def test_opensearch_description(language):
    home = Client().get(f"/{language}/").content.decode()
    address = f"{ADDRESSES[language]}opensearch.xml"
    assert re.search(rf'type="application/opensearchdescription\+xml"\s+href="{address}"', home)
    response = Client().get(address)
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    root = ET.fromstring(response.content)  # noqa: S314  (a document of our own)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.find(f"{space}Language").text == language
    assert root.find(f"{space}Url").get("template") == f"http://testserver{ADDRESSES[language]}?q={{searchTerms}}"
    assert len(root.find(f"{space}ShortName").text) <= 40


def test_totals_above_1000_are_not_counted_out():
    fill_index(2_000)
    texts = {"en": "More than 1,000 results", "es": "Más de 1,000 resultados", "fr": "Plus de 1\xa0000 résultats"}
    for language, text in texts.items():
        response = get(language, q="w0", page="500")
        assert response.context["outcome"].page == response.context["outcome"].page_count == 100
        assert text in " ".join(response.content.decode().split(" "))
