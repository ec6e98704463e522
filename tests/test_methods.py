"""HEAD, OPTIONS, conditional requests and refused methods on every public URL, and security.txt."""

import pytest
from django.test import Client

from portal.i18n.languages import LANGUAGES
from tests.support import page_kinds
from tests.support.feeds import get_feed_url
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db
ALLOWED = "GET, HEAD, OPTIONS"
MACHINE_PATHS = ("/", "/robots.txt", "/sitemap.xml", "/sitemap-lists-1.xml", get_feed_url("feed_everything", "en"))
TITLES = {
    "en": "This page can only be read",
    "es": "Esta página es solo de lectura",
    "fr": "Cette page est en lecture seule",
}


@pytest.fixture
def paths():
    """Yield a path of each kind of page, in French, and of each file for machines."""
    with page_kinds.every_kind():
        examples = page_kinds.find_examples(["fr"])["fr"]
        del examples[page_kinds.NOT_FOUND]
        yield [*page_kinds.pick_one_of_each(examples), *MACHINE_PATHS]


def test_every_public_url_answers_standard_requests(paths):
    client = Client(enforce_csrf_checks=True)
    for path in paths:
        page, head, options = client.get(path), client.head(path), client.options(path)
        assert (page.status_code, head.status_code, options.status_code) == (200, 200, 204), path
        assert head.getvalue() == b""
        assert head["Content-Type"] == page["Content-Type"]
        assert head["ETag"] == page["ETag"], path
        assert options["Allow"] == ALLOWED
        for method in ("post", "put", "patch", "delete", "trace"):
            refused = getattr(client, method)(path)
            assert (refused.status_code, refused["Allow"]) == (405, ALLOWED), (method, path)
        for method in ("get", "head"):
            known = getattr(client, method)(path, headers={"if-none-match": page["ETag"]})
            assert (known.status_code, known.content) == (304, b""), (method, path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refused_method_is_explained_in_language(client, language):
    response = client.post(f"/{language}/")
    assert response.status_code == 405
    assert TITLES[language] in ParsedPage(response.content.decode()).texts


def test_compressed_page_has_weak_tag(client):
    response = client.get("/en/", headers={"accept-encoding": "gzip"})
    assert response["ETag"].startswith('W/"')
    assert client.get("/en/", headers={"if-none-match": response["ETag"]}).status_code == 304


def test_admin_and_missing_pages_have_no_tag(client):
    assert "ETag" not in client.get("/admin/login/")
    assert "ETag" not in client.get("/en/nowhere/")
    assert client.post("/en/nowhere/at/all/").status_code == 404


class TestSecurityText:
    def test_file_names_contact_and_expires_within_year(self, client, settings):
        settings.PORTAL_SECURITY_CONTACT = "mailto:security@portal.example"
        response = client.get("/.well-known/security.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
        assert lines["Contact"] == "mailto:security@portal.example"
        assert lines["Preferred-Languages"] == "en, es, fr"
        assert lines["Canonical"] == "http://testserver/.well-known/security.txt"
        assert lines["Expires"].endswith("T00:00:00Z")
        assert settings.PORTAL_SECURITY_DAYS <= 365

    def test_file_is_missing_without_contact(self, client):
        assert client.get("/.well-known/security.txt").status_code == 404
