"""A server that is stopped: what has begun ends, nothing new begins, and no file stays behind."""

import signal
import socket
import sys
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.conf import settings
from django.test.client import MULTIPART_CONTENT
from django.test.utils import override_settings

from news.models import NewsRelease, ReleaseFile
from portal.page_cache.listener import get_connection_options
from tests.support import factories
from tests.support.browser import get_session_cookies, run_committed
from tests.support.forms import admin_url, build_upload
from tests.support.processes import HOST, get_environment
from tests.support.servers import GRANIAN, INTERFACES, answers, fetch, get_free_port, run_program, wait_until

pytestmark = pytest.mark.slow
TOKEN = "a" * 32
FILE_SIZE = 32 * 2**20  # more than sockets hold
WAITING = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
HEAD = f"{{}} HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\n{{}}\r\n"


@pytest.fixture
def folder(tmp_path):
    """A data folder, and one for temporary files."""
    (tmp_path / "builds").symlink_to(settings.PORTAL_BUILDS)
    (tmp_path / "temporary").mkdir()
    return tmp_path


@pytest.fixture
def release(committed_database, folder):
    """A published news release with a large document."""

    def create():
        release = factories.news_release(country_id=factories.country("MX").pk)
        factories.release_file(release=release)
        factories.published(release)
        return release

    with override_settings(MEDIA_ROOT=folder / "files"):
        release = run_committed(create)
    with (folder / "files" / get_file_name(release)).open("r+b") as file:
        file.truncate(FILE_SIZE)
    return release


def get_file_name(release):
    return run_committed(lambda: ReleaseFile.objects.filter(release=release).earliest("pk").file.name)


def run_server(folder, port):
    """Run the portal with the time limit of the documented unit."""
    command = [sys.executable, *GRANIAN, "--workers-kill-timeout", "30", "--port", str(port), *INTERFACES["rsgi"]]
    environment = {"PORTAL_BEHIND_PROXY": "1", "PORTAL_DATA": str(folder), "TMPDIR": str(folder / "temporary")}
    environment |= get_environment() | environment
    return run_program(command, lambda: answers(port, "/readyz"), env=environment, cwd=settings.BASE_DIR)


def begin(port, line, body=b"", *headers):
    """Begin a request, and return its socket."""
    client = socket.create_connection(("127.0.0.1", port), timeout=60)
    client.sendall(HEAD.format(line, "".join(f"{header}\r\n" for header in headers)).encode() + body)
    return client


def is_query_waiting():
    """Return whether a query waits for a lock. It is asked anew: a transaction sees one state of the activity."""
    with psycopg.connect(**get_connection_options()) as observer:
        return observer.execute(WAITING).fetchone() is not None


def serves(port):
    """Return whether a new request is answered."""
    try:
        with begin(port, "GET /healthz", b"", "Connection: close") as client:
            client.settimeout(1)
            return bool(client.recv(1))
    except OSError:
        return False


def read_response(client):
    """Return the status and the size of the body of a response."""
    with client, client.makefile("rb") as file:
        status = int(file.readline().split()[1])
        while file.readline().strip():
            pass
        return status, len(file.read())


def begin_upload(port, release):
    """Send half of an editor's save with an upload, and return the socket and the rest."""
    editor = run_committed(lambda: factories.editor(roles=["contributor"], countries=["MX"]))
    [session] = get_session_cookies(editor, f"https://{HOST}/")
    cookies = f"Cookie: {session['name']}={session['value']}; csrftoken={TOKEN}"
    path = admin_url(NewsRelease, "change", release.pk)
    html = fetch(port, path, Cookie=cookies.removeprefix("Cookie: "))[1].decode()
    body = build_upload(html, factories.pdf_file(pages=3000), _save="1", csrfmiddlewaretoken=TOKEN)
    headers = (cookies, f"Origin: https://{HOST}", f"Content-Type: {MULTIPART_CONTENT}", f"Content-Length: {len(body)}",
               "Connection: close")  # fmt: skip
    half = len(body) // 2
    return begin(port, f"POST {path}", body[:half], *headers), body[half:]


def test_requests_that_have_begun_end(folder, release):
    port = get_free_port()
    with run_server(folder, port) as process, psycopg.connect(**get_connection_options()) as other:
        upload, rest = begin_upload(port, release)
        download = begin(port, f"GET /files/{get_file_name(release)}", b"", "Connection: close")
        assert download.recv(1)
        other.execute("LOCK TABLE news_newsitem")
        page = begin(port, "GET /en/news/?page=1", b"", "Connection: close")
        assert wait_until(is_query_waiting)
        process.send_signal(signal.SIGTERM)
        assert wait_until(lambda: not serves(port))
        other.rollback()
        upload.sendall(rest)
        with ThreadPoolExecutor() as threads:
            results = list(threads.map(read_response, (page, upload)))
            with download:
                size = len(b"".join(iter(lambda: download.recv(2**20), b"")))
        assert [status for status, _ in results] == [200, 302]
        assert size >= FILE_SIZE
        assert process.wait(60) == 0
    assert list((folder / "temporary").iterdir()) == []
