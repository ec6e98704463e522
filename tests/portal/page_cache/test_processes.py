"""Server processes on one database: fresh at once, and there for readers while the database is away.

The first server is connected directly; the second one through a proxy, which can be closed. The first one is served by
WSGI, the second one by RSGI.
"""

import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import count
from urllib.parse import urlencode

import psycopg
import pytest

from portal.page_cache.listener import get_connection_options
from tests.support import factories
from tests.support.browser import get_session_cookies, run_committed
from tests.support.database_proxy import DatabaseProxy
from tests.support.forms import get_seen_in_list
from tests.support.processes import HOST
from tests.support.servers import fetch, get_free_port, run_portal, wait_until

pytestmark = pytest.mark.slow
NEWS, GLOSSARY, HELP = "/en/news/", "/en/glossary/", "/es/ayuda/"
# The bounds of tests are looser than those of the benchmark, because other tests run at the same time, in seconds.
FRESH_WITHIN, BACK_WITHIN = 1, 5
numbers = count(1)


class Servers:
    """Two servers, the proxy of the second one, and a connection that changes the database."""

    def __init__(self, first, second, proxy, writer):
        self.first = first
        self.second = second
        self.proxy = proxy
        self.writer = writer

    def set_title(self, pk):
        """Commit a new title of a news item, and return it."""
        title = f"Title number {next(numbers)}."
        self.writer.execute("UPDATE news_newsitem SET title_en = %s WHERE id = %s", [title, pk])
        return title


@pytest.fixture(scope="module")
def servers(committed_database):
    proxy, first, second = DatabaseProxy(), get_free_port(), get_free_port()
    proxy.open()
    with (
        run_portal(first, "wsgi"),
        run_portal(second, DATABASE_URL=proxy.url),
        psycopg.connect(**get_connection_options(), autocommit=True) as writer,
    ):
        yield Servers(first, second, proxy, writer)
        proxy.close()


@pytest.fixture(scope="module")
def item(servers):
    fields = {"date": "2026-01-01", "country_id": factories.country("US").pk}
    return run_committed(lambda: factories.published(factories.news_item(**fields)))


def get(port, path, **headers):
    """Return the status, where the page comes from, and its text."""
    response, body = fetch(port, path, **headers)
    return response.status, response.headers["Cache-Status"] or "", body.decode()


def is_kept(port, path):
    return get(port, path)[1] == "portal; hit"


def keep(port, *paths):
    for path in paths:
        assert wait_until(lambda path=path: is_kept(port, path), 10)


def test_commit_is_seen_by_all_servers(servers, item):
    for _ in range(5):
        keep(servers.first, NEWS, GLOSSARY)
        keep(servers.second, NEWS, GLOSSARY)
        title = servers.set_title(item.pk)
        for port in (servers.first, servers.second):
            assert wait_until(lambda port=port, title=title: title in get(port, NEWS)[2], FRESH_WITHIN)
            assert is_kept(port, GLOSSARY)


def test_editor_sees_the_change_in_the_next_page(servers, item):
    """The response to a form comes after the pages of its process are forgotten."""
    editor = run_committed(factories.administrator)
    [session] = get_session_cookies(editor, f"https://{HOST}/")
    cookies = {"Cookie": f"{session['name']}={session['value']}; csrftoken={'a' * 32}", "X-CSRFToken": "a" * 32}
    path = item.get_url("en")
    for action, status in (("unpublish", 404), ("publish", 200)) * 3:
        get(servers.first, path)
        form = urlencode({"action": action, **run_committed(lambda: get_seen_in_list(item))}, doseq=True)
        response, body = fetch(
            servers.first, "/admin/news/newsitem/", method="POST", body=form, Referer=f"https://{HOST}/",
            Content_Type="application/x-www-form-urlencoded", **cookies,
        )  # fmt: skip
        assert response.status == 302, body
        assert get(servers.first, path)[0] == status


