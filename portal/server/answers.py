"""The response of the WSGI application, as a whole or as a file, so that sending it takes no thread."""

import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

CHUNK_SIZE = 64 * 2**10
# Longer responses that are generated are sent from a temporary file.
MAX_IN_MEMORY = 2**20
PREFIX = "osh-portal-answer-"
LIFE_OF_LEFT_FILES = 600  # seconds


class FileWrapper:
    """The `wsgi.file_wrapper` of PEP 3333. `file` may be a part of a file, with `first` and `last` byte positions."""

    def __init__(self, file, block_size=CHUNK_SIZE):
        self.file = file
        self.block_size = block_size

    def __iter__(self):
        while chunk := self.file.read(self.block_size):
            yield chunk

    def close(self):
        self.file.close()

    def get_path(self):
        """Return the path of a file on this machine, or None: an object of a store has a name, too."""
        name = getattr(self.file, "name", None)
        return name if isinstance(name, str) and Path(name).is_absolute() and Path(name).is_file() else None


class Answer(NamedTuple):
    """A response. `body` are its bytes, or the path of the file with them: all, or from `first` to before `end`.

    `is_temporary` says that the file is deleted once it is being sent.
    """

    status: int
    headers: list
    body: bytes | str
    first: int = 0
    end: int | None = None
    is_temporary: bool = False


def collect(chunks):
    """Return the bytes of a response, or the path of a temporary file with them."""
    parts, size = [], 0
    chunks = iter(chunks)
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > MAX_IN_MEMORY:
            break
    else:
        return b"".join(parts)
    with tempfile.NamedTemporaryFile(prefix=PREFIX, delete=False) as file:
        file.writelines(parts)
        file.writelines(chunks)
    return file.name


def delete_left_files(seconds=LIFE_OF_LEFT_FILES):
    """Delete the temporary files of processes that were killed: those that nobody has changed for some seconds."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # of another user, or deleted meanwhile
            status = path.lstat()
            if stat.S_ISREG(status.st_mode) and status.st_mtime < time.time() - seconds:
                path.unlink()


def get_answer(application, environ):
    """Call a WSGI application, and return its Answer. It is complete: no client is waited for."""
    status, headers = 500, []

    def start_response(line, fields, exc_info=None):
        nonlocal status, headers
        status, headers = int(line[:3]), fields

    result = application(environ, start_response)
    try:
        if environ["REQUEST_METHOD"] == "HEAD":
            return Answer(status, headers, b"")
        if isinstance(result, FileWrapper) and (path := result.get_path()):
            first, last = getattr(result.file, "first", 0), getattr(result.file, "last", None)
            return Answer(status, headers, path, first, None if last is None else last + 1)
        body = collect(result)
        return Answer(status, headers, body, is_temporary=isinstance(body, str))
    finally:
        if hasattr(result, "close"):
            result.close()
