"""Real clients that are slow, or never finish: none of them holds what others need."""

import socket
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.test import override_settings

from news.models import ReleaseFile
from tests.support import factories
from tests.support.browser import get_session_cookies, run_committed
from tests.support.processes import HOST
from tests.support.servers import fetch, get_free_port, run_portal

pytestmark = pytest.mark.slow
CLIENTS = 200
HEAD = f"{{method}} {{path}} HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
FILE_SIZE = 32 * 2**20


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The data folder of the server."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "builds").symlink_to(settings.PORTAL_BUILDS)
    return folder


@pytest.fixture(scope="module")
def port(committed_database, data):
    port = get_free_port()
    with run_portal(port, PORTAL_DATA=str(data)):
        yield port


@pytest.fixture(scope="module")
def editor_cookie(port):
    editor = run_committed(lambda: factories.editor(roles=["contributor"], countries=["US"]))
    (cookie,) = get_session_cookies(editor, "https://portal.invalid")
    return f"{cookie['name']}={cookie['value']}"


@pytest.fixture(scope="module")
def file_path(port, data):
    """The path of a public file that no socket buffer holds."""

    def create():
        release = factories.news_release()
        factories.release_file(release=release)
        factories.published(release)
        return ReleaseFile.objects.get(release=release).file.name

    with override_settings(MEDIA_ROOT=data / "files"):
        name = run_committed(create)
    with (data / "files" / name).open("r+b") as file:
        file.truncate(FILE_SIZE)
    return f"/files/{name}"


def build_head(method, path, *headers):
    lines = "".join(f"{line}\r\n" for line in headers)
    return (HEAD.format(method=method, path=path) + lines).encode()


@contextmanager
def connect(port, count, *parts):
    """Open connections that send these parts of a request and then nothing more."""
    with ExitStack() as stack:
        sockets = []
        for _ in range(count):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            client.sendall(b"".join(parts))
            sockets.append(client)
        yield sockets


def assert_serves_readers(port):
    """Fetch a kept page, pages that are rendered anew, a static file, and the page to sign in."""
    pages = ("/en/", "/fr/nouvelles/?page=1&x=1", "/es/buscar/?q=seguridad", "/admin/login/")
    for path in (*pages, static("emblem.png")):
        assert fetch(port, path)[0].status == 200, path


def get_status(client):
    """Return the status that a client gets."""
    return int(client.makefile("rb").readline().split()[1])


def test_unfinished_requests_hold_no_thread(port):
    head = build_head("POST", "/admin/login/", FORM.strip(), "Content-Length: 1000", f"Cookie: csrftoken={'a' * 32}")
    with (
        connect(port, CLIENTS // 2, build_head("GET", "/en/")),
        connect(port, CLIENTS // 2, head, b"\r\na=") as clients,
    ):
        assert_serves_readers(port)
        assert {get_status(client) for client in clients} == {408}


def test_slow_uploads_of_editors_hold_no_thread(port, editor_cookie):
    length = f"Content-Length: {200 * 2**20}"
    head = build_head("POST", "/admin/news/newsitem/add/", FORM.strip(), length, f"Cookie: {editor_cookie}")
    with connect(port, 20, head, b"\r\n", b"x" * 300_000):
        assert_serves_readers(port)


def test_slow_readers_of_a_file_hold_no_thread(port, file_path):
    with connect(port, 50, build_head("GET", file_path), b"\r\n") as clients:
        assert [get_status(client) for client in clients] == [200] * 50
        assert_serves_readers(port)


def test_large_bodies_of_strangers_are_bounded(port):
    head = build_head("POST", "/admin/login/", FORM.strip(), f"Content-Length: {2**20}")
    with connect(port, 8, head, b"\r\n", b"x" * 1000), connect(port, 1, head, b"\r\n") as (last,):
        assert get_status(last) == 503
        assert fetch(port, "/admin/login/", "POST", b"username=a")[0].status == 403


def test_length_is_required(port):
    head = build_head("POST", "/admin/login/", FORM.strip(), "Transfer-Encoding: chunked")
    with connect(port, 1, head, b"\r\n3\r\na=b\r\n") as (client,):
        assert get_status(client) == 411


def test_body_beyond_every_limit_is_refused_by_its_length(port, editor_cookie):
    for cookie, size in (("a=b", 12 * 2**20), (editor_cookie, 251 * 2**20)):
        head = build_head("POST", "/admin/login/", FORM.strip(), f"Content-Length: {size}", f"Cookie: {cookie}")
        with connect(port, 1, head, b"\r\n") as (client,):
            assert get_status(client) == 400


def test_form_arrives_whole(port, editor_cookie):
    page = fetch(port, "/admin/news/newsitem/?q=" + "a" * 200, Cookie=editor_cookie)
    assert page[0].status == 200
    response, body = fetch(port, "/admin/login/", "POST", b"username=" + b"x" * 90_000, Cookie="csrftoken=" + "a" * 32)
    assert response.status == 403
    assert b"<html" in body


def test_file_and_its_parts_arrive_whole(port, file_path):
    response, body = fetch(port, file_path)
    assert (response.status, len(body), body[:5]) == (200, FILE_SIZE, b"%PDF-")
    response, part = fetch(port, file_path, Range="bytes=1-3")
    assert (response.status, part, response.headers["Content-Range"]) == (206, b"PDF", f"bytes 1-3/{FILE_SIZE}")
    response, body = fetch(port, file_path, "HEAD")
    assert (body, response.headers["Content-Length"]) == (b"", str(FILE_SIZE))
    response, body = fetch(port, file_path, If_None_Match=response.headers["ETag"])
    assert (response.status, body) == (304, b"")
