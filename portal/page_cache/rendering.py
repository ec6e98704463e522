"""Renders pages through Django, one at a time for each key, and says whether they may be kept."""

import threading
from contextlib import suppress
from typing import NamedTuple

from django.apps import apps
from django.db import Error, connection

from portal import clock
from portal.change_triggers import DUMPS, PARTITIONS, get_shown_tables
from portal.page_cache.requests import build_environ
from portal.page_cache.schedule import schedule
from portal.page_cache.state import content_state
from portal.page_cache.stored_page import StoredPage, get_header
from portal.page_cache.tracking import record_query, track_tables

KEPT_STATUSES = ("200 ", "301 ")
# Tables of Django that only migrations change.
FIXED_TABLES = frozenset({"django_content_type"})
# A page whose tables change while it is rendered is rendered again, so often at most.
MAX_ATTEMPTS = 3
# How long a request waits for another one that renders the same page, in seconds.
MAX_WAIT = 10
# Signs of a page for one reader.
PRIVATE_WORDS = (b"csrfmiddlewaretoken", b" nonce=")


class Rendering(NamedTuple):
    """A response to a PageKey, and the position from which it was rendered.

    `page` is None if the response is not for memory, such as one that is streamed.
    """

    page: StoredPage | None
    position: int = 0
    may_keep: bool = False

    @property
    def is_current(self):
        """Whether no table of the page has changed since its rendering began."""
        return self.page is None or not content_state.has_changed(self.page.tables, self.position)

    @property
    def has_failed(self):
        return self.page is not None and self.page.status.startswith("5")


def is_for_everyone(headers, body):
    """Return whether a response holds nothing that belongs to one request or reader."""
    cache_control = get_header(headers, "cache-control")
    vary = {name.strip().lower() for name in get_header(headers, "vary").split(",")} - {"", "accept-encoding"}
    is_private = "private" in cache_control or "no-store" in cache_control or get_header(headers, "set-cookie")
    has_nonce = "'nonce-" in get_header(headers, "content-security-policy")
    return not (vary or is_private or has_nonce or any(word in body for word in PRIVATE_WORDS))


def refresh_schedule():
    """Refresh the schedule before a page is rendered. If that fails, the page fails or is not kept."""
    with suppress(Error):
        schedule.refresh()


class PendingRendering:
    """A rendering that other requests wait for."""

    def __init__(self):
        self.done = threading.Event()
        self.rendering = Rendering(None)


class Renderer:
    """Renders pages with a WSGI application of Django."""

    def __init__(self, application):
        self.application = application
        tables = frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True))
        self.known_tables = tables | {DUMPS}
        self.shown_tables = get_shown_tables() | FIXED_TABLES | {DUMPS}
        self.pending = {}
        self.lock = threading.Lock()

    def render(self, key):
        """Return the Rendering of a key. Requests for the same page at the same time get the same one."""
        with self.lock:
            pending = self.pending.get(key)
            is_first = pending is None
            if is_first:
                pending = self.pending[key] = PendingRendering()
        if not is_first:
            pending.done.wait(MAX_WAIT)
            # A page that was rendered before this request may be older than a change that its reader has made.
            return pending.rendering if pending.rendering.is_current else Rendering(None)
        try:
            pending.rendering = self.render_until_current(key)
        finally:
            with self.lock:
                del self.pending[key]
            pending.done.set()
        return pending.rendering

    def render_until_current(self, key):
        """Render a page, and again while one of its tables changes meanwhile. In the end it is not kept anywhere."""
        for _ in range(MAX_ATTEMPTS):
            rendering = self.render_once(key)
            if rendering.is_current:
                return rendering
        return rendering._replace(may_keep=False)

    def render_once(self, key):
        """Call Django with a request that has nothing but the key."""
        started, position = [], content_state.position
        refresh_schedule()
        since = clock.now()
        with track_tables() as tables, connection.execute_wrapper(record_query):
            response = self.application(build_environ(key), lambda *arguments: started.append(arguments))
            try:
                if response.streaming:
                    return Rendering(None)
                body = b"".join(response)
            finally:
                response.close()
        status, headers = started[0][:2]
        if status.startswith(KEPT_STATUSES) and not is_for_everyone(headers, body):
            return Rendering(None)
        tables = {PARTITIONS.get(table, table) for table in tables} & self.known_tables
        moment, end = schedule.get_moment(tables, since), schedule.get_end(tables, since)
        page = StoredPage(status, headers, body, tables, moment, end)
        may_keep = content_state.is_listening and status.startswith(KEPT_STATUSES) and tables <= self.shown_tables
        return Rendering(page, position, may_keep and end > 0)
