"""Tags of pages and of purges."""

import pytest

from portal.change_triggers import get_shown_tables
from portal.page_cache.stored_page import StoredPage, get_header
from portal.page_cache.tags import MAX_LENGTH, MAX_TAGS, get_page_tags, get_purge_tags

TABLES = sorted(get_shown_tables())


def make_page(tables):
    return StoredPage("200 OK", [("Content-Type", "text/html")], b"<p>" * 100, tables, float("inf"), float("inf"))


@pytest.mark.parametrize("count", [0, 1, MAX_TAGS - 1, MAX_TAGS, len(TABLES)])
def test_tags_are_at_most_twenty_short_ones(count):
    tags = get_page_tags(TABLES[-count:] if count else [])
    assert len(tags) == len(set(tags)) <= MAX_TAGS
    assert max(map(len, tags)) <= MAX_LENGTH


def test_headers_of_tags_are_below_2_kb():
    longest = sorted(TABLES, key=len)[1 - MAX_TAGS :]
    headers = make_page(longest).headers
    assert len(get_header(headers, "xkey").split()) == MAX_TAGS
    assert len(get_header(headers, "xkey") + get_header(headers, "cache-groups")) < 2000


@pytest.mark.parametrize("count", [1, MAX_TAGS - 1, len(TABLES)])
def test_change_of_any_table_purges_its_pages(count):
    for start in range(0, len(TABLES), count):
        tables = TABLES[start : start + count]
        tags = set(get_page_tags(tables))
        assert all(tags & get_purge_tags({table}) for table in tables)


def test_change_of_other_tables_keeps_page():
    assert not set(get_page_tags({"news_newsitem"})) & get_purge_tags({"news_newsrelease", "portal_page"})


def test_purge_of_everything_concerns_pages_without_tables():
    assert set(get_page_tags(())) & get_purge_tags(None)
