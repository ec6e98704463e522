"""Forgotten pages are rendered again, also if one of them fails."""

import pytest

from portal.page_cache.warmup import Warmer
from tests.support.page_cache import build_stored_page
from tests.support.servers import wait_until


@pytest.fixture
def warmed():
    return []


def add(warmer, key):
    page = build_stored_page()
    page.reads = 4
    warmer.add([(key, page)])


def test_failed_rendering_does_not_stop_the_next(warmed):
    def warm(key):
        if key == "/broken/":
            raise RuntimeError("It cannot be rendered.")
        warmed.append(warmer.take(key) and key)

    warmer = Warmer(warm)
    warmer.start()
    for key in ("/broken/", "/next/"):
        add(warmer, key)
    assert wait_until(lambda: "/next/" in warmed, 10)
    assert wait_until(lambda: not warmer.waiting, 10)


def test_page_that_comes_at_the_last_look_is_rendered(warmed, monkeypatch):
    warmer = Warmer(lambda key: warmed.append(warmer.take(key) and key))
    look, late = warmer.get_next, ["/late/"]

    def get_next():
        key = look()
        if key is None and late:
            add(warmer, late.pop())
        return key

    monkeypatch.setattr(warmer, "get_next", get_next)
    warmer.start()
    add(warmer, "/first/")
    assert wait_until(lambda: warmed == ["/first/", "/late/"], 10)
