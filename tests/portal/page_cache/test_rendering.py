"""Requests that wait for the rendering of another one."""

import pytest

from portal.page_cache.rendering import PendingRendering, Rendering
from portal.page_cache.requests import PageKey
from portal.page_cache.state import content_state
from tests.support.page_cache import build_stored_page

KEY = PageKey("http", "testserver", "/en/news/", "")


@pytest.mark.parametrize(("changed", "is_shared"), [("news_newsitem", False), ("portal_term", True)])
def test_waiting_request_gets_no_page_of_before_a_change(page_cache, changed, is_shared):
    """The change comes after the last look of the first request, and before the request that waits for it."""
    pending = page_cache.renderer.pending[KEY] = PendingRendering()
    pending.rendering = Rendering(build_stored_page(), content_state.position, may_keep=True)
    pending.done.set()
    content_state.record_changes({changed})
    assert (page_cache.renderer.render(KEY).page is not None) == is_shared
