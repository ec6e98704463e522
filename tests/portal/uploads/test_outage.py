"""A server whose store of uploads is away: a disk that is not mounted, or a bucket that does not answer."""

import pytest
from django.conf import settings
from django.test.client import MULTIPART_CONTENT
from django.test.utils import override_settings

from news.models import NewsRelease, ReleaseFile
from tests.support import factories
from tests.support.browser import get_session_cookies, run_committed
from tests.support.forms import admin_url, build_upload
from tests.support.html import FormParser
from tests.support.processes import HOST
from tests.support.servers import fetch, get_free_port, run_portal

pytestmark = pytest.mark.slow
TOKEN = "a" * 32
STORES = ["folder gone", "folder empty", "bucket"]


def get_environment(store, folder):
    """Return the variables of a server with this store, which has lost its files."""
    if store == "folder empty":
        (folder / "files").mkdir()
    elif store == "folder gone":
        (folder / "files").write_text("not a folder")
    environment = {"PORTAL_DATA": str(folder)}
    if store == "bucket":
        bucket = {"BUCKET": "uploads", "REGION": "us-east-1", "KEY": "key", "SECRET": "secret"}
        environment |= {f"PORTAL_FILES_{name}": value for name, value in bucket.items()}
        environment["PORTAL_FILES_ENDPOINT"] = f"http://127.0.0.1:{get_free_port()}"
    return environment


@pytest.fixture(scope="module")
def release(committed_database, tmp_path_factory):
    """A published news release with a document, whose file the servers don't find."""

    def create():
        release = factories.news_release(country_id=factories.country("MX").pk)
        factories.release_file(release=release)
        factories.published(release)
        return release

    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("lost")):
        return run_committed(create)


@pytest.fixture(scope="module", params=STORES)
def port(request, release, tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "builds").symlink_to(settings.PORTAL_BUILDS)
    port = get_free_port()
    with run_portal(port, **get_environment(request.param, folder)):
        yield port


@pytest.fixture
def headers(port):
    """The headers of an editor who has signed in."""
    editor = run_committed(lambda: factories.editor(roles=["contributor"], countries=["MX"], interface_language="es"))
    [session] = get_session_cookies(editor, f"https://{HOST}/")
    return {"Cookie": f"{session['name']}={session['value']}; csrftoken={TOKEN}", "Origin": f"https://{HOST}"}


@pytest.mark.parametrize(("language", "word"), [("en", "unavailable"), ("es", "disponible"), ("fr", "indisponible")])
def test_reader_of_a_file_is_told_to_come_back(port, release, language, word):
    part = run_committed(lambda: ReleaseFile.objects.get(release=release))
    for path in (part.target, f"/files/{part.file.name}"):
        response, body = fetch(port, path, Accept_Language=language)
        assert (response.status, response.headers["Content-Language"]) == (503, language)
        assert word in body.decode()
        assert response.headers["Retry-After"]
        assert response.headers["Cache-Control"] == "no-store"


def test_pages_without_the_file_are_served(port, release):
    assert fetch(port, run_committed(lambda: release.get_url("es")))[0].status == 200


def test_upload_that_cannot_be_stored_keeps_the_form(request, port, release, headers):
    if "folder empty" in request.node.callspec.id:
        pytest.skip("an empty folder takes new files")
    path = admin_url(NewsRelease, "change", release.pk)
    html = fetch(port, path, **headers)[1].decode()
    values = {"title_es": "Mis palabras", "_save": "1", "csrfmiddlewaretoken": TOKEN}
    sent = build_upload(html, factories.pdf_file("aviso.pdf"), **values)
    response, body = fetch(port, path, "POST", sent, Content_Type=MULTIPART_CONTENT, **headers)
    assert response.status == 503
    carried = FormParser(body.decode()).fields
    assert carried["title_es"] == ["Mis palabras"]
    assert "<li>aviso.pdf</li>" in body.decode()
    assert "No se guardaron sus cambios" in body.decode()
