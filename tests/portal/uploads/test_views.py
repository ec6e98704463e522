"""Serving uploads: permissions, and headers against script execution."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from news.models import ReleaseFile
from portal.history.models import Event, record_version
from portal.history.snapshots import take_snapshot
from portal.history.uploads import Upload, get_upload_folder
from portal.models import Picture
from portal.pages.documents import FileOrAddress
from portal.permissions import Role
from portal.publishing.models import finalize_save
from portal.publishing.workflow import publish, publish_record, unpublish
from tests.support import factories
from tests.support.drafts import live_national_item
from tests.support.factories import PIXEL, published
from tests.support.uploads import get_file_row, get_upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def release(name="release.pdf", **fields):
    """Create a draft release with a document."""
    record = factories.news_release(**fields)
    factories.release_file(release=record, file=factories.pdf_file(name))
    return record


def signed_in(**fields):
    """Return the client of a signed-in user."""
    client = Client()
    client.force_login(factories.editor(**fields))
    return client


def test_file_of_public_record_is_served():
    response = get_upload(published(release()))
    assert response.status_code == 200
    assert response.read == factories.pdf_bytes()
    assert response["Content-Type"] == "application/pdf"


def test_file_of_draft_is_not_found():
    assert get_upload(release()).status_code == 404


def test_embargoed_file_is_not_found(monkeypatch):
    record, now = release(), timezone.now()
    moment = now + timedelta(hours=1)
    publish_record(record, by=None, without_approval=True, at=moment)
    seen = []
    for clock in (now, moment - timedelta(seconds=1), moment):
        monkeypatch.setattr(timezone, "now", lambda clock=clock: clock)
        seen.append(get_upload(record).status_code)
    assert seen == [404, 404, 200]


def test_file_of_withdrawn_record_is_not_found():
    record = published(release())
    unpublish(record, by=None)
    assert get_upload(record).status_code == 404


def test_document_file_is_public_with_document():
    part = factories.document_file(file=factories.pdf_file())
    assert get_upload(part).status_code == 404
    publish(part.document, by=None, without_approval=True)
    assert get_upload(part).status_code == 200


def test_picture_is_public_with_its_record():
    picture = Picture.objects.create(file=SimpleUploadedFile("one.png", PIXEL), alt_en="a", alt_es="b")
    item = factories.news_item(picture=picture)
    factories.news_item(picture=picture)
    with pytest.raises(ValidationError, match="Add alternative text to the image in every required language"):
        publish(item, by=None, without_approval=True)
    assert get_upload(picture).status_code == 404
    picture.alt_fr = "c"
    picture.save()
    publish(item, by=None, without_approval=True)
    assert get_upload(picture).status_code == 200
    unpublish(item, by=None)
    assert get_upload(picture).status_code == 404


def test_url_is_unchanged_and_replaced_file_is_private():
    record = published(release(country=factories.country("MX")))
    part = get_file_row(record)
    target, old = part.target, part.file.url
    finalize_save(record, Event.SAVED, by=None)
    part.file = factories.pdf_file("second.pdf", words="second")
    part.save()
    finalize_save(record, Event.SAVED, by=None)
    assert get_file_row(record).target == target
    assert get_upload(record).read == factories.pdf_bytes(words="second")
    mexican, american = (signed_in(roles=["contributor"], countries=[code]) for code in ("MX", "US"))
    assert [client.get(old).status_code for client in (Client(), american)] == [404, 404]
    assert b"".join(mexican.get(old)) == factories.pdf_bytes()


def test_metadata_is_stored_and_shown():
    part = factories.release_file(file=factories.pdf_file(pages=18, language="fr-CA", tagged=True, title="Avis"))
    size = len(factories.pdf_bytes(pages=18, language="fr-CA", tagged=True, title="Avis"))
    part.refresh_from_db()
    assert (part.type, part.size, part.page_count) == ("PDF", size, 18)
    assert (part.metadata.language, part.metadata.tagged, part.metadata.titled) == ("fr", True, True)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", r"PDF, 18 pages, [\d.]+ KB, in French only"),
        ("es", r"PDF, 18 páginas, [\d.]+ KB, solo en francés"),
        ("fr", r"PDF, 18 pages, [\d,]+ K[io]+, en français seulement"),
    ],
)
def test_reader_sees_file_type_and_size_before_opening(language, words):
    record = factories.news_release()
    factories.release_file(release=record, file=factories.pdf_file(pages=18), language="fr")
    html = Client().get(published(record).get_url(language)).content.decode()
    assert re.search(words, re.sub(r"\s+", " ", strip_tags(html)))


def test_file_missing_in_store_is_not_found(folder):
    record = published(release())
    (folder / get_file_row(record).file.name).unlink()
    assert get_upload(record).status_code == 404


def test_file_without_record_is_not_found(folder):
    (folder / "newsrelease").mkdir(parents=True)
    (folder / "newsrelease" / "stray.pdf").write_bytes(b"x")
    assert Client().get("/files/newsrelease/stray.pdf").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_editor_with_view_permission_gets_draft_file(role):
    mexican = release(country=factories.country("MX"))
    response = get_upload(mexican, signed_in(roles=[role], countries=["MX"]))
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
def test_editor_without_view_permission_gets_no_draft_file(fields):
    assert get_upload(release(country=factories.country("MX")), signed_in(**fields)).status_code == 404


def test_child_file_has_permissions_of_record():
    document = factories.document(country=factories.country("CA"))
    part = factories.document_file(document=document, file=factories.pdf_file())
    assert get_upload(part, signed_in(roles=["contributor"], countries=["CA"])).status_code == 200
    assert get_upload(part, signed_in(roles=["contributor"], countries=["US"])).status_code == 404


def test_unused_picture_is_visible_to_editors_of_country():
    picture = Picture.objects.create(file=SimpleUploadedFile("p.png", PIXEL), country=factories.country("US"))
    assert get_upload(picture, signed_in(roles=["contributor"], countries=["US"])).status_code == 200
    assert get_upload(picture, signed_in(roles=["contributor"], countries=["MX"])).status_code == 404


def test_public_file_is_independent_of_user():
    record = published(release())
    for client in (Client(), signed_in(roles=["publisher"], countries=["US"])):
        response = get_upload(record, client)
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not response.cookies
        assert response["Cache-Control"] == "no-cache"


def test_file_cannot_run_scripts():
    response = get_upload(published(release()))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("name", ["a.html", "A.HTML", "a.xhtml", "a.svg", "a.xml", "a.js", "a", "a.pdf.html", "a.docx"])
def test_scriptable_file_is_attachment(name):
    assert get_upload(stored(name))["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "kind"), [("a.pdf", "application/pdf"), ("A.PDF", "application/pdf"), ("a.avif", "image/avif")]
)
def test_safe_file_is_inline(name, kind):
    response = get_upload(stored(name))
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Type"] == kind


def stored(name):
    """Create a public document whose file was stored without validation."""
    stored_name = default_storage.save(f"documentfile/ab/{name}", ContentFile(b"x"))
    part = factories.document_file(file=stored_name)
    published(part.document)
    return part


@pytest.mark.parametrize(
    "path",
    ["%00", "a%00.pdf", "../manage.py", "..%2f..%2fmanage.py", "%2e%2e/%2e%2e/etc/passwd", "/etc/passwd",
     "..%5cmanage.py", "%ff%fe", "a" * 3000, " ", "newsrelease/"],
)  # fmt: skip
def test_path_traversal_is_not_found(path):
    published(release())
    assert Client().get(f"/files/{path}").status_code == 404


def test_path_with_nul_is_not_found():
    record = published(release())
    assert Client().get(f"{get_file_row(record).file.url}%00").status_code == 404


def test_path_with_dots_is_not_found():
    record = published(release())
    assert Client().get(get_file_row(record).file.url.replace("/files/", "/files/x/../")).status_code == 404


@pytest.mark.parametrize("path", ["releasefile/0/", "releasefile/99999999999999999999/", "nothing/1/", "editor/1/"])
def test_missing_row_is_not_found(path):
    assert Client().get(f"/files/{path}").status_code == 404


def test_path_is_unguessable():
    paths = {factories.release_file().file.name for _ in range(5)}
    assert len(paths) == 5
    assert all(re.fullmatch(r"releasefile/[0-9a-f]{16}/pdf-\d+-1--n-n/notice\.pdf", path) for path in paths)


def test_longest_name_fits_column():
    record = release("x" * 300 + ".pdf")
    assert get_upload(published(record)).status_code == 200
    get_file_row(record).full_clean()


def test_name_with_accents_is_served():
    record = published(release("Énoncé conjoint.pdf"))
    response = get_upload(record)
    assert response.status_code == 200
    assert "filename*=utf-8''%C3%89nonc%C3%A9_conjoint.pdf" in response["Content-Disposition"]


def test_file_saved_by_code_is_validated():
    part = factories.release_file()
    with pytest.raises(ValidationError):
        part.file.save("two.pdf", ContentFile(b"MZ"))
    part.file.save("two.pdf", ContentFile(factories.pdf_bytes(words="two")))
    assert part.file.name.endswith("/two.pdf")


# Who may read a file is found in the register of uploads, with an indexed look-up


def get_status(client, path):
    """Return the status of a request, and read the file so that it is closed."""
    response = client.get(path)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def count_file_queries(path, client, expected=200):
    with CaptureQueriesContext(connection) as captured:
        assert get_status(client, path) == expected
    return len(captured)


def replaced_file(record):
    """Replace the document of a record and return the URL of the first one, which only versions name."""
    part = get_file_row(record)
    old = part.file.url
    finalize_save(record, Event.SAVED, by=None)
    part.file = factories.pdf_file("second.pdf", words="second")
    part.save()
    finalize_save(record, Event.SAVED, by=None)
    return old


@pytest.mark.parametrize("versions", [1, 5])
def test_file_request_costs_fixed_queries(versions):
    record = published(release(country=factories.country("MX")))
    old = replaced_file(record)
    for _version in range(versions):
        finalize_save(record, Event.SAVED, by=None)
    public, mexican = get_file_row(record).file.url, signed_in(roles=["contributor"], countries=["MX"])
    assert count_file_queries(public, Client()) == 4
    assert count_file_queries(get_file_row(record).target, Client()) == 3
    with CaptureQueriesContext(connection) as captured:
        assert get_status(mexican, old) == 200
    assert not [query for query in captured.captured_queries if "LIKE" in query["sql"] or "snapshot" in query["sql"]]


def test_name_in_text_of_other_record_gives_no_access():
    old = replaced_file(release(country=factories.country("MX")))
    american = factories.news_release(country=factories.country("US"), title_en=old.removeprefix("/files/"))
    finalize_save(american, Event.SAVED, by=None)
    assert get_status(signed_in(roles=["contributor"], countries=["US"]), old) == 404
    assert get_status(signed_in(roles=["contributor"], countries=["MX"]), old) == 200


def test_file_named_by_draft_alone_is_served_to_editors():
    item = live_national_item()
    name = default_storage.save("releasefile/0123456789abcdef/a.pdf", ContentFile(b"x"))
    row = {"news.releasefile:999999": {"file": name}}
    record_version(item, Event.SAVED, by=None, draft_snapshot={**take_snapshot(item), **row})
    canadian, american = (signed_in(roles=["contributor"], countries=[code]) for code in ("CA", "US"))
    assert [get_status(client, f"/files/{name}") for client in (canadian, american, Client())] == [200, 404, 404]


def test_models_with_documents_have_urls_of_their_own():
    models = [model for model in apps.get_models() if issubclass(model, FileOrAddress)]
    assert {model.url_kind: model._meta.label_lower for model in models} == {
        "documentfile": "portal.documentfile", "edition": "alliances.edition", "releasefile": "news.releasefile",
    }  # fmt: skip
    assert len({model.url_kind for model in models}) == len(models)


def test_document_url_does_not_depend_on_model_name(monkeypatch):
    part = get_file_row(published(release()))
    monkeypatch.setattr(ReleaseFile, "url_kind", "attachment")
    assert part.target == f"/files/attachment/{part.pk}/"
    assert get_upload(part).status_code == 200
    assert Client().get(f"/files/releasefile/{part.pk}/").status_code == 404


def test_migration_registers_names_in_versions():
    old = replaced_file(release()).removeprefix("/files/")
    expected = Upload.objects.get(folder=get_upload_folder(old)).row_key
    Upload.objects.all().delete()
    import_module("portal.migrations.0006_uploads").register_uploads(apps, None)
    assert Upload.objects.get(folder=get_upload_folder(old)).row_key == expected
