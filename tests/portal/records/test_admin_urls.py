"""URLs of the admin pages of records."""

import pytest

from news.models import NewsItem
from portal.records.admin_urls import get_admin_url, get_change_url
from tests.support import factories

pytestmark = pytest.mark.django_db


def test_change_url_opens_form():
    item = factories.news_item()
    assert get_change_url(item) == f"/admin/news/newsitem/{item.pk}/change/"


def test_changelist_url_has_query():
    assert get_admin_url(NewsItem, "changelist", query={"panel": "drafts"}) == "/admin/news/newsitem/?panel=drafts"
