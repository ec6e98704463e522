"""Compression of pages and style sheet; uploads are served as they are."""

import gzip

import brotli
import pytest
from django.core.files.base import ContentFile
from django.templatetags.static import static
from django.test import Client

from portal.i18n.languages import LANGUAGES
from tests.support import factories

pytestmark = pytest.mark.django_db
PATHS = [
    *(f"/{language}/" for language in LANGUAGES),
    "/",
    "/es/noticias/canal/",
    "/fr/il-n-y-a-rien/",
    "/admin/login/",
]


@pytest.fixture
def compressing():
    return Client(headers={"accept-encoding": "gzip, deflate, br"})


@pytest.mark.parametrize("path", PATHS)
def test_page_is_compressed_if_accepted(client, compressing, path):
    packed, plain = compressing.get(path), client.get(path)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    if path != "/admin/login/":
        assert gzip.decompress(packed.content) == plain.content


def test_csrf_token_is_masked_per_response(compressing):
    answers = [gzip.decompress(compressing.get("/admin/login/").content) for _ in range(2)]
    assert answers[0] != answers[1]


@pytest.mark.parametrize(
    ("accepted", "encoding", "decompress"), [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)]
)
def test_css_is_precompressed(client, accepted, encoding, decompress):
    response = client.get(static("css/portal.css"), headers={"Accept-Encoding": accepted})
    style = b"".join(response)
    assert response.headers["Content-Encoding"] == encoding
    assert b"--paper" in decompress(style)


def test_upload_is_served_uncompressed(compressing):
    text = factories.pdf_bytes(words="0 " * 1000)
    part = factories.release_file(file=ContentFile(text, "release.pdf"))
    factories.published(part.release)
    response = compressing.get(part.target)
    assert "Content-Encoding" not in response.headers
    assert b"".join(response) == text
