"""Pytest plugin that distributes the tests to the workers of pytest-xdist, with `--dist loadscope`.

A worker gets a whole module, so that no two workers set up the same module. The tests that read all pages in one
language also go to one worker, which crawls them once. Long modules come first, so that the workers end together.
"""

import re
from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = re.compile(r"\[(?:.*-)?(en|es|fr)(?:-.*)?\]$")


@cache
def is_crawling(module):
    """Return whether a test module reads the crawled pages."""
    return "from tests.support.crawl import" in (ROOT / module).read_text()


@cache
def get_scope(nodeid):
    """Return the name of the unit that a test belongs to: the module, or the language that it crawls."""
    module = nodeid.partition("::")[0]
    language = LANGUAGE.search(nodeid)
    return f"crawl {language[1]}" if language and is_crawling(module) else module


class ModuleScheduling(LoadScopeScheduling):
    """Scheduling by `get_scope`, in the order of the collection."""

    def _split_scope(self, nodeid):
        return get_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    if config.getvalue("dist") == "loadscope":
        config.option.loadscopereorder = False
        return ModuleScheduling(config, log)
    return None


def get_rank(item):
    """Return when a test starts: 0 for the first ones.

    Slow tests without the database come first, because meanwhile another worker creates the template database.
    """
    is_slow = item.get_closest_marker("slow") or item.get_closest_marker("browser")
    if is_slow and not item.get_closest_marker("django_db"):
        return 0
    if get_scope(item.nodeid).startswith("crawl"):
        return 1
    return 2 if is_slow else 3


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Sort the tests of a worker. The other hooks come first: they mark tests, and sort them by their database."""
    result = yield
    if hasattr(config, "workerinput"):
        items.sort(key=get_rank)
    return result
