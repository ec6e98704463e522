"""Fixtures of the browser tests: Chromium, and the portal with its seed content served as in production."""

import os
import shutil
from threading import Thread

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from django.test import Client
from playwright.sync_api import sync_playwright

from portal.models import Editor
from tests.support import page_kinds
from tests.support.browser import get_console_error

# The first is the same browser without the windows that no one sees: a page opens in a quarter of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium():
    """Start Chromium. Without one, skip the tests, or fail if PORTAL_REQUIRE_BROWSER is set."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if not path and os.environ.get("PORTAL_REQUIRE_BROWSER"):
        pytest.fail("There is no Chromium, and PORTAL_REQUIRE_BROWSER is set.")
    if not path:
        pytest.skip("there is no Chromium on this machine (apt-get install chromium-headless-shell)")
    # The browser's library keeps an event loop in this thread, and Django would refuse to query beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
        # Beside that loop Django gives this thread a second connection, out of reach once the loop has ended; left
        # open, it would keep the test database from being dropped.
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Silent(WSGIRequestHandler):
    """Request handler without access log."""

    def log_message(self, *args):
        """Log nothing."""


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, chromium):
    """Serve the portal with the seed content and return its base URL."""
    with django_db_blocker.unblock(), ThreadedWSGIServer(("localhost", 0), Silent) as server:
        server.set_app(WSGIHandler())
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


def restyle(route, restyled):
    route.fulfill(body=restyled(route.fetch().text()), content_type="text/css; charset=utf-8")


@pytest.fixture(scope="module")
def examples(site):
    """Return URLs of every kind of page in each language, with the records that they need."""
    with page_kinds.every_kind():
        yield page_kinds.find_examples()


@pytest.fixture
def open_page(chromium, site):
    """Opens an address: `open_page("/es/", width=320)`. What it complains of, policy violations too, fails the test.

    `restyled` makes other style sheets of the portal’s own, given their text.
    """
    contexts, complaints = [], []

    def open_page(path, *, width=1280, height=900, cookies=(), restyled=None, **options):
        context = chromium.new_context(base_url=site, viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.add_cookies(list(cookies))
        page = context.new_page()
        page.on("console", lambda message: complaints.append(get_console_error(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if restyled:
            page.route("**/css/p*.css", lambda route: restyle(route, restyled))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not list(filter(None, complaints))


@pytest.fixture(scope="module")
def administrator(site):
    """Return the session cookies of a superuser."""
    editor = Editor.objects.create_superuser("browser", password=None)
    client = Client()
    client.force_login(editor)
    yield [
        {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value, "url": site}
    ]
    editor.delete()
