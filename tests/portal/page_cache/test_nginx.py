"""nginx with the configuration of docs/nginx.conf as a shared cache."""

import pytest

from tests.support.servers import StubPortal, fetch, get_free_port, run_nginx, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def portal():
    # A page is fresh for 2 seconds, and may be served while it is revalidated for 10 more.
    with StubPortal("public, max-age=0, s-maxage=2, stale-while-revalidate=10, stale-if-error=86400") as portal:
        yield portal


@pytest.fixture
def get(portal, tmp_path):
    port = get_free_port()
    with run_nginx(tmp_path, port, portal.port):

        def get(path="/en/", **headers):
            """Return what nginx says of its cache, and the body."""
            response, body = fetch(port, path, **headers)
            return response.headers["X-Cache"], body

        yield get


def test_page_is_cached_and_renewed_in_background(get):
    assert get() == ("MISS", b"page 1")
    assert get() == ("HIT", b"page 1")
    assert wait_until(lambda: get() == ("STALE", b"page 1"), 5)
    assert wait_until(lambda: get() == ("HIT", b"page 2"), 5)


def test_session_bypasses_cache_and_other_cookies_do_not(get):
    get()
    assert get(Cookie="csrftoken=a; sessionid=b") == ("BYPASS", b"page 2")
    assert get(Cookie="csrftoken=a") == ("HIT", b"page 1")


def test_admin_and_files_are_not_cached(get):
    assert [get(path) for path in ("/admin/", "/admin/", "/files/a.pdf")] == [
        (None, b"page 1"), (None, b"page 2"), (None, b"page 3"),
    ]  # fmt: skip


def test_old_page_is_served_while_portal_fails(get, portal):
    get()
    portal.failure = "error"
    assert wait_until(lambda: get()[0] == "STALE", 5)
    portal.server.shutdown()
    portal.server.server_close()
    assert get() == ("STALE", b"page 1")
