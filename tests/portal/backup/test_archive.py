"""The file of a backup: its contents, and files that are refused."""

import gzip
import io
import os
import tarfile
import unicodedata

import pytest

from portal.backup.archive import (
    MARK,
    Member,
    build_archive,
    make_json_member,
    make_member,
    read_members,
    verify_archive,
)
from portal.backup.errors import BackupError

NAME = "uploads/documentfile/ab/Protección año.pdf"
CONTENTS = {
    "database/news_newsitem/000000": b"1\tuno\n" * 50_000,
    unicodedata.normalize("NFC", NAME): b"composed",
    unicodedata.normalize("NFD", NAME): b"decomposed",
    "uploads/documentfile/ab/empty.pdf": b"",
    f"uploads/{'long' * 60}/{'name' * 40}.pdf": bytes(range(256)) * 100,
}


def build(contents=CONTENTS, **manifest):
    members = [make_member(name, content) for name, content in contents.items()]
    return b"".join(build_archive(members, lambda: manifest))


def build_tar(*members):
    """Return a compressed tar of members that need no manifest."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def verify(content):
    return verify_archive(io.BytesIO(content))


def test_archive_returns_every_name_and_byte():
    file = io.BytesIO(build(key="value"))
    assert verify_archive(file) == {"key": "value"}
    read = {name: member.read() for name, member in read_members(file)}
    assert {name: read[name] for name in CONTENTS} == CONTENTS
    assert len(read) == len(CONTENTS) + 2


def test_archive_is_a_tar_that_other_programs_read():
    with tarfile.open(fileobj=io.BytesIO(build()), mode="r:gz") as archive:
        names = archive.getnames()
    assert names[1:-1] == list(CONTENTS)


def test_archive_is_streamed_in_small_pieces():
    """A part is compressed before the next one is read."""
    read = []

    def produce():
        for number in range(20):
            read.append(number)
            yield os.urandom(2**18)  # it cannot be compressed

    pieces = build_archive([Member("uploads/a/b/large", 20 * 2**18, produce())], dict)
    next(pieces)
    while len(read) < 5:
        assert len(next(pieces)) < 2**19
    assert len(read) < 8


def test_changed_size_ends_the_backup():
    with pytest.raises(BackupError, match="changed while it was read"):
        list(build_archive([Member("uploads/a/b/short", 5, [b"four"])], dict))


@pytest.mark.parametrize("part", range(1, 20))
def test_damaged_byte_is_found(part):
    content = bytearray(build())
    content[len(content) * part // 20] ^= 0x10
    with pytest.raises(BackupError, match="damaged"):
        verify(bytes(content))


@pytest.mark.parametrize("part", [1, 5, 10, 15, 19])
def test_truncated_file_is_found(part):
    content = build()
    with pytest.raises(BackupError, match="damaged or incomplete"):
        verify(content[: len(content) * part // 20])


def test_file_without_its_last_byte_is_found():
    with pytest.raises(BackupError, match="damaged or incomplete"):
        verify(build()[:-1])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PGDMP" + bytes(100), id="dump of PostgreSQL"),
        pytest.param(gzip.compress(b"some text"), id="compressed text"),
        pytest.param(build_tar(("photo.jpg", b"x")), id="other archive"),
        pytest.param(build_tar(), id="empty archive"),
    ],
)
def test_foreign_file_is_refused(content):
    with pytest.raises(BackupError, match=r"not a backup|damaged"):
        verify(content)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        pytest.param([(MARK, b'{"format": 1}')], "no manifest", id="no manifest"),
        pytest.param([(MARK, b'{"format": 2}')], "format 2", id="newer format"),
        pytest.param([(MARK, b"[]")], "description", id="mark is no object"),
        pytest.param([(MARK, b'{"format": 1}'), ("manifest.json", b"{")], "description", id="broken manifest"),
        pytest.param([(MARK, b'{"format": 1}'), ("a", b""), ("a", b"")], "wrong place", id="name twice"),
        pytest.param(
            [(MARK, b'{"format": 1}'), ("a", b""), ("manifest.json", b'{"members": {}}')],
            "is not what",
            id="extra file",
        ),
    ],
)
def test_archive_without_order_is_refused(members, reason):
    with pytest.raises(BackupError, match=reason):
        verify(build_tar(*members))


def test_link_in_archive_is_refused():
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        mark = make_json_member(MARK, {"format": 1})
        info = tarfile.TarInfo(MARK)
        info.size = mark.size
        archive.addfile(info, io.BytesIO(*mark.chunks))
        link = tarfile.TarInfo("uploads/a/b/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    with pytest.raises(BackupError, match="is not a file"):
        verify(buffer.getvalue())
