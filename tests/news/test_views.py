"""The news as readers page through it: newest first, year by year, twenty a page."""

import pytest
from django.test import Client

from news.models import NewsItem
from tests import factories
from tests.test_pages import Page

pytestmark = pytest.mark.django_db


def addresses(path):
    """The items of a list, in the order in which they stand."""
    page = Page(Client().get(path).content.decode())
    known = {item.get_absolute_url(): item for item in NewsItem.objects.all()}
    links = (link.get("href") for link in page.all("a"))
    return [known[link].date for link in links if link in known]


def test_list_is_newest_first_and_a_month_stands_below_its_days():
    NewsItem.objects.update(status="draft")
    for date in ("2004-09", "2004-09-27", "2020-07-01", "2004", "2004-09-08"):
        factories.published(factories.news_item(date=date))
    assert addresses("/en/news/") == ["2020-07-01", "2004-09-27", "2004-09-08", "2004-09", "2004"]
    assert addresses("/en/news/2004/") == ["2004-09-27", "2004-09-08", "2004-09", "2004"]


def test_long_list_is_paged_and_keeps_its_year():
    for _ in range(25):
        factories.published(factories.news_item(date="1999-05-01"))
    page = Client().get("/en/news/1999/")
    assert len(page.context["page"].object_list) == 20
    assert b'href="?page=2"' in page.content
    second = Client().get("/en/news/1999/?page=2")
    assert len(second.context["page"].object_list) == 5
    assert Client().get("/en/news/1999/?page=3").status_code == 404


def test_year_without_news_is_not_found():
    assert Client().get("/en/news/1995/").status_code == 404


def test_item_leads_to_its_neighbours_and_never_to_what_is_not_public():
    NewsItem.objects.update(status="draft")
    first, middle, last = (factories.published(factories.news_item(date=date)) for date in ("2001", "2002", "2003"))
    factories.news_item(date="2002-06")
    html = Client().get(middle.get_absolute_url()).content.decode()
    assert html.index(first.get_absolute_url()) < html.index(last.get_absolute_url())
    middle.withdraw(by=None)
    assert middle.get_absolute_url() not in Client().get(first.get_absolute_url()).content.decode()
