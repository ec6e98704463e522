"""A rendered page in memory: its encodings, entity tags and headers."""

import hashlib
from typing import NamedTuple

import brotli
from django.conf import settings
from django.utils.http import parse_http_date_safe

from portal import clock
from portal.page_cache.encodings import IDENTITY, compress, is_compressible
from portal.page_cache.tags import get_page_tags

# How long other caches may serve an old page while they fetch the new one, and while the portal is away, in seconds.
REVALIDATE_SECONDS, ERROR_SECONDS = 10, 86_400
# What an entry takes beside its bodies and headers, in bytes.
OVERHEAD = 8000
REPLACED_HEADERS = frozenset({"cache-control", "content-encoding", "content-length", "etag", "vary"})
# The headers of a 304 response (RFC 9110, 15.4.5), with the tags.
NOT_MODIFIED_HEADERS = frozenset({"etag", "vary", "cache-groups", "xkey"})


class Variant(NamedTuple):
    """A page in one encoding: its entity tag, its body, and the headers of full and of 304 responses."""

    etag: str
    body: list
    headers: list
    not_modified_headers: list
    cache_control: tuple


def get_header(headers, name):
    """Return the value of the first header with a lowercase name, or ""."""
    return next((value for other, value in headers if other.lower() == name), "")


def format_cache_control(seconds):
    """Return the Cache-Control of a page that holds for some more seconds.

    Browsers revalidate it. No shared cache serves it after its end, unless the portal is away.
    """
    shared = max(0, min(settings.PORTAL_SHARED_CACHE_SECONDS, int(seconds)))
    grace = max(0, min(REVALIDATE_SECONDS, int(seconds) - shared))
    return f"public, max-age=0, s-maxage={shared}, stale-while-revalidate={grace}, stale-if-error={ERROR_SECONDS}"


class StoredPage:
    """A complete response. Its encodings are made when they are first asked for, and kept.

    `tables` are those it was rendered from. `moment` is the timestamp of their next scheduled change, and `end` the one
    until which the page holds. A body that can be compressed is stored as Brotli, from which other encodings are made.
    """

    def __init__(self, status, headers, body, tables, moment, end):
        self.status = status
        self.tables = frozenset(tables)
        self.moment = moment
        self.end = end
        # For the store: whether the page was read since it was last considered for removal, and how often it was read.
        self.was_read = False
        self.reads = 0
        self.last_modified = parse_http_date_safe(get_header(headers, "last-modified"))
        self.cache_control = get_header(headers, "cache-control")
        # Until then, Cache-Control is the same for all requests.
        self.lasts_until = end - settings.PORTAL_SHARED_CACHE_SECONDS - REVALIDATE_SECONDS
        if self.cache_control:
            self.lasts_until = float("inf")
        tags = get_page_tags(self.tables)
        self.headers = [(name, value) for name, value in headers if name.lower() not in REPLACED_HEADERS]
        self.headers += [("Cache-Groups", ", ".join(f'"{tag}"' for tag in tags)), ("xkey", " ".join(tags))]
        self.digest = hashlib.sha256(body).hexdigest()[:20]
        self.is_compressed = is_compressible(get_header(headers, "content-type"), body)
        self.variants = {}
        self.source = compress(body, "br") if self.is_compressed else body
        self.size = OVERHEAD + len(self.source) + sum(len(name) + len(value) for name, value in self.headers)

    @property
    def body(self):
        return brotli.decompress(self.source) if self.is_compressed else self.source

    def add_variant(self, encoding):
        """Make and keep the page in an encoding."""
        if not self.is_compressed:
            encoding = IDENTITY
        if encoding == "br" or not self.is_compressed:
            body = self.source
        else:
            body = compress(self.body, encoding)
            self.size += len(body)
        etag = f'"{self.digest}"' if encoding == IDENTITY else f'"{self.digest}-{encoding}"'
        headers = [("ETag", etag), *self.headers]
        if self.is_compressed:
            headers.append(("Vary", "Accept-Encoding"))
        not_modified = [header for header in headers if header[0].lower() in NOT_MODIFIED_HEADERS]
        headers.append(("Content-Length", str(len(body))))
        if encoding != IDENTITY:
            headers.append(("Content-Encoding", encoding))
        cache_control = self.get_cache_control(clock.get_timestamp())
        variant = self.variants[encoding] = Variant(etag, [body], headers, not_modified, cache_control)
        return variant

    def get_cache_control(self, now):
        """Return the header Cache-Control of a response at a time."""
        return ("Cache-Control", self.cache_control or format_cache_control(self.end - now))
