"""Fixtures of the page cache."""

import pytest

from tests.support.page_cache import listening_page_cache


@pytest.fixture
def page_cache(db):
    """A page cache in this process that hears of the changes that a test records."""
    with listening_page_cache() as cache:
        yield cache
