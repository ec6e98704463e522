"""Lists and feeds of the news."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from news.models import NewsItem
from portal.publishing.workflow import unpublish
from tests.support import factories
from tests.support.html import ParsedPage, get_dates

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def addresses(path):
    """Return the URLs of the listed items, in order."""
    page = ParsedPage(Client().get(path).content.decode())
    known = {item.get_absolute_url(): item for item in NewsItem.objects.all()}
    links = (link.get("href") for link in page.all("a"))
    return [known[link].date for link in links if link in known]


def test_list_is_newest_first_with_partial_dates_last():
    NewsItem.objects.update(status="draft")
    for date in ("2004-09", "2004-09-27", "2020-07-01", "2004", "2004-09-08"):
        factories.published(factories.news_item(date=date))
    assert addresses("/en/news/") == ["2020-07-01", "2004-09-27", "2004-09-08", "2004-09", "2004"]
    assert addresses("/en/news/2004/") == ["2004-09-27", "2004-09-08", "2004-09", "2004"]


def test_list_is_paginated_within_year():
    for _ in range(25):
        factories.published(factories.news_item(date="1999-05-01"))
    page = Client().get("/en/news/1999/")
    assert len(page.context["page"].object_list) == 20
    assert b'href="?page=2"' in page.content
    second = Client().get("/en/news/1999/?page=2")
    assert len(second.context["page"].object_list) == 5
    assert Client().get("/en/news/1999/?page=3").status_code == 404


def test_list_of_all_years_ends_after_newest(monkeypatch):
    monkeypatch.setattr("portal.pagination.MAX_PAGES", 1)
    for _ in range(25):
        factories.published(factories.news_item(date="1999-05-01"))
    page = Client().get("/en/news/")
    assert len(page.context["page"].object_list) == 20
    assert b'href="?page=2"' not in page.content
    assert Client().get("/en/news/?page=2").status_code == 404
    assert Client().get("/en/news/1999/?page=2").status_code == 200


def test_list_is_grouped_by_year():
    html = Client().get("/en/news/").content.decode()
    years = re.findall(r"<h2>(\d{4})</h2>", html)
    assert years == sorted(set(years), reverse=True)
    assert html.index("<h2>2008</h2>") < html.index("/en/news/2008/") < html.index("<h2>2005</h2>")
    assert "<h2>2008</h2>" not in Client().get("/en/news/2008/").content.decode()


@pytest.mark.parametrize("path", ["/en/", "/es/", "/fr/"])
def test_home_shows_three_newest(path):
    html = Client().get(path).content.decode()
    dates = get_dates(html[html.index('id="news"') :].split("</section>")[0])
    assert dates == ["2023-06-28", "2023-04-07", "2021-09-02"]


def test_year_without_news_is_not_found():
    assert Client().get("/en/news/1993/").status_code == 404


def test_item_links_to_public_neighbours_only():
    NewsItem.objects.update(status="draft")
    first, middle, last = (factories.published(factories.news_item(date=date)) for date in ("2001", "2002", "2003"))
    factories.news_item(date="2002-06")
    html = Client().get(middle.get_absolute_url()).content.decode()
    assert html.index(first.get_absolute_url()) < html.index(last.get_absolute_url())
    unpublish(middle, by=None)
    assert middle.get_absolute_url() not in Client().get(first.get_absolute_url()).content.decode()


class TestFeed:
    @pytest.mark.parametrize(
        ("path", "language", "title"),
        [
            ("/en/news/feed/", "en", "News – Tri-National"),
            ("/es/noticias/canal/", "es", "Noticias – Grupo de Trabajo Trinacional"),
            ("/fr/nouvelles/fil/", "fr", "Nouvelles – Groupe de travail trinational"),
        ],
    )
    def test_feed_is_in_url_language(self, client, path, language, title):
        response = client.get(path)
        assert response["Content-Type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(response.content)  # noqa: S314 the portal wrote it
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert feed.findtext(f"{ATOM}title").startswith(title)
        links = [entry.find(f"{ATOM}link").get("href") for entry in feed.iter(f"{ATOM}entry")]
        assert links
        assert all(link.startswith(f"http://testserver/{language}/") for link in links)

    def test_feed_has_public_items_in_any_language(self, client):
        factories.news_item(title_en="A draft", title_es="Un borrador", title_fr="Un brouillon")
        factories.published(
            factories.news_item(title_es="Solo en español", source_language="es", country=factories.country("MX"))
        )
        assert "A draft" not in client.get("/en/news/feed/").content.decode()
        assert "Solo en español" in client.get("/es/noticias/canal/").content.decode()
        assert "Solo en español" in client.get("/fr/nouvelles/fil/").content.decode()

    def test_entry_is_as_old_as_its_news(self, client):
        feed = ElementTree.fromstring(client.get("/en/news/feed/").content)  # noqa: S314 the portal wrote it
        days = [entry.findtext(f"{ATOM}published")[:10] for entry in feed.iter(f"{ATOM}entry")]
        assert days[0] == "2023-06-28"
        assert "2004-09-01" in days
        assert feed.findtext(f"{ATOM}updated").startswith("2023-06-28")

    def test_pages_link_to_feed_of_their_language(self, client):
        assert 'type="application/atom+xml" href="/fr/nouvelles/fil/"' in client.get("/fr/bureaux/").content.decode()
