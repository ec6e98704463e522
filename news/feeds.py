"""The news as a feed, one a language: what readers of feeds are told, and only in a language that has the text."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from news.models import NewsItem
from portal.i18n.languages import reader_language, suffixed, text_in

MOST = 30


class NewsFeed(Feed):
    """The newest items of What's New that have a title in the language of the address, by when they became public."""

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
        written = {f"{suffixed('title', reader_language())}__gt": ""}
        return NewsItem.objects.published().filter(**written).newest_first()[:MOST]

    def item_title(self, item):
        return text_in(item, "title", reader_language())

    def item_description(self, item):
        return text_in(item, "summary", reader_language())

    def item_pubdate(self, item):
        return item.publish_at

    def item_updateddate(self, item):
        return item.changed_at
