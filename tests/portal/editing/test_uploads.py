"""Uploads in forms: size limits, aborted uploads, and submission by script."""

import re
import socket

import pytest
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from news.models import NewsRelease, ReleaseFile
from portal.models import Document
from tests.support import factories
from tests.support.clients import editor_client
from tests.support.forms import add_row, admin_url, get_form_data

FORM = "multipart/form-data; boundary=x"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def form(client):
    """Return a release of Mexico, the URL of its form and the form data."""
    release = factories.news_release(country=factories.country("MX"))
    path = admin_url(NewsRelease, "change", release.pk)
    return release, path, get_form_data(client, path)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "You sent more data at once than the portal accepts"),
        ("es", "Envió de una vez más datos de los que el portal acepta"),
        ("fr", "Vous avez envoyé en une fois plus de données"),
    ],
)
def test_oversized_request_is_rejected_unread(settings, language, sentence):
    settings.PORTAL_MAX_SAVE_SIZE = settings.PORTAL_MAX_FORM_SIZE = 1000
    client = editor_client(roles=["administrator"], interface_language=language)
    response = client.generic("POST", admin_url(Document, "add"), b"x" * 1001, FORM)
    assert response.status_code == 400
    assert sentence in response.content.decode()


@pytest.mark.django_db
def test_anonymous_request_is_limited_to_form_size(settings):
    settings.PORTAL_MAX_FORM_SIZE = 1000
    for client in (Client(), editor_client(is_staff=False)):
        assert client.generic("POST", "/admin/login/", b"x" * 1001, FORM).status_code == 400
    response = editor_client(roles=["administrator"]).generic("POST", admin_url(Document, "add"), b"x" * 1001, FORM)
    assert response.status_code != 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The file is a program, not a document."),
        ("es", "El archivo es un programa, no un documento."),
        ("fr", "Le fichier est un programme et non un document."),
    ],
)
def test_rejected_file_shows_field_error_and_keeps_input(language, sentence):
    client = editor_client(roles=["administrator"], interface_language=language)
    release, path, fields = form(client)
    bad = SimpleUploadedFile("notice.pdf", b"MZ" + b"x" * 100)
    fields = add_row(fields, "files", order="0", file=bad, title_es="Aviso") | {"title_es": "Nuevo título"}
    html = client.post(path, fields).content.decode()
    assert 'value="Nuevo título"' in html
    assert 'value="Aviso"' in html
    assert re.search(r'class="errorlist"[^>]*id="id_files-\d-file_error"', html)
    assert not release.files.exists()


@pytest.mark.django_db
def test_empty_title_and_language_come_from_file():
    client = editor_client(roles=["administrator"])
    release, path, fields = form(client)
    file = factories.pdf_file("a.pdf", title="Aviso de calor", language="es-MX")
    assert client.post(path, add_row(fields, "files", order="0", file=file)).status_code == 302
    other = factories.pdf_file("avis_de_chaleur.pdf", language="de")
    client.post(path, add_row(get_form_data(client, path), "files", order="0", file=other))
    source = release.source_language
    held = [(getattr(file, f"title_{source}"), file.language) for file in release.files.all()]
    assert held == [("Aviso de calor", "es"), ("avis de chaleur", source)]


@pytest.mark.django_db
def test_several_files_are_saved_with_metadata():
    client = editor_client(roles=["administrator"])
    release, path, fields = form(client)
    for name in ("one.pdf", "two.pdf", "three.pdf"):
        fields = add_row(fields, "files", order="0", file=factories.pdf_file(name, words=name))
    assert client.post(path, fields).status_code == 302
    assert [file.order for file in release.files.all()] == [0, 0, 0]
    html = client.get(path).content.decode()
    assert html.count("The file is not tagged") == 3
    assert re.search(r'<a href="/files/releasefile/[^"]+/one\.pdf">one\.pdf</a>', html)
    assert "The file does not specify its language." in html


@pytest.mark.django_db
def test_script_gets_redirect_url_and_keeps_messages():
    client = editor_client(roles=["administrator"])
    _, path, fields = form(client)
    response = client.post(path, fields | {"title_es": "Otro", "_continue": "1"}, headers={"X-Portal-Upload": "1"})
    assert response.json() == {"location": path}
    assert "was changed successfully" in client.get(path).content.decode()
    refused = client.post(path, fields | {"date": "x"}, headers={"X-Portal-Upload": "1"})
    assert refused["Content-Type"].startswith("text/html")


@pytest.mark.django_db(transaction=True)
def test_aborted_upload_leaves_no_file(live_server, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "on-the-way"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = editor_client(roles=["administrator"])
    release, path, fields = form(client)
    lines = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value[0]}' for name, value in fields.items()
    ]
    file = '--x\r\nContent-Disposition: form-data; name="files-0-file"; filename="a.pdf"\r\n\r\n'
    body = "\r\n".join([*lines, file]).encode() + b"%PDF-1.7 " * 100_000
    cookie = client.cookies[project.SESSION_COOKIE_NAME].value
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {project.SESSION_COOKIE_NAME}={cookie}\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: {len(body) * 2}\r\n\r\n"
    )
    host, port = re.search(r"//(.+):(\d+)", live_server.url).groups()
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(head.encode() + body)
        connection.shutdown(socket.SHUT_WR)
        assert b"500" not in connection.recv(100).split(b"\r\n")[0]
    assert not ReleaseFile.objects.filter(release=release).exists()
    assert not list(settings.FILE_UPLOAD_TEMP_DIR.iterdir())
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
