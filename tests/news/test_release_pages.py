"""Releases without a news item are in the list of releases, on the page of their office and in the feed."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from news.models import NewsRelease
from portal.i18n.languages import LANGUAGES
from portal.publishing.workflow import publish_record, unpublish
from tests.support import factories
from tests.support.clients import editor_client, get_page
from tests.support.factories import country, published
from tests.support.forms import change_url
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db
NAMES = {f"title_{language}": f"Quetzal {language}" for language in LANGUAGES}
LISTS = {"en": "/en/news/releases/", "es": "/es/noticias/comunicados/", "fr": "/fr/nouvelles/communiques/"}
NEWS = {"en": "/en/news/", "es": "/es/noticias/", "fr": "/fr/nouvelles/"}
FEEDS = {"en": "/en/news/feed/", "es": "/es/noticias/canal/", "fr": "/fr/nouvelles/fil/"}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def office():
    names = {"title_en": "Office of Mexico", "title_es": "Oficina de México", "title_fr": "Bureau du Mexique"}
    return published(factories.office(country=country("MX"), **names))


@pytest.fixture
def release(office):
    return factories.news_release(date="2099-06-01", country=country("MX"), office=office, **NAMES)


def has_link(path, record, language):
    return bool(ParsedPage(get_page(path)).all("a", href=record.get_url(language)))


def get_feed_links(language):
    feed = ElementTree.fromstring(Client().get(FEEDS[language]).content)  # noqa: S314 the portal wrote it
    return [entry.find(f"{ATOM}link").get("href") for entry in feed.iter(f"{ATOM}entry")]


@pytest.mark.parametrize("language", LANGUAGES)
class TestReleaseWithoutItem:
    def test_release_is_in_linked_list(self, release, language):
        published(release)
        assert ParsedPage(get_page(NEWS[language])).all("a", href=LISTS[language])
        assert has_link(LISTS[language], release, language)

    def test_release_is_on_page_of_its_office(self, release, office, language):
        other = published(factories.news_release(country=country("MX")))
        published(release)
        assert has_link(office.get_url(language), release, language)
        assert not has_link(office.get_url(language), other, language)

    def test_release_is_in_feed(self, release, language):
        published(release)
        assert get_feed_links(language)[0] == f"http://testserver{release.get_url(language)}"

    def test_release_is_hidden_before_its_time(self, release, office, language):
        publish_record(release, by=None, without_approval=True, at=timezone.now() + timedelta(hours=1))
        for path in (LISTS[language], office.get_url(language), FEEDS[language]):
            assert "Quetzal" not in get_page(path)


def test_release_of_public_item_is_in_feed_once(release):
    release.item = factories.news_item(date="2099-06-01", country=country("MX"))
    published(release)
    assert f"http://testserver{release.get_url('en')}" in get_feed_links("en")
    published(release.item)
    links = get_feed_links("en")
    assert f"http://testserver{release.get_url('en')}" not in links
    assert f"http://testserver{release.item.get_url('en')}" in links


def test_release_list_is_paginated():
    for _ in range(25):
        published(factories.news_release(date="2099"))
    page = Client().get(LISTS["en"])
    assert len(page.context["page"].object_list) == 20
    assert b'href="?page=2"' in page.content
    assert Client().get(f"{LISTS['en']}?page=99").status_code == 404


def test_empty_release_list_is_shown():
    NewsRelease.objects.all().delete()
    assert Client().get(LISTS["fr"]).status_code == 200


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This release has no news item."),
        ("es", "Este comunicado no tiene noticia."),
        ("fr", "Ce communiqué n’a pas de nouvelle."),
    ],
)
def test_form_says_where_readers_find_release(release, language, sentence):
    client = editor_client(roles=["publisher"], countries=["MX"], interface_language=language)
    assert sentence in client.get(change_url(release)).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
class TestIssuer:
    def test_office_is_named_without_issuer(self, release, office, language):
        release.item = published(factories.news_item(country=country("MX")))
        published(release)
        for record in (release, release.item):
            html = get_page(record.get_url(language))
            assert ParsedPage(html.split("<article")[1]).all("a", href=office.get_url(language))
            assert getattr(office, f"title_{language}") in html.split("<article")[1]

    def test_issuer_replaces_the_office(self, release, office, language):
        release.issuer_en, release.issuer_es, release.issuer_fr = "Ministry", "Secretaría", "Ministère"
        published(release)
        article = get_page(release.get_url(language)).split("<article")[1].split("</article>")[0]
        assert getattr(release, f"issuer_{language}") in article
        assert getattr(office, f"title_{language}") not in article

    def test_release_without_office_says_nothing(self, release, office, language):
        unpublish(office, by=None)
        without = published(factories.news_release(country=country("MX")))
        for record in (published(release), without):
            html = get_page(record.get_url(language))
            assert getattr(office, f"title_{language}") not in html
            for words in ("Issuing office", "emisora", "Bureau émetteur"):
                assert escape(words) not in html


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Release: Mexico: Quetzal"), ("es", "Comunicado: México: Quetzal"), ("fr", "Communiqué : Mexique : Quet")],
)
def test_name_of_link_has_colons_of_its_language(release, language, words):
    release.item = published(factories.news_item(date="2099-06-02", **NAMES))
    published(release)
    texts = "".join(ParsedPage(get_page(NEWS[language])).texts).replace("\xa0", " ")
    assert words in texts


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Read the original: Quetzal"), ("es", "Leer el original: Quetzal"), ("fr", "Lire l’original : Quetzal")],
)
def test_name_of_external_link_has_colon_of_its_language(release, language, words):
    release.address = "https://www.example.org/quetzal"
    published(release)
    texts = "".join(ParsedPage(get_page(release.get_url(language))).texts).replace("\xa0", " ")
    assert words in texts
