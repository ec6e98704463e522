"""Renders addresses of the portal with Django in this process, and says which tables were read."""

from contextlib import contextmanager
from email.message import Message
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import Http404

from portal.change_triggers import PARTITIONS
from portal.mirror.addresses import PAGE_MARK
from portal.mirror.errors import DatabaseAwayError
from portal.mirror.pages import get_own_page
from portal.page_cache.rendering import refresh_schedule
from portal.page_cache.requests import PageKey, build_environ
from portal.page_cache.stored_page import get_header
from portal.page_cache.tracking import record_query, track_tables

HTML_HEADER = ("Content-Type", "text/html; charset=utf-8")


class Response(NamedTuple):
    """A response of Django. `read_tables` is complete when the chunks are read."""

    status: int
    headers: list
    chunks: object
    read_tables: set
    # Addresses of the mirror besides those that the body links to.
    addresses: tuple = ()

    @property
    def media_type(self):
        return get_header(self.headers, "content-type").partition(";")[0].strip()

    @property
    def location(self):
        return get_header(self.headers, "location")

    @property
    def file_name(self):
        """The name under which readers save the file, "" if it has none."""
        message = Message()
        message["Content-Disposition"] = get_header(self.headers, "content-disposition")
        return message.get_filename() or ""

    def read(self):
        return b"".join(self.chunks)


def build_key(address):
    """Return the PageKey of an address: always with the scheme and host of the portal."""
    base, (path, mark, number) = urlsplit(settings.PORTAL_BASE_URL), address.partition(PAGE_MARK)
    return PageKey(base.scheme, base.netloc, unquote(path), f"{mark.lstrip('?')}{number}")


class Source:
    """Sends requests that have nothing but an address to Django."""

    def __init__(self):
        self.application = WSGIHandler()
        self.known_tables = frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True))

    def get_known(self, tables):
        """Return the tables of models, with the partitions of a table as that table."""
        return frozenset({PARTITIONS.get(table, table) for table in tables} & self.known_tables)

    @contextmanager
    def open(self, address):
        """Yield the Response to an address, or raise DatabaseAwayError."""
        key = build_key(address)
        refresh_schedule()
        with track_tables() as tables, connection.execute_wrapper(record_query):
            try:
                page = get_own_page(key)
            except Http404:
                yield Response(HTTPStatus.NOT_FOUND, [], (), tables)
                return
            if page:
                yield Response(HTTPStatus.OK, [HTML_HEADER], [page.html.encode()], tables, page.addresses)
                return
            with self.request(key) as (status, headers, response):
                yield Response(status, headers, response, tables)

    @contextmanager
    def request(self, key):
        """Yield (status, headers, response) of Django to the request of a PageKey."""
        started, environ = [], build_environ(key)
        environ["PATH_INFO"] = environ["PATH_INFO"].encode().decode("latin-1")
        response = self.application(environ, lambda *arguments: started.append(arguments))
        try:
            status = int(started[0][0].split()[0])
            if status == HTTPStatus.SERVICE_UNAVAILABLE:
                raise DatabaseAwayError
            yield status, started[0][1], response
        finally:
            response.close()
