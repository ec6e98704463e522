"""Debian's Varnish with the configuration of docs/varnish.vcl, in front of a server process of the portal."""

from contextlib import ExitStack, contextmanager

import psycopg
import pytest

from portal.page_cache.listener import get_connection_options
from portal.page_cache.tags import ALL_PAGES
from tests.support.servers import StubPortal, fetch, get_free_port, run_portal, run_varnish, wait_until

pytestmark = pytest.mark.slow
NEWS, GLOSSARY, OFFICES = "/en/news/", "/en/glossary/", "/en/offices/"
# In seconds. The second purge comes 2 seconds after the first one.
FIRST_PURGE, SECOND_PURGE = 1.5, 10


class Servers:
    """Varnish and the portal behind it, which can be stopped and started."""

    def __init__(self, folder):
        self.folder = folder
        self.port, self.portal_port = get_free_port(), get_free_port()
        self.varnish, self.portal = ExitStack(), ExitStack()

    def start(self):
        self.varnish.enter_context(run_varnish(self.folder, self.port, self.portal_port))
        self.start_portal()

    def start_portal(self):
        """Start the portal, and wait until it has purged everything twice."""
        url = f"http://127.0.0.1:{self.port}/"
        self.portal.enter_context(run_portal(self.portal_port, PORTAL_PURGE_URLS=url))
        assert wait_until(lambda: self.handle("/") == "hit", 10)
        assert wait_until(lambda: self.handle("/") != "hit", 10)

    def get(self, path, **headers):
        """Return the response, how Varnish handled the request, and the body."""
        response, body = fetch(self.port, path, **headers)
        return response, (response.headers["Cache-Status"] or "").rpartition("varnish; ")[2], body

    def handle(self, path, **headers):
        return self.get(path, **headers)[1]

    def keep(self, path):
        """Have Varnish keep a page."""
        assert wait_until(lambda: self.handle(path) == "hit", 10)


@pytest.fixture(scope="module")
def servers(django_db_setup, tmp_path_factory):
    servers = Servers(tmp_path_factory.mktemp("varnish"))
    with servers.varnish, servers.portal:
        servers.start()
        yield servers


@contextmanager
def changed(table, column, old, new):
    """Commit a change of texts, and take it back afterwards."""
    statement = f"UPDATE {table} SET {column} = replace({column}, %s, %s) WHERE {column} LIKE %s"  # noqa: S608
    with psycopg.connect(**get_connection_options(), autocommit=True) as writer:
        assert writer.execute(statement, [old, new, f"%{old}%"]).rowcount
        try:
            yield
        finally:
            writer.execute(statement, [new, old, f"%{new}%"])


def test_page_is_cached_in_three_encodings(servers):
    for accepted, encoding in (("gzip, deflate, br", "br"), ("gzip", "gzip"), (None, None), ("br;q=0, gzip", "gzip")):
        assert wait_until(lambda accepted=accepted: servers.handle(NEWS, Accept_Encoding=accepted) == "hit", 10)
        response, _, body = servers.get(NEWS, Accept_Encoding=accepted)
        assert response.headers["Content-Encoding"] == encoding
        assert (b"<main" in body) == (encoding is None)


def test_browsers_and_later_caches_ask_again(servers):
    servers.keep(NEWS)
    response, _, _ = servers.get(NEWS)
    assert response.headers["Cache-Control"] == "public, max-age=0, stale-if-error=86400"
    assert not {"xkey", "Cache-Groups"} & set(response.headers)
    assert servers.get(NEWS, If_None_Match=response.headers["ETag"])[0].status == 304


def test_change_is_visible_and_other_pages_stay(servers):
    servers.keep(NEWS)
    servers.keep(GLOSSARY)
    with changed("news_newsitem", "title_en", "Mexico", "Mexiko"):
        assert wait_until(lambda: b"Mexiko" in servers.get(NEWS)[2], FIRST_PURGE)
        assert servers.handle(GLOSSARY) == "hit"


def test_second_purge_removes_what_was_stored_late(servers):
    servers.keep(OFFICES)
    with changed("portal_office", "title_en", "Office", "Bureau"):
        assert wait_until(lambda: servers.handle(OFFICES) != "hit", FIRST_PURGE)
        servers.keep(OFFICES)
        assert wait_until(lambda: servers.handle(OFFICES) != "hit", SECOND_PURGE)


def test_only_session_bypasses_cache(servers):
    servers.keep(NEWS)
    response, handling, _ = servers.get(NEWS, Cookie="a=b; sessionid=c")
    assert (handling, response.headers["Cache-Control"]) == ("fwd=bypass", "private, no-cache")
    assert servers.handle(NEWS, Cookie="csrftoken=a; other=b") == "hit"


@pytest.mark.parametrize("path", ["/en/data/alliances.csv", "/id/news.newsitem/0/", "/en/search/?q=" + "a" * 9000])
def test_what_is_not_kept_says_so(servers, path):
    response, _ = fetch(servers.portal_port, path)
    assert response.headers["Cache-Control"] == "no-cache"
    assert [servers.handle(path) for _ in range(2)] == ["fwd=miss"] * 2


def test_http_and_https_are_kept_apart(servers):
    servers.keep(NEWS)
    response, _, _ = servers.get(NEWS, X_Forwarded_Proto="http")
    assert (response.status, response.headers["Location"]) == (301, f"https://portal.invalid{NEWS}")


def test_readers_cannot_purge(servers):
    servers.keep(GLOSSARY)
    assert fetch(servers.port, "/", "PURGE", xkey_purge=ALL_PAGES)[0].status == 403
    assert servers.handle(GLOSSARY) == "hit"


def test_old_page_is_served_while_portal_is_down(servers):
    servers.keep(NEWS)
    servers.portal.close()
    try:
        assert fetch(servers.port, "/", "PURGE", xkey_purge=ALL_PAGES, X_Forwarded_Proto=None)[0].status == 200
        response, handling, body = servers.get(NEWS)
        assert (response.status, handling) == (200, "hit; detail=stale")
        assert b"<main" in body
        assert servers.get("/en/links/")[0].status == 503
    finally:
        servers.start_portal()
    assert wait_until(lambda: servers.handle(NEWS) == "hit", 10)


@pytest.mark.parametrize("failure", ["error", "stale"])
def test_failure_of_portal_does_not_replace_page(tmp_path, failure):
    port = get_free_port()
    with StubPortal("public, s-maxage=3600, stale-if-error=86400") as portal, run_varnish(tmp_path, port, portal.port):
        assert fetch(port, "/en/")[1] == b"page 1"
        fetch(port, "/", "PURGE", xkey_purge=ALL_PAGES, X_Forwarded_Proto=None)
        portal.failure = failure
        answers = [fetch(port, "/en/") for _ in range(2)]
        assert [(response.status, body) for response, body in answers] == [(200, b"page 1")] * 2
        assert fetch(port, "/other/")[1].startswith(failure.encode())
        portal.failure = None
        assert wait_until(lambda: fetch(port, "/en/")[1] == f"page {portal.count}".encode() != b"page 1", 10)
