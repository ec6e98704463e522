"""Atom feed of the news, one for each language."""

from datetime import UTC, datetime
from itertools import chain

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from news.models import NewsItem, NewsRelease
from portal.i18n.languages import get_current_language, get_translation, localized_field_name

MAX_ITEMS = 30


class NewsFeed(Feed):
    """The newest news items, and releases without a public item, that have a title in the language of the URL."""

    feed_type = Atom1Feed

    def title(self):
        return _("News of the Tri-National Occupational Safety and Health Working Group")

    def subtitle(self):
        return _("Safety and health at work in the United States, Mexico and Canada")

    def link(self):
        return reverse("news:newsitem_list")

    def feed_url(self):
        return reverse("news:feed")

    def items(self):
        has_title = {f"{localized_field_name('title', get_current_language())}__gt": ""}
        items = NewsItem.objects.published().filter(**has_title).newest_first()[:MAX_ITEMS]
        releases = NewsRelease.objects.published().without_public_item().filter(**has_title).newest_first()[:MAX_ITEMS]
        return sorted(chain(items, releases), key=lambda record: record.date, reverse=True)[:MAX_ITEMS]

    def item_title(self, item):
        return get_translation(item, "title", get_current_language())

    def item_description(self, item):
        return get_translation(item, "summary", get_current_language())

    def item_pubdate(self, item):
        """Return the time of publication, or the date of the news if that is earlier: old news is not new today."""
        year, month, day = (*map(int, item.date.split("-")), 1, 1)[:3]
        return min(item.publish_at, datetime(year, month, day, tzinfo=UTC))

    def item_updateddate(self, item):
        return item.changed_at or self.item_pubdate(item)
