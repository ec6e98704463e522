"""Which requests are answered from memory, and the request that is left of them when a page is rendered.

A page is rendered from its scheme, host, path and known parameters alone. Nothing else that a client sends reaches it,
so that no client can change what others read.
"""

import io
import sys
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from portal.i18n.paths import MAX_QUERY_LENGTH
from portal.sections import get_sections

READING_METHODS = frozenset({"GET", "HEAD"})
# Parameters of the portal's own pages; sections add those of theirs.
PORTAL_PARAMETERS = ("page", "q", "kind", "country", "year", "theme", "day")
# What is under these paths is answered by Django each time: files, and pages that depend on who asks.
UNSTORED_PATHS = ("/static/", "/files/", "/preview/", "/data/", "/id/")
# Longer keys would take more memory than their pages count for, and a query gets longer when it is cleaned.
MAX_KEY_LENGTH = MAX_QUERY_LENGTH


class PageKey(NamedTuple):
    """What a page is rendered from."""

    scheme: str
    host: str
    path: str
    query: str


@cache
def get_unstored_paths():
    return (*UNSTORED_PATHS, reverse("admin:index"))


@cache
def get_parameters():
    """Return the names of the parameters that public pages read."""
    return frozenset({*PORTAL_PARAMETERS, *(name for section in get_sections() for name in section.parameters)})


def get_scheme(environ):
    """Return the scheme as Django does: a proxy that is trusted says it."""
    header, secure_value = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    value = environ.get(header)
    if value is None:
        return environ["wsgi.url_scheme"]
    return "https" if value.partition(",")[0].strip() == secure_value else "http"


def has_credentials(environ):
    """Return whether a request carries a session, a token or a password."""
    if "HTTP_AUTHORIZATION" in environ:
        return True
    cookies = environ.get("HTTP_COOKIE", "")
    return settings.SESSION_COOKIE_NAME in cookies or settings.CSRF_COOKIE_NAME in cookies


def clean_query(query):
    """Return a query string with known parameters only, which are decoded as Django does it for a view."""
    # The strings of WSGI are bytes, decoded as Latin-1.
    parameters = QueryDict(query.encode("latin-1", "replace"))
    names = get_parameters()
    return urlencode([(name, value) for name, values in parameters.lists() if name in names for value in values])


def is_page_request(environ):
    """Return whether a request reads a public page, which is the same for all readers."""
    return environ["REQUEST_METHOD"] in READING_METHODS and not environ["PATH_INFO"].startswith(get_unstored_paths())


def get_page_key(environ):
    """Return the PageKey of a request for a public page, or None if it is not answered from memory."""
    host, query = environ.get("HTTP_HOST"), environ["QUERY_STRING"]
    if not host or len(query) > MAX_QUERY_LENGTH or has_credentials(environ):
        return None
    key = PageKey(get_scheme(environ), host, environ["PATH_INFO"], clean_query(query) if query else "")
    return key if sum(map(len, key)) <= MAX_KEY_LENGTH else None


def build_environ(key):
    """Return the WSGI environment from which the page of a key is rendered."""
    name, _, port = key.host.rpartition(":") if ":" in key.host else (key.host, "", "")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": key.path,
        "QUERY_STRING": key.query,
        "SERVER_NAME": name,
        "SERVER_PORT": port or ("443" if key.scheme == "https" else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": key.host,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": key.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
