"""The nginx configuration of docs/mirror.md serves a mirror, with nothing of the portal running."""

import re
import shutil
import socket
import subprocess
import time
from http.client import HTTPConnection

import pytest
from django.conf import settings
from django.db import connection

from tests.support.html import NOT_FOUND_TITLE
from tests.support.mirror import write_mirror

NGINX = shutil.which("nginx")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
]
MAIN = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {site}
}}
"""


def find_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get_site(root, port):
    """Return the configuration in the documentation, for a folder and a port of this test."""
    text = (settings.BASE_DIR / "docs" / "mirror.md").read_text()
    site = re.search(r"```nginx\n(map .*?)```", text, re.DOTALL)[1]
    return site.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/osh-portal-mirror", str(root))


@pytest.fixture(scope="module")
def server(tmp_path_factory, django_db_setup, django_db_blocker):
    """Start nginx on a mirror of a part of the site, and yield its port. No query can be made from then on."""
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    with django_db_blocker.unblock():
        write_mirror(folder / "mirror", "/en/news/", "/es/grupo-de-trabajo/reuniones/", "/fr/donnees/", "/404.html",
                     "/en/404.html", "/es/404.html", "/fr/404.html", "/robots.txt", "/sitemap.xml", "/static/",
                     "/en/cite/news.newsitem/")  # fmt: skip
        connection.close()
        connection.close_pool()
    port = find_free_port()
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, site=get_site(folder / "mirror", port)))
    options = ["-e", folder / "error.log", "-g", "user root;"] if settings.BASE_DIR.owner() == "root" else []
    process = subprocess.Popen([NGINX, "-p", folder, "-c", folder / "nginx.conf", *options])
    wait_for_port(process, port)
    yield port
    process.terminate()
    process.wait(timeout=10)


def wait_for_port(process, port):
    deadline = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not start")


def get(port, path, **headers):
    """Return the status, the headers and the body of a response."""
    client = HTTPConnection("127.0.0.1", port, timeout=10)
    client.request("GET", path, headers=headers)
    response = client.getresponse()
    body = response.read()
    client.close()
    return response.status, response.headers, body


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/en/news/", "text/html; charset=utf-8"),
        ("/en/news/feed/", "application/atom+xml; charset=utf-8"),
        ("/es/grupo-de-trabajo/reuniones/reuniones.ics", "text/calendar; charset=utf-8"),
        ("/fr/donnees/meetings.csv", "text/csv; charset=utf-8"),
        ("/fr/donnees/meetings.json", "application/json; charset=utf-8"),
        ("/fr/donnees/meetings.schema.json", "application/schema+json"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
    ],
)
def test_page_has_its_type(server, path, media_type):
    status, headers, body = get(server, path)
    assert (status, headers["Content-Type"]) == (200, media_type)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert body


def test_page_of_list_has_its_address_on_the_portal(server):
    assert get(server, "/en/news/?page=2")[2] == get(server, "/en/news/page.2/")[2] != get(server, "/en/news/")[2]
    assert get(server, "/en/news/?page=../../es")[2] == get(server, "/en/news/")[2]


@pytest.mark.parametrize(("path", "language"), [("/en/nothing/", "en"), ("/es/nada", "es"), ("/fr/rien/x/", "fr")])
def test_not_found_page_is_in_language(server, path, language):
    status, _, body = get(server, path)
    assert status == 404
    assert NOT_FOUND_TITLE[language] in body.decode()
    assert f'<html lang="{language}">' in body.decode()


@pytest.mark.parametrize("path", ["/nothing", "/.lock", "/admin/"])
def test_not_found_page_is_in_three_languages(server, path):
    status, _, body = get(server, path)
    assert status == 404
    assert all(title in body.decode() for title in NOT_FOUND_TITLE.values())


def test_page_is_compressed(server):
    headers = get(server, "/en/news/", **{"Accept-Encoding": "gzip"})[1]
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Vary"] == "Accept-Encoding"
