"""Encodings of pages: which one a request accepts, and how bodies are compressed."""

import gzip
from functools import lru_cache

import brotli

# In order of preference.
ENCODINGS = ("br", "gzip")
IDENTITY = "identity"
# Levels at which a page takes a few milliseconds to compress.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
# Smaller bodies are not compressed, in bytes.
MIN_SIZE = 200
COMPRESSED_TYPES = ("text/", "application/json", "application/xml", "application/atom+xml",
                    "application/opensearchdescription+xml", "application/x-bibtex")  # fmt: skip
# Longer Accept-Encoding headers, which no browser sends, are not remembered.
MAX_HEADER_LENGTH = 200


def parse_encodings(header):
    """Return the preferred encoding that an Accept-Encoding header allows."""
    allowed = set()
    for part in header.lower().split(","):
        name, _, parameters = part.partition(";")
        quality = parameters.strip().removeprefix("q=")
        if not quality or quality.strip("0."):
            allowed.add(name.strip())
    return next((encoding for encoding in ENCODINGS if encoding in allowed), IDENTITY)


parse_short_header = lru_cache(maxsize=256)(parse_encodings)


def choose_encoding(header):
    """Return the encoding for a request with this Accept-Encoding header."""
    return parse_short_header(header) if len(header) < MAX_HEADER_LENGTH else parse_encodings(header)


def is_compressible(content_type, body):
    return content_type.startswith(COMPRESSED_TYPES) and len(body) >= MIN_SIZE


def compress(body, encoding):
    """Return a body in an encoding."""
    if encoding == "br":
        return brotli.compress(body, quality=BROTLI_QUALITY)
    if encoding == "gzip":
        return gzip.compress(body, GZIP_LEVEL, mtime=0)
    return body
