"""Distribution of the tests to workers."""

import pytest

from tests.support.scheduling import get_scope


@pytest.mark.parametrize(
    ("nodeid", "scope"),
    [
        ("tests/test_wording.py::test_x[es]", "crawl es"),
        ("tests/test_pages.py::test_x[fr-programs.Entry]", "crawl fr"),
        ("tests/test_prev_next_links.py::test_x[Section-en]", "crawl en"),
        ("tests/test_wording.py::test_x", "tests/test_wording.py"),
        ("tests/test_wording.py::test_x[other]", "tests/test_wording.py"),
        ("tests/test_fallback.py::test_x[en]", "tests/test_fallback.py"),
        ("tests/test_methods.py::TestSecurityText::test_x", "tests/test_methods.py"),
    ],
    ids=["language", "first", "last", "no-language", "other", "no-crawl", "class"],
)
def test_scope_is_the_crawled_language_or_the_module(nodeid, scope):
    assert get_scope(nodeid) == scope
