"""Every public page in each language: status, language, head elements, no cookies and no other hosts."""

import datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from news.models import NewsItem
from portal.i18n.languages import LANGUAGES
from portal.pages.models import Page
from portal.pages.offices import Office
from portal.publishing.models import publishable_models
from portal.sitemaps import get_list_url_names
from tests.support.crawl import crawl
from tests.support.html import ParsedPage, collapse_whitespace
from tests.support.sitemap import get_sitemap_urls
from workinggroup.models import Meeting

pytestmark = pytest.mark.django_db


def list_addresses(language):
    with override(language):
        years = NewsItem.objects.published().years("date")
        return [
            *(reverse(name) for name in get_list_url_names()),
            *(reverse("news:newsitem_year", args=[year]) for year in years),
        ]


def check_page(path, language, written_in):
    """Check one page of the initial content, from its headers to its head, and return its alternate links."""
    response = crawl(language).pages[path]
    page = response.parsed
    assert page.all("html") == [{"lang": language}], path
    assert len(page.all("h1")) == 1, path
    assert len(page.all("title")) == 1, path
    assert page.all("meta", name="description")[0]["content"].strip(), path
    assert "Cookie" not in response.headers.get("Vary", ""), path
    assert "Set-Cookie" not in response.headers, path
    assert not response.cookies, path
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy, path
    assert "unsafe" not in policy, path
    assert all(address.startswith("/") and not address.startswith("//") for address in page.get_loaded_urls()), path
    alternates = {item["hreflang"]: item["href"] for item in page.get_alternate_links()}
    assert set(alternates) == {*written_in, "x-default"}, path
    switcher = [
        (item.get("lang"), item.get("href"))
        for tag, item in page.elements
        if tag in {"a", "b"} and (item.get("hreflang") or item.get("aria-current") == "true") and item.get("lang")
    ][:3]
    assert [lang for lang, _ in switcher] == list(LANGUAGES), path
    return alternates


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_is_complete_in_its_language(language):
    """The alternate links lead to the same list, which this test checks in each language."""
    for paths in zip(*map(list_addresses, LANGUAGES), strict=True):
        versions = dict(zip(LANGUAGES, paths, strict=True))
        alternates = check_page(versions[language], language, LANGUAGES)
        assert alternates.pop("x-default") in {"http://testserver/", f"http://testserver{versions['en']}"}
        assert alternates == {other: f"http://testserver{path}" for other, path in versions.items()}


@pytest.mark.parametrize("model", publishable_models(), ids=lambda model: model._meta.label)
@pytest.mark.parametrize("language", LANGUAGES)
def test_record_is_complete_in_its_language(model, language):
    for record in model.objects.published().with_related():
        alternates = check_page(record.get_url(language), language, record.languages())
        assert alternates[language] == f"http://testserver{record.get_url(language)}"


def test_sitemap_lists_records_in_their_languages():
    listed = set(get_sitemap_urls())
    for record in (record for model in publishable_models() for record in model.objects.published()):
        for language in LANGUAGES:
            url = record.get_url(language)
            assert (url in listed) == (language in record.languages()), url


def test_welcome_offers_three_languages_without_detection(client):
    response = client.get("/", headers={"accept-language": "fr-CA,fr"})
    page = ParsedPage(response.content.decode())
    assert response.status_code == 200
    assert [item["href"] for item in page.all("a")] == ["/en/", "/es/", "/fr/"]
    assert [item["lang"] for item in page.all("li")] == ["en", "es", "fr"]
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/es-mx/", "/es/"), ("/fr-ca/nouvelles/", "/fr/nouvelles/"), ("/en-us/news/?page=1", "/en/news/?page=1"),
        ("/ES/noticias/", "/es/noticias/"), ("/fr-CA/", "/fr/"), ("/en_US/", "/en/"), ("/es-mx", "/es/"),
    ],
)  # fmt: skip
def test_regional_language_redirects(client, asked, answer):
    response = client.get(asked)
    assert (response.status_code, response.headers["Location"]) == (301, answer)


def test_home_shows_labels_in_reader_or_jurisdiction_language(client):
    french, spanish = (client.get(f"/{language}/").content.decode() for language in ("fr", "es"))
    assert '<span class="term" lang="es">Prácticas Seguras</span>' in french
    assert "Pratiques exemplaires" in french
    assert '<span class="term" lang="en">Good Practice</span>' in spanish
    assert "Prácticas Seguras" in spanish
    assert 'lang="es">Prácticas Seguras' not in spanish


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "April 26–27, 2004"),
        ("es", "26 y 27 de abril de 2004"),
        ("fr", "les 26 et 27 avril 2004"),
    ],
)
def test_news_formats_dates_for_reader(client, language, words):
    with override(language):
        assert words in client.get(reverse("news:newsitem_year", args=[2004])).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_news_list_has_three_releases_under_item(client, language):
    with override(language):
        page = ParsedPage(client.get(reverse("news:newsitem_year", args=[2004])).content.decode())
    item = NewsItem.objects.get(date="2004-04-08")
    assert {release.get_url(language) for release in item.releases.all()} <= {
        link.get("href") for link in page.all("a")
    }


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Date modified:"), ("es", "Fecha de modificación:"), ("fr", "Date de modification")]
)
def test_modified_date_is_of_a_change_and_not_of_loading(client, language, words):
    office = Office.objects.published().first()
    with override(language):
        paths = [reverse("office_list"), office.get_absolute_url()]
    assert all(words not in client.get(path).content.decode() for path in paths)
    Office.objects.filter(pk=office.pk).update(changed_at=datetime.datetime(2026, 3, 4, 12, tzinfo=datetime.UTC))
    assert all(words in client.get(path).content.decode() for path in paths)
    assert all('datetime="2026-03-04"' in client.get(path).content.decode() for path in paths)


def test_modified_date_of_loaded_record_is_that_of_its_file(client):
    html = client.get("/en/accessibility/").content.decode()
    assert 'datetime="2026-11-22"' in html.split('class="modified"')[1].split("</div>")[0]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Responsible for this page: Canada"),
        ("es", "Responsable de esta página: Canadá"),
        ("fr", "Responsable de cette page\xa0: Canada"),
    ],
)
def test_page_names_responsible_government_if_one_owns_it(client, language, words):
    office = Office.objects.published().get(country__code="CA")
    meeting = Meeting.objects.published().first()
    assert words in collapse_whitespace(client.get(office.get_url(language)).content.decode())
    assert words.split(":")[0] not in client.get(meeting.get_url(language)).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_says_what_holds_today(client, language):
    today = Page.objects.published().get(key="today")
    html = client.get(f"/{language}/").content.decode()
    assert getattr(today, f"summary_{language}") in html
    assert today.get_url(language) in html
