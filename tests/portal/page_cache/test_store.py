"""The store is bounded, keeps the pages that are read, and never keeps an outdated one."""

import pytest

from portal.page_cache.state import content_state
from portal.page_cache.store import PageStore
from portal.page_cache.stored_page import StoredPage
from tests.support.page_cache import LATER, build_stored_page


def put(store, key, page):
    store.put(key, page, content_state.position)


def test_size_stays_within_bound():
    store = PageStore(1_000_000)
    for number in range(500):
        put(store, f"/flood/{number}/", build_stored_page())
        assert store.size <= 1_000_000
    assert store.size == sum(page.size for page in store.pages.values()) > 900_000


def test_flood_does_not_displace_what_is_read():
    store = PageStore(1_000_000)
    put(store, "/en/", build_stored_page())
    for number in range(2000):
        put(store, f"/flood/{number}/", build_stored_page())
        if number % 50 == 0:
            store.get("/en/").was_read = True
    assert store.get("/en/") is not None
    assert store.get("/flood/0/") is None


def test_read_once_is_displaced_in_the_end():
    store = PageStore(1_000_000)
    put(store, "/en/", build_stored_page())
    store.get("/en/").was_read = True
    for number in range(500):
        put(store, f"/flood/{number}/", build_stored_page())
    assert store.get("/en/") is None


def test_large_page_is_not_kept():
    store = PageStore(1_000_000)
    put(store, "/en/", build_stored_page(200_000))
    assert len(store) == store.size == 0


def test_store_of_no_bytes_keeps_nothing():
    store = PageStore(0)
    put(store, "/en/", build_stored_page(1))
    assert len(store) == 0


def test_replaced_page_counts_once():
    store = PageStore(1_000_000)
    for _ in range(3):
        put(store, "/en/", build_stored_page())
    assert store.size == store.get("/en/").size


def test_encodings_count():
    store = PageStore(1_000_000)
    html = StoredPage("200 OK", [("Content-Type", "text/html")], b"<p>Safety</p>" * 1000, ["a"], LATER, LATER)
    put(store, "/en/", html)
    before = store.size
    store.get_variant("/en/", html, "identity")
    assert store.size == before + 13_000
    store.get_variant("/en/", html, "identity")
    assert store.size == before + 13_000
    store.forget()
    store.get_variant("/en/", html, "gzip")
    assert store.size == 0


@pytest.mark.parametrize(
    ("changed", "left"),
    [({"news_newsitem"}, ["/b/"]), ({"portal_page"}, ["/a/"]), ({"other"}, ["/a/", "/b/"]), (None, [])],
)
def test_forget_by_table(changed, left):
    store = PageStore(1_000_000)
    put(store, "/a/", build_stored_page(tables=["news_newsitem"]))
    put(store, "/b/", build_stored_page(tables=["portal_page"]))
    store.forget(changed)
    assert list(store.pages) == left
    assert store.size == sum(page.size for page in store.pages.values())


def test_page_of_an_old_state_is_not_kept():
    store = PageStore(1_000_000)
    position = content_state.position
    content_state.record_changes({"news_newsitem"})
    store.put("/old/", build_stored_page(), position)
    store.put("/other/", build_stored_page(tables=["portal_page"]), position)
    assert list(store.pages) == ["/other/"]


def test_headers_count():
    """A redirect has no body, and an address can be long."""
    plain, redirect = build_stored_page(0), build_stored_page(0, headers=[("Location", "/ES/" + "a" * 60_000)])
    assert redirect.size - plain.size > 60_000
