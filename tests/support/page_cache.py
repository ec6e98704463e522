"""A page cache around Django in the process of a test, and WSGI requests to it."""

import io
import sys
from contextlib import contextmanager
from typing import NamedTuple

import brotli
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from portal.page_cache import memo
from portal.page_cache.application import PageCache
from portal.page_cache.schedule import schedule
from portal.page_cache.state import Database, content_state
from portal.page_cache.store import PageStore
from portal.page_cache.stored_page import StoredPage

HOST = "testserver"
# A time that never comes in a test.
LATER = 4_000_000_000.0


class Response(NamedTuple):
    """A response: its status code, its headers by lowercase name, and its body as it was sent."""

    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        encoding = self.headers.get("content-encoding")
        return (brotli.decompress(self.body) if encoding == "br" else self.body).decode()

    @property
    def source(self):
        """Where the response comes from: "hit", "miss" or "stale"; "" if it is not from the page cache."""
        status = self.headers.get("cache-status", "")
        return "stale" if "stale" in status else "hit" if "hit" in status else "miss" if "miss" in status else ""


class SilentListener:
    """A listener without a connection: tests record changes themselves."""

    def __init__(self):
        self.synchronized = 0

    def synchronize(self):
        self.synchronized += 1


def build_environ(path, method="GET", host=HOST, **headers):
    """Return the WSGI environment of a request. Header names are those of HTTP, with underscores."""
    path, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "server",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": host, "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0), "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.multithread": True,
        "wsgi.multiprocess": True, "wsgi.run_once": False,
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }  # fmt: skip


def build_stored_page(size=10_000, tables=("news_newsitem",), headers=()):
    """Return a page of an image type, which is not compressed, so that its size is known."""
    return StoredPage("200 OK", [("Content-Type", "image/png"), *headers], b"a" * size, tables, LATER, LATER)


def request(application, path, **options):
    """Send a request to a WSGI application."""
    started, environ = [], build_environ(path, **options)
    response = application(environ, lambda status, headers, *_: started.append((status, headers)))
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    status, headers = started[0]
    return Response(int(status.split()[0]), {name.lower(): value for name, value in headers}, body)


@contextmanager
def listening_page_cache(max_bytes=16 * 2**20):
    """Yield a PageCache that takes itself for a listening one. Remembered values are forgotten before and after."""
    page_cache = PageCache(WSGIHandler(), PageStore(max_bytes), SilentListener())
    content_state.observers.append(page_cache.forget)
    content_state.start_listening()
    # As in Django's test client: the connection of the test stays open.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield page_cache
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        content_state.observers.remove(page_cache.forget)
        content_state.stop_listening(Database.UNKNOWN)
        schedule.known = None
        memo.values.clear()
