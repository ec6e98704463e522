"""Conditional and range requests (RFC 9110) for one stored file."""

import hashlib
import re

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

# One range: from a byte to another or to the end, or the last bytes.
RANGE = re.compile(r"bytes=(?:(?P<first>\d{1,18})-(?P<last>\d{0,18})|-(?P<suffix>\d{1,18}))", re.ASCII)
CHUNK_SIZE = 64 * 2**10


def get_etag(name):
    """Return the strong entity tag of a stored file. A name is never used for other contents."""
    return quote_etag(hashlib.sha256(name.encode()).hexdigest()[:20])


def parse_range(header, size):
    """Return (first, last) byte positions, or None to send the whole file: no range, several ranges, or invalid.

    Raise ValueError if the file does not have these bytes.
    """
    match = RANGE.fullmatch(header.replace(" ", ""))
    if match is None:
        return None
    if match["suffix"]:
        first, last = max(size - int(match["suffix"]), 0), size - 1
    else:
        first, last = int(match["first"]), min(int(match["last"] or size - 1), size - 1)
        if match["last"] and int(match["last"]) < first:
            return None
    if first >= size or last < first:
        raise ValueError("The file does not have these bytes.")
    return first, last


def applies_range(request, etag, modified):
    """Return whether the Range header holds: it does not if the file has changed since the client got its part."""
    condition = request.headers.get("If-Range")
    return request.method == "GET" and "Range" in request.headers and condition in (None, etag, modified)


class FilePart:
    """The bytes of a file from `first` to `last`, to be read and closed like a file.

    A server that knows `name`, the path of the file, can send the part itself.
    """

    def __init__(self, file, first, last):
        self.file, self.first, self.last = file, first, last
        self.name = file.name
        self.remaining = last - first + 1
        file.seek(first)

    def read(self, size=CHUNK_SIZE):
        chunk = self.file.read(min(size, self.remaining))
        self.remaining -= len(chunk)
        return chunk

    def close(self):
        self.file.close()


def build_file_response(request, name, **options):
    """Return the file, a part of it (206), 304, 412, or 416. `options` are those of FileResponse."""
    etag, modified_at = get_etag(name), int(default_storage.get_modified_time(name).timestamp())
    modified = http_date(modified_at)
    response = get_conditional_response(request, etag=etag, last_modified=modified_at)
    if response is None:
        response = open_file(request, name, applies_range(request, etag, modified), options)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = modified
    response.headers["Accept-Ranges"] = "bytes"
    return response


def open_file(request, name, is_partial, options):
    """Return the response with the file, or with the requested part of it."""
    file = default_storage.open(name)
    size = file.size
    try:
        wanted = parse_range(request.headers["Range"], size) if is_partial else None
    except ValueError:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = FileResponse(file, **options)
    if wanted:
        first, last = wanted
        response.status_code = 206
        response.streaming_content = FilePart(file, first, last)
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        response.headers["Content-Length"] = str(last - first + 1)
    return response
