"""The WSGI application around Django: answers readers from memory, and renders the other pages."""

from django.db import connection
from django.utils.http import parse_http_date_safe

from portal import clock
from portal.page_cache.encodings import IDENTITY, choose_encoding
from portal.page_cache.readiness import LIVENESS_PATH, READINESS_PATH, respond_to_probe
from portal.page_cache.rendering import Renderer, refresh_schedule
from portal.page_cache.requests import READING_METHODS, get_page_key, has_credentials, is_page_request
from portal.page_cache.state import Database, content_state
from portal.page_cache.stored_page import get_header
from portal.page_cache.tracking import record_query, track_tables
from portal.page_cache.warmup import Warmer

PROBES = (LIVENESS_PATH, READINESS_PATH)
# Where a response comes from (RFC 9211).
HIT = ("Cache-Status", "portal; hit")
MISS = ("Cache-Status", "portal; fwd=miss")
STALE = ("Cache-Status", "portal; hit; detail=stale")
FAILED = ("Cache-Status", "portal; fwd=stale; fwd-status=500; detail=stale")
# For responses that are stale or not kept: no other cache may take them for fresh ones, by a guess (RFC 9111, 4.2.2)
# if nothing else.
UNKEPT_CONTROL = ("Cache-Control", "no-cache")
# For readers with a session: their browser must ask again, and no other cache may keep the page.
PRIVATE_CONTROL = ("Cache-Control", "private, no-cache")


def matches_etag(header, etag):
    """Return whether an If-None-Match header names an entity tag, in the weak comparison of RFC 9110, 13.1.2."""
    return header.strip() == "*" or etag in {part.strip().removeprefix("W/") for part in header.split(",")}


def get_encoding(page, environ):
    """Return the encoding in which the client of a request gets a page."""
    return choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")) if page.is_compressed else IDENTITY


def is_unchanged(page, variant, environ):
    """Return whether the client of a conditional request has the page already."""
    if "HTTP_IF_NONE_MATCH" in environ:
        return matches_etag(environ["HTTP_IF_NONE_MATCH"], variant.etag)
    if page.last_modified and "HTTP_IF_MODIFIED_SINCE" in environ:
        since = parse_http_date_safe(environ["HTTP_IF_MODIFIED_SINCE"])
        return since is not None and page.last_modified <= since
    return False


def with_default_control(environ, start_response):
    """Return a start_response that adds Cache-Control to a response that says nothing about caches itself."""
    control = PRIVATE_CONTROL if has_credentials(environ) else UNKEPT_CONTROL

    def start(status, headers, *exc_info):
        own = [] if get_header(headers, "cache-control") else [control]
        return start_response(status, [*headers, *own], *exc_info)

    return start


class PageCache:
    """Answers GET and HEAD requests without a session from memory, and sends all others to Django.

    While there is no database, kept pages are served and marked as stale.
    """

    def __init__(self, application, store, listener):
        self.application = application
        self.renderer = Renderer(application)
        self.store = store
        self.listener = listener
        self.warmer = Warmer(self.warm)

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] in PROBES:
            return respond_to_probe(environ, start_response, has_pages=len(self.store) > 0)
        if not is_page_request(environ):
            return self.respond_outside(environ, start_response)
        key = get_page_key(environ) if self.store.max_bytes else None
        if key is None:
            return self.respond_unstored(environ, start_response)
        if page := self.get_fresh(key):
            return self.respond(key, page, environ, start_response)
        return self.respond_rendered(key, self.store.get(key), environ, start_response)

    def get_fresh(self, key):
        """Return the kept page of a key if it is up to date, else None, and count the reading of a kept page."""
        page = self.store.get(key)
        if page is None:
            return None
        page.was_read = True
        page.reads += 1
        return page if content_state.is_listening and clock.get_timestamp() < page.end else None

    def find(self, environ):
        """Return (PageKey, page) if a kept page answers a request without any work, else None."""
        if environ["PATH_INFO"] in PROBES or not (self.store.max_bytes and is_page_request(environ)):
            return None
        key = get_page_key(environ)
        page = key and self.get_fresh(key)
        return (key, page) if page and get_encoding(page, environ) in page.variants else None

    def respond_outside(self, environ, start_response):
        """Answer a request for a file, the admin or a preview, or one that writes.

        A change is known to this process before its editor gets the response.
        """
        if environ["REQUEST_METHOD"] in READING_METHODS:
            return self.application(environ, with_default_control(environ, start_response))
        response = self.application(environ, start_response)
        # Others than editors change nothing, and their requests must not cost more than Django takes to refuse them.
        if has_credentials(environ):
            self.listener.synchronize()
        return response

    def respond_unstored(self, environ, start_response):
        """Answer a request for a page with Django, which uses what it remembers of it (see memo.py)."""
        refresh_schedule()
        with track_tables(), connection.execute_wrapper(record_query):
            return self.application(environ, with_default_control(environ, start_response))

    def respond_rendered(self, key, kept, environ, start_response):
        """Render a page and keep it. `kept` is the page that was kept so far, or None.

        It is served as a stale one while the database is away, unless a scheduled moment has passed since.
        """
        may_be_stale = kept is not None and clock.get_timestamp() < kept.moment
        if may_be_stale and content_state.database is Database.AWAY:
            return self.respond(key, kept, environ, start_response, STALE, UNKEPT_CONTROL)
        rendering = self.renderer.render(key)
        page = rendering.page
        if page is None:
            return self.respond_unstored(environ, start_response)
        if may_be_stale and rendering.has_failed:
            return self.respond(key, kept, environ, start_response, FAILED, UNKEPT_CONTROL)
        if not rendering.may_keep:
            return self.respond(key, page, environ, start_response, MISS, UNKEPT_CONTROL)
        self.keep(key, rendering)
        return self.respond(key, page, environ, start_response, MISS)

    def keep(self, key, rendering):
        """Keep a rendered page, with the count of its reads so far."""
        rendering.page.reads = self.warmer.take(key)
        self.store.put(key, rendering.page, rendering.position)

    def forget(self, tables):
        """Forget the pages that were rendered from these tables, or all pages for None, and warm the most read ones."""
        self.warmer.add(self.store.forget(tables))

    def warm(self, key):
        """Render a page and keep it, unless it is in memory or there is no database."""
        if self.store.get(key) is None and content_state.is_listening:
            rendering = self.renderer.render(key)
            if rendering.may_keep:
                self.keep(key, rendering)
        self.warmer.take(key)

    def respond(self, key, page, environ, start_response, cache_status=HIT, control=None):
        """Answer with a page in memory, with its own Cache-Control if no other one is given."""
        encoding = get_encoding(page, environ)
        variant = page.variants.get(encoding) or self.store.get_variant(key, page, encoding)
        if control is None:
            now = clock.get_timestamp()
            control = variant.cache_control if now < page.lasts_until else page.get_cache_control(now)
        if page.status.startswith("200") and is_unchanged(page, variant, environ):
            start_response("304 Not Modified", [control, cache_status, *variant.not_modified_headers])
            return []
        start_response(page.status, [control, cache_status, *variant.headers])
        return variant.body if environ["REQUEST_METHOD"] == "GET" else []
