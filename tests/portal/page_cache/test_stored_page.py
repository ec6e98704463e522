"""Headers of kept pages: for browsers, for other caches, and for requests with conditions."""

import time

import pytest

from portal.page_cache.stored_page import ERROR_SECONDS, REVALIDATE_SECONDS, StoredPage, format_cache_control

HTML = [("Content-Type", "text/html; charset=utf-8"), ("ETag", '"django"'), ("Vary", "Accept-Encoding, Cookie")]
BODY = b"<p>Safety and health at work</p>" * 40


def build_page(headers=HTML, tables=("portal_page",), ends_in=86_400):
    end = time.time() + ends_in
    return StoredPage("200 OK", headers, BODY, tables, end, end)


def test_entity_tags_are_strong_and_differ_by_encoding():
    page = build_page()
    tags = [page.add_variant(encoding).etag for encoding in ("br", "gzip", "identity")]
    assert len(set(tags)) == 3
    assert all(tag.startswith('"') for tag in tags)
    assert [build_page().add_variant(encoding).etag for encoding in ("br", "gzip", "identity")] == tags


def test_headers_of_django_are_replaced():
    headers = dict(build_page().add_variant("br").headers)
    assert headers["ETag"] != '"django"'
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["Content-Encoding"] == "br"


@pytest.mark.parametrize(
    ("seconds", "shared", "grace"),
    [(86_400, 60, REVALIDATE_SECONDS), (62.9, 60, 2), (60, 60, 0), (5.5, 5, 0), (0.5, 0, 0), (-3, 0, 0)],
)
def test_other_caches_ask_again_at_the_end(settings, seconds, shared, grace):
    settings.PORTAL_SHARED_CACHE_SECONDS = 60
    assert format_cache_control(seconds) == (
        f"public, max-age=0, s-maxage={shared}, stale-while-revalidate={grace}, stale-if-error={ERROR_SECONDS}"
    )


def test_cache_control_of_a_view_stays():
    page = build_page([*HTML, ("Cache-Control", "no-cache")])
    assert page.get_cache_control(time.time()) == ("Cache-Control", "no-cache")


def test_tags_are_in_two_headers():
    headers = dict(build_page(tables=["portal_page", "news_newsitem"]).add_variant("br").headers)
    assert headers["xkey"] == "osh-portal news_newsitem portal_page"
    assert headers["Cache-Groups"] == '"osh-portal", "news_newsitem", "portal_page"'
