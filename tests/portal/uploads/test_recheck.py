"""Uploads from before a rule existed are checked again after an upgrade."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image

from portal.models import Picture
from portal.pictures.recheck import is_sanitized
from tests.support import factories
from tests.support.samples.valid_files import picture_with_metadata

pytestmark = pytest.mark.django_db
TYPES = ("JPEG", "PNG", "WEBP", "AVIF")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def overwrite(row, content):
    """Replace the stored file of a row as if it had been stored before there were rules."""
    Path(row.file.path).write_bytes(content)


def recheck(capsys, status=0):
    """Run the command and return its lines."""
    try:
        call_command("recheck_uploads")
        ended_with = 0
    except SystemExit as exit:
        ended_with = exit.code
    assert ended_with == status
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("file_type", TYPES)
def test_picture_with_metadata_is_sanitized_once(capsys, file_type):
    upload = factories.SimpleUploadedFile(f"gps.{file_type.lower()}", picture_with_metadata(file_type))
    picture = factories.picture(file=upload)
    recheck(capsys)
    overwrite(picture, picture_with_metadata(file_type))
    assert not is_sanitized(Path(picture.file.path).read_bytes())
    assert recheck(capsys) == [
        f"sanitized  {picture.file.name} (picture {picture.pk}, not public)",
        "1 uploads checked: 1 pictures sanitized, 0 refused.",
    ]
    content = Path(picture.file.path).read_bytes()
    assert b"A maker of cameras" not in content
    assert recheck(capsys) == ["1 uploads checked: 0 pictures sanitized, 0 refused."]


def test_renditions_are_made_from_the_sanitized_picture(capsys):
    picture = factories.picture(file=factories.picture_file(1000, 600))
    Picture.objects.filter(pk=picture.pk).update(width=1, height=1)
    with Image.open(picture.file.path) as image:
        image.save(picture.file.path, "PNG", dpi=(300, 300))
    for rendition in picture.renditions:
        default_storage.delete(rendition["name"])
    recheck(capsys)
    picture.refresh_from_db()
    assert (picture.width, picture.height) == (1000, 600)
    assert all(default_storage.exists(rendition["name"]) for rendition in picture.renditions)
    assert not list(Path(default_storage.location).rglob("*.new*"))


def test_document_that_is_refused_today_is_listed_and_kept(capsys):
    document = factories.document()
    part = factories.document_file(document=document, file=factories.pdf_file())
    factories.published(document)
    overwrite(part, b"this is no PDF")
    [line, last] = recheck(capsys, status=1)
    assert line.startswith(f"refused    {part.file.name} (document {document.pk}, public)")
    assert last == "1 uploads checked: 0 pictures sanitized, 1 refused."
    assert Path(part.file.path).read_bytes() == b"this is no PDF"


def test_replaced_file_is_checked_too(capsys):
    picture = factories.picture(file=factories.SimpleUploadedFile("a.jpeg", picture_with_metadata("JPEG")))
    old = Path(picture.file.path)
    picture.file = factories.picture_file()
    picture.save()
    old.write_bytes(picture_with_metadata("JPEG"))
    recheck(capsys)
    assert is_sanitized(old.read_bytes())
