"""Atom feeds of the news."""

from django.utils.translation import gettext_lazy as _

from news.models import NewsItem, NewsRelease
from portal.feeds.feeds import RecordFeed


def get_news():
    """Return the news items, and the releases that no public news item leads to."""
    return [NewsItem.objects.published(), NewsRelease.objects.published().without_public_item()]


NEWS = RecordFeed("news", _("News"), "news:feed", "news:newsitem_list", get_news, is_on_every_page=True)
FEEDS = (NEWS,)
