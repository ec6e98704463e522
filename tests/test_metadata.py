"""Head of every public page in each language: title, description, Open Graph and JSON-LD."""

from collections import Counter

import pytest
from django.test import Client
from django.utils.translation import override

from portal.i18n.dates import parse_partial_date
from portal.i18n.languages import LANGUAGES, LOCALES
from portal.structured_data import render_json_ld
from portal.templatetags.metadata import document_title, shorten, shorten_to_sentences
from tests.support import factories
from tests.support.crawl import get_title, get_unfiltered, parse_data
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db

PROPERTIES = [
    f"og:{name}" for name in ("title", "description", "url", "type", "locale", "site_name", "image", "image:alt")
]
REQUIRED = {
    "Organization": {"name", "alternateName", "url", "logo"},
    "NewsArticle": {"headline", "datePublished", "publisher", "url"},
    "Event": {"name", "startDate", "url"},
    "BreadcrumbList": {"itemListElement"},
}
KINDS_OF_DATA = {
    "home": "Organization",
    "news:newsitem": "NewsArticle",
    "news:newsrelease": "NewsArticle",
    "workinggroup:meeting": "Event",
}


def get_duplicates(values):
    return [value for value, count in Counter(values).items() if count > 1]


def get_data(page, kind):
    return [data for data in page.get_data() if data["@type"] == kind]


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_short_and_unique(language):
    titles = {page.path: page.title for page in get_unfiltered(language)}
    assert len(titles) > 200
    assert not [(path, title) for path, title in titles.items() if len(title) > 65 or title != title.strip()]
    assert not get_duplicates([*titles.values(), get_title(Client().get("/").content.decode())])


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_are_short_and_unique(language):
    descriptions = {page.path: page.get_meta("description")[0] for page in get_unfiltered(language)}
    assert not [(path, text) for path, text in descriptions.items() if not 0 < len(text) <= 160]
    assert not get_duplicates(descriptions.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_graph_is_complete(language):
    others = {locale for code, locale in LOCALES.items() if code != language}
    for page in get_unfiltered(language):
        if page.kind == "exit":
            continue
        assert all(len(page.get_meta(name)) == 1 for name in PROPERTIES), page
        assert page.get_meta("og:url") == [page.parsed.all("link", rel="canonical")[0]["href"]], page
        is_article = KINDS_OF_DATA.get(page.kind) == "NewsArticle"
        assert page.get_meta("og:type") == ["article" if is_article else "website"], page
        assert len(page.get_meta("article:published_time")) == is_article, page
        assert page.get_meta("og:locale") == [LOCALES[language]], page
        assert set(page.get_meta("og:locale:alternate")) == others, page


@pytest.mark.parametrize("language", LANGUAGES)
def test_structured_data_has_required_properties(language):
    for page in get_unfiltered(language):
        for data in page.get_data():
            assert data["@context"] == "https://schema.org", page
            assert REQUIRED[data["@type"]] <= set(data), page
        if kind := KINDS_OF_DATA.get(page.kind):
            assert len(get_data(page, kind)) == 1, page
        has_breadcrumbs = bool(page.parsed.all("nav", **{"class": "breadcrumbs inner"}))
        assert len(get_data(page, "BreadcrumbList")) == has_breadcrumbs, page


@pytest.mark.parametrize("language", LANGUAGES)
def test_breadcrumb_data_repeats_the_breadcrumbs(language):
    for page in get_unfiltered(language):
        for data in get_data(page, "BreadcrumbList"):
            *above, last = data["itemListElement"]
            nav = page.html.partition('<nav class="breadcrumbs')[2].partition("</nav>")[0]
            assert [item["item"].partition("//testserver")[2] for item in above] == [
                link["href"] for link in ParsedPage(nav).all("a")
            ], page
            assert [item["position"] for item in data["itemListElement"]] == list(range(1, len(above) + 2)), page
            assert last["name"], page


@pytest.mark.parametrize("language", LANGUAGES)
def test_meeting_data_is_as_precise_as_its_source(language):
    meeting = factories.published(factories.meeting(start="2004-04", end=""))
    data = parse_data(Client().get(meeting.get_url(language)).content.decode())
    assert [event["startDate"] for event in data if event["@type"] == "Event"] == ["2004-04"]
    assert not [event for event in data if "endDate" in event]


@pytest.mark.parametrize("language", LANGUAGES)
def test_publication_dates_are_as_precise_as_their_source(language):
    for page in get_unfiltered(language):
        for data in get_data(page, "NewsArticle"):
            assert parse_partial_date(data["datePublished"]), page
            assert page.get_meta("article:published_time") == [data["datePublished"]], page


def test_structured_data_cannot_end_its_script_element():
    html = render_json_ld({"name": '</script><!-- & "'})
    assert html.count("<") == html.count(">") == 2
    assert "&" not in html
    assert parse_data(html) == [{"@context": "https://schema.org", "name": '</script><!-- & "'}]


@pytest.mark.parametrize(
    ("language", "ending"),
    [("en", " – OSH Working Group"), ("es", " – Grupo de Trabajo SST"), ("fr", " – Groupe de travail SST")],
)
def test_document_title_ends_in_short_name_of_site(language, ending):
    with override(language):
        assert document_title("ANACT") == f"ANACT{ending}"
        assert document_title("x" * 60) == "x" * 60


def test_shortened_text_ends_at_a_word():
    assert shorten("Safety, health and work", 23) == "Safety, health and work"
    assert shorten("Safety, health and work", 22) == "Safety, health and…"
    assert shorten("Safety, health and work", 10) == "Safety…"
    assert shorten_to_sentences("One two. Three four five.", 20, 5) == "One two."
    assert shorten_to_sentences("One two. Three four five.", 20, 10) == "One two. Three four…"
