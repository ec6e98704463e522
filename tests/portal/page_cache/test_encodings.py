"""Which encoding a request gets."""

import gzip

import brotli
import pytest

from portal.page_cache.encodings import choose_encoding, compress, is_compressible


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", "identity"),
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000, gzip;q=0.0", "identity"),
        ("br;q=0.001", "br"),
        ("gzip;q=1.0, identity; q=0.5", "gzip"),
        ("deflate, zstd", "identity"),
        ("br;q=,gzip;q=x", "br"),
        (",,;;", "identity"),
        ("x" * 5000 + ", gzip", "gzip"),
    ],
)
def test_choose_encoding(header, encoding):
    assert choose_encoding(header) == encoding


def test_bodies_are_restored():
    body = b"<p>Seguridad y salud en el trabajo</p>" * 50
    assert brotli.decompress(compress(body, "br")) == gzip.decompress(compress(body, "gzip")) == body
    assert compress(body, "identity") == body


def test_small_bodies_and_pictures_are_not_compressed():
    assert is_compressible("text/html; charset=utf-8", b"a" * 1000)
    assert not is_compressible("text/html; charset=utf-8", b"a")
    assert not is_compressible("image/png", b"a" * 1000)
