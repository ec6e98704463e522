"""Feeds, parsed as feed readers parse them."""

import feedparser
from django.test import Client
from django.urls import reverse
from django.utils.translation import override


def get_feed_url(name, language, **kwargs):
    """Return the URL path of a feed in one language."""
    with override(language):
        return reverse(name, kwargs=kwargs)


def parse_feed(path):
    """Return the feed at a path. It is well formed, or this fails."""
    response = Client().get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content, resolve_relative_uris=False)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed
