"""URLs that mail programs have wrapped are stored as their targets."""

from html import escape

import pytest

from news.models import NewsRelease
from portal.links.wrapped_urls import unwrap_url
from portal.richtext.fields import sanitize_html
from tests.support import factories
from tests.support.wrapped_urls import SAFELINK, TARGET, WRAPPED_URLS


@pytest.mark.parametrize(("url", "target"), WRAPPED_URLS)
def test_wrapped_url_is_unwrapped(url, target):
    assert unwrap_url(url) == target


@pytest.mark.parametrize("url", ["", "/en/", "mailto:a@osha.gov", "record:news.newsitem:12", "https://[", "not a url"])
def test_other_url_is_unchanged(url):
    assert unwrap_url(url) == url


@pytest.mark.parametrize(("url", "target"), WRAPPED_URLS)
def test_wrapped_link_is_unwrapped_when_sanitized(url, target):
    html = sanitize_html(
        f'<p>See <a href="{escape(url)}">the page</a></p><blockquote cite="{escape(url)}">Q</blockquote>'
    )
    assert f'href="{escape(target)}"' in html
    assert f'cite="{escape(target)}"' in html


@pytest.mark.django_db
def test_wrapped_url_in_url_field_is_unwrapped():
    release = factories.news_release(address=SAFELINK.format(TARGET))
    assert NewsRelease.objects.get(pk=release.pk).address == "https://www.osha.gov/a?b=1&c=2"
