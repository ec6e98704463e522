"""Headers by which other caches and browsers know how long a response may be used."""

from types import SimpleNamespace

import pytest

from portal.page_cache.application import PageCache, with_default_control
from portal.page_cache.rendering import Rendering
from portal.page_cache.store import PageStore
from portal.page_cache.stored_page import StoredPage


@pytest.mark.parametrize(
    ("cookies", "headers", "expected"),
    [
        ("", [], ["no-cache"]),
        ("sessionid=x", [], ["private, no-cache"]),
        ("sessionid=x", [("cache-control", "no-store")], ["no-store"]),
        ("", [("Cache-Control", "max-age=60")], ["max-age=60"]),
    ],
)
def test_response_never_leaves_freshness_to_a_guess(cookies, headers, expected):
    started = []
    start = with_default_control({"HTTP_COOKIE": cookies}, lambda status, headers: started.extend(headers))
    start("200 OK", headers)
    assert [value for name, value in started if name.lower() == "cache-control"] == expected


def test_old_page_instead_of_failed_rendering_is_no_hit():
    forever = float("inf")
    kept = StoredPage("200 OK", [], b"old", (), forever, 0)
    failed = StoredPage("500 Internal Server Error", [], b"failed", (), forever, forever)
    page_cache = PageCache(None, PageStore(2**20), None)
    page_cache.renderer = SimpleNamespace(render=lambda key: Rendering(failed))
    started = []
    body = page_cache.respond_rendered(
        "key", kept, {"REQUEST_METHOD": "GET"}, lambda status, headers: started.extend([status, dict(headers)])
    )
    status, headers = started
    assert (status, body, headers["Cache-Control"]) == ("200 OK", [b"old"], "no-cache")
    assert headers["Cache-Status"] == "portal; fwd=stale; fwd-status=500; detail=stale"
