"""Responses of the WSGI application, which are complete before a client gets them."""

import os
from pathlib import Path

import pytest

from portal.server import answers
from portal.server.answers import FileWrapper, get_answer
from portal.uploads.ranges import FilePart


class Body:
    """A response whose end is recorded."""

    def __init__(self, chunks):
        self.chunks = chunks
        self.is_closed = False

    def __iter__(self):
        return iter(self.chunks)

    def close(self):
        self.is_closed = True


def answer_with(result, method="GET"):
    def application(environ, start_response):
        start_response("200 OK", [("content-type", "text/plain")])
        return result

    return get_answer(application, {"REQUEST_METHOD": method})


def test_parts_are_joined_and_closed():
    body = Body([b"a", b"bc"])
    answer = answer_with(body)
    assert (answer.status, answer.body, answer.is_temporary, body.is_closed) == (200, b"abc", False, True)


def test_head_reads_nothing():
    body = Body(iter([b"a"]))
    answer = answer_with(body, "HEAD")
    assert (answer.body, list(body.chunks), body.is_closed) == (b"", [b"a"], True)


def test_long_response_is_a_temporary_file(monkeypatch):
    monkeypatch.setattr(answers, "MAX_IN_MEMORY", 5)
    answer = answer_with([b"abc", b"def", b"ghi"])
    path = Path(answer.body)
    try:
        assert answer.is_temporary
        assert path.read_bytes() == b"abcdefghi"
    finally:
        path.unlink()


def test_failure_in_a_long_response_closes_it():
    def fail():
        yield b"a"
        raise OSError("the store is away")

    body = Body(fail())
    with pytest.raises(OSError, match="away"):
        answer_with(body)
    assert body.is_closed


def test_file_is_sent_by_its_path(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"0123456789")
    file = path.open("rb")
    answer = answer_with(FileWrapper(file))
    assert (answer.body, answer.first, answer.end, file.closed) == (str(path), 0, None, True)
    answer = answer_with(FileWrapper(FilePart(path.open("rb"), 2, 5)))
    assert (answer.body, answer.first, answer.end) == (str(path), 2, 6)


def test_object_of_a_store_is_read():
    class StoredObject(Body):
        name = "document/a.bin"

        def read(self, size):
            return next(self.chunks, b"")

    assert answer_with(FileWrapper(StoredObject(iter([b"ab", b"c"])))).body == b"abc"


def test_files_of_killed_processes_are_deleted(tmp_path, monkeypatch):
    monkeypatch.setattr(answers.tempfile, "tempdir", str(tmp_path))
    old, new, other = (tmp_path / name for name in ("osh-portal-answer-old", "osh-portal-answer-new", "another-old"))
    for path in (old, new, other):
        path.touch()
    for path in (old, other):
        os.utime(path, (0, 0))
    answers.delete_left_files()
    assert set(tmp_path.iterdir()) == {new, other}
