"""The uploads of a backup in the store."""

import pytest

from portal.backup.errors import BackupError
from portal.backup.uploads import UploadWriter, list_uploads, read_uploads
from tests.support.backups import read_files


@pytest.fixture
def folder(settings, tmp_path):
    settings.PORTAL_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    for name, content in {"a/1/same.pdf": b"same", "a/1/other.pdf": b"old", "a/2/extra.pdf": b"extra"}.items():
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path


def read_contents():
    return {member.name: b"".join(member.chunks) for member in read_uploads(list_uploads())}


def test_uploads_are_added_replaced_and_deleted(folder):
    writer = UploadWriter()
    for name, content in {"a/1/same.pdf": b"same", "a/1/other.pdf": b"new", "a/3/año.pdf": b""}.items():
        writer.write(name, [content])
    assert writer.delete_others() == 1
    assert read_contents() == {
        "uploads/a/1/same.pdf": b"same", "uploads/a/1/other.pdf": b"new", "uploads/a/3/año.pdf": b"",
    }  # fmt: skip


def test_added_uploads_are_taken_back(folder):
    before = read_files(folder)
    writer = UploadWriter()
    writer.write("a/3/new.pdf", [b"new"])
    assert read_files(folder) != before
    writer.take_back()
    assert read_files(folder) == before


@pytest.mark.parametrize("name", ["../secret-key", "/etc/passwd", "a/../../b"])
def test_upload_outside_of_store_is_refused(folder, name):
    before = read_files(folder)
    with pytest.raises(BackupError, match="outside of the store"):
        UploadWriter().write(name, [b"x"])
    assert read_files(folder) == before
    assert [path.name for path in folder.iterdir()] == ["files"]


def test_upload_that_vanishes_is_left_out(folder):
    names = list_uploads()
    (folder / "files" / names[0]).unlink()
    assert [member.name for member in read_uploads(names)] == [f"uploads/{name}" for name in names[1:]]


def test_without_uploads_there_is_none(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    assert list_uploads() == []
