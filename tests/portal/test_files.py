"""Uploaded files: nobody reads one before its record is public, and none runs as a page of the portal."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from portal.files import upload_to
from portal.models import DocumentFile, Picture
from portal.permissions import Role
from tests import factories
from tests.factories import PIXEL, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def release(name="release.pdf", content=b"%PDF-1.4 words", **fields):
    """A draft of a news release with a file."""
    return factories.news_release(file=SimpleUploadedFile(name, content), **fields)


def get(record, client=None, **headers):
    """The answer at the file's own address, read to its end."""
    response = (client or Client()).get(record.file.url, headers=headers)
    if response.streaming:
        response.read = b"".join(response.streaming_content)
    return response


def signed_in(**fields):
    """Someone with a session."""
    client = Client()
    client.force_login(factories.editor(**fields))
    return client


def test_file_of_a_public_record_is_read():
    response = get(published(release()))
    assert response.status_code == 200
    assert response.read == b"%PDF-1.4 words"
    assert response["Content-Type"] == "application/pdf"


def test_file_of_a_draft_is_not_there():
    assert get(release()).status_code == 404


def test_file_under_embargo_is_not_there_until_its_moment(monkeypatch):
    record, now = release(), timezone.now()
    moment = now + timedelta(hours=1)
    record.publish(by=None, at=moment)
    seen = []
    for clock in (now, moment - timedelta(seconds=1), moment):
        monkeypatch.setattr(timezone, "now", lambda clock=clock: clock)
        seen.append(get(record).status_code)
    assert seen == [404, 404, 200]


def test_file_is_gone_after_withdrawal():
    record = published(release())
    record.withdraw(by=None)
    assert get(record).status_code == 404


def test_file_of_a_document_is_public_with_its_document():
    part = factories.document_file(file=SimpleUploadedFile("notice.pdf", b"x"))
    assert get(part).status_code == 404
    part.document.publish(by=None)
    assert get(part).status_code == 200


def test_picture_is_public_with_a_record_that_shows_it():
    picture = Picture.objects.create(file=SimpleUploadedFile("one.gif", PIXEL), alt_en="a", alt_es="b")
    item = factories.news_item(picture=picture)
    factories.news_item(picture=picture)
    with pytest.raises(ValidationError, match="not described in every language"):
        item.publish(by=None)
    assert get(picture).status_code == 404
    picture.alt_fr = "c"
    picture.save()
    item.publish(by=None)
    assert get(picture).status_code == 200
    item.withdraw(by=None)
    assert get(picture).status_code == 404


def test_file_that_was_replaced_is_gone():
    record = published(release())
    old = record.file.url
    record.file = SimpleUploadedFile("second.pdf", b"second")
    record.save()
    assert Client().get(old).status_code == 404
    assert get(record).read == b"second"


def test_file_that_is_not_in_the_store_is_not_there(folder):
    record = published(release())
    (folder / record.file.name).unlink()
    assert get(record).status_code == 404


def test_file_without_a_record_is_not_there(folder):
    (folder / "newsrelease").mkdir(parents=True)
    (folder / "newsrelease" / "stray.pdf").write_bytes(b"x")
    assert Client().get("/files/newsrelease/stray.pdf").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_editor_who_may_see_the_record_reads_the_file_of_a_draft(role):
    mexican = release(country=factories.country("MX"))
    response = get(mexican, signed_in(roles=[role], countries=["MX"]))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"roles": [], "countries": ["MX"]},
        {"roles": ["publisher", "translator"], "countries": ["US", "CA"]},
        {"roles": ["publisher"], "countries": ["MX"], "is_staff": False},
        {"roles": ["publisher"], "countries": ["MX"], "is_active": False},
        {"is_superuser": True, "is_staff": False},
    ],
)
def test_others_who_signed_in_do_not_read_a_draft(fields):
    assert get(release(country=factories.country("MX")), signed_in(**fields)).status_code == 404


def test_file_of_a_part_is_read_by_those_who_may_see_its_record():
    document = factories.document(country=factories.country("CA"))
    part = factories.document_file(document=document, file=SimpleUploadedFile("notice.pdf", b"x"))
    assert get(part, signed_in(roles=["contributor"], countries=["CA"])).status_code == 200
    assert get(part, signed_in(roles=["contributor"], countries=["US"])).status_code == 404


def test_picture_is_seen_by_the_editors_of_its_country_before_it_is_used():
    picture = Picture.objects.create(file=SimpleUploadedFile("p.gif", PIXEL), country=factories.country("US"))
    assert get(picture, signed_in(roles=["contributor"], countries=["US"])).status_code == 200
    assert get(picture, signed_in(roles=["contributor"], countries=["MX"])).status_code == 404


def test_public_file_does_not_know_who_reads_it():
    record = published(release())
    for client in (Client(), signed_in(roles=["publisher"], countries=["US"])):
        response = get(record, client)
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not response.cookies
        assert response["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["release.pdf", "page.html", "picture.svg"])
def test_file_cannot_run_as_a_page(name):
    response = get(published(release(name)))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("name", ["a.html", "A.HTML", "a.xhtml", "a.svg", "a.xml", "a.js", "a", "a.pdf.html", "a.docx"])
def test_file_that_could_run_is_offered_for_saving(name):
    assert get(published(release(name)))["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["a.pdf", "A.PDF", "a.png", "a.JPG"])
def test_file_that_cannot_run_is_shown(name):
    assert get(published(release(name)))["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    "path",
    ["%00", "a%00.pdf", "../manage.py", "..%2f..%2fmanage.py", "%2e%2e/%2e%2e/etc/passwd", "/etc/passwd",
     "..%5cmanage.py", "%ff%fe", "a" * 3000, " ", "newsrelease/"],
)  # fmt: skip
def test_path_that_leads_elsewhere_is_not_there(path):
    published(release())
    assert Client().get(f"/files/{path}").status_code == 404


def test_path_with_nul_after_a_real_one_is_not_there():
    record = published(release())
    assert Client().get(f"{record.file.url}%00").status_code == 404


def test_path_with_dots_around_a_real_one_is_not_there():
    record = published(release())
    assert Client().get(record.file.url.replace("/files/", "/files/x/../")).status_code == 404


def test_path_cannot_be_guessed():
    paths = {upload_to(DocumentFile(), "notice.pdf") for _ in range(50)}
    assert len(paths) == 50
    assert all(re.fullmatch(r"documentfile/[0-9a-f]{16}/notice\.pdf", path) for path in paths)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\Aviso.pdf", "Aviso.pdf"),
        ("Énoncé conjoint.pdf", "Énoncé_conjoint.pdf"),
        ("a\x00b<script>.pdf", "abscript.pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_path_keeps_the_last_part_of_a_name(name, kept):
    assert upload_to(DocumentFile(), name).split("/")[2:] == [kept]


def test_longest_name_fits_its_column():
    record = release("x" * 300 + ".pdf")
    assert get(published(record)).status_code == 200
    record.full_clean()


def test_file_with_accents_is_read():
    record = published(release("Énoncé conjoint.pdf"))
    response = get(record)
    assert response.status_code == 200
    assert "filename*=utf-8''%C3%89nonc%C3%A9_conjoint.pdf" in response["Content-Disposition"]


def test_file_saved_by_code_lies_in_the_same_place():
    record = factories.news_release()
    record.file.save("two.pdf", ContentFile(b"x"))
    assert re.fullmatch(r"newsrelease/[0-9a-f]{16}/two\.pdf", record.file.name)