def test_no_page_of_an_old_state_stays(servers, item):
    """Readers and a writer at the same time: no page is older than the last commit but a moment."""
    commits, seen, stop = [], [], threading.Event()

    def read(port):
        while not stop.is_set():
            began = time.monotonic()
            seen.append((began, get(port, NEWS)[2]))

    readers = [threading.Thread(target=read, args=[port]) for port in (servers.first, servers.second) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(20):
        title = servers.set_title(item.pk)
        commits.append((time.monotonic(), title))
        time.sleep(0.07)
    stop.set()
    for reader in readers:
        reader.join()
    titles = [title for _, title in commits]
    for began, page in seen:
        old = [title for at, title in commits if at < began - FRESH_WITHIN][:-1]
        assert not any(title in page for title in old)
    for port in (servers.first, servers.second):
        assert wait_until(lambda port=port: titles[-1] in get(port, NEWS)[2], FRESH_WITHIN)
        keep(port, NEWS)
        assert titles[-1] in get(port, NEWS)[2]


@pytest.mark.parametrize(("field", "before", "after"), [("withdraw_at", 200, 404), ("publish_at", 404, 200)])
def test_schedule_is_kept_to_the_second(servers, item, field, before, after):
    path = item.get_url("en")
    at = datetime.now(UTC) + timedelta(seconds=2)
    statement = f"UPDATE news_newsitem SET {field} = %s WHERE id = %s"  # noqa: S608
    servers.writer.execute(statement, [at, item.pk])
    ports = (servers.first, servers.second)
    try:
        assert all(wait_until(lambda port=port: get(port, path)[0] == before, FRESH_WITHIN) for port in ports)
        while datetime.now(UTC) < at - timedelta(seconds=0.2):
            assert {get(port, path)[0] for port in ports} == {before}
        assert wait_until(lambda: datetime.now(UTC) >= at, 2)
        assert {get(port, path)[0] for port in ports} == {after}
    finally:
        servers.writer.execute("UPDATE news_newsitem SET withdraw_at = NULL WHERE id = %s", [item.pk])


def test_lost_listener_connection_loses_no_change(servers, item):
    keep(servers.first, NEWS)
    title = servers.set_title(item.pk)
    servers.writer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'portal pages'"
        " AND pid <> pg_backend_pid()"
    )
    assert wait_until(lambda: title in get(servers.first, NEWS)[2], FRESH_WITHIN)
    assert wait_until(lambda: is_kept(servers.first, NEWS), BACK_WITHIN)


def test_database_is_lost_and_returns_under_load(servers, item):
    port, answers, stop = servers.second, [], threading.Event()
    keep(port, NEWS, GLOSSARY, HELP)

    def read(path):
        while not stop.is_set():
            answers.append(get(port, path))

    readers = [threading.Thread(target=read, args=[path]) for path in (NEWS, GLOSSARY, HELP)]
    for reader in readers:
        reader.start()
    try:
        servers.proxy.close()
        assert wait_until(lambda: "stale" in get(port, NEWS)[1], 2)
        assert get(port, "/readyz")[0] == 200
        assert get(port, "/readyz?for=editors")[0] == 503
        began = time.monotonic()
        response, body = fetch(port, "/fr/bureaux/")
        assert time.monotonic() - began < 3
        assert (response.status, response.headers["Retry-After"]) == (503, "5")
        assert "Le portail est indisponible pour un moment" in body.decode()
        title = servers.set_title(item.pk)
        time.sleep(1)
    finally:
        servers.proxy.open()
    assert wait_until(lambda: title in get(port, NEWS)[2], BACK_WITHIN)
    assert wait_until(lambda: is_kept(port, NEWS), BACK_WITHIN)
    assert wait_until(lambda: get(port, "/fr/bureaux/")[0] == 200, BACK_WITHIN)
    stop.set()
    for reader in readers:
        reader.join()
    assert {status for status, _, _ in answers} == {200}
    assert any("stale" in source for _, source, _ in answers)


def test_flood_poisons_no_page(servers):
    """Addresses, parameters and headers of a stranger change nothing for the next reader."""
    port = servers.first
    keep(port, GLOSSARY)
    page = get(port, GLOSSARY)[2]
    for number in range(100):
        get(port, f"/en/{number}/")
        get(port, f"{GLOSSARY}?flood={number}", Accept_Encoding=f"x{number}", X_Forwarded_Host=f"evil-{number}.example")
        get(port, GLOSSARY, X_HTTP_Method_Override="DELETE", Cookie=f"a={number}", X_Forwarded_Port=str(number))
        assert get(port, GLOSSARY, Host=f"evil-{number}.example")[0] == 400
    assert get(port, GLOSSARY)[1:] == ("portal; hit", page)
