"""Receiving the body of a request, before a thread is taken for it."""

import asyncio
import contextlib
import io
import tempfile

# A client must send this many bytes a second on average, after the grace of the first seconds.
MIN_RATE = 2_000
GRACE = 10.0
# The longest pause between two parts of a body, in seconds.
MAX_PAUSE = 15.0
# Larger bodies are kept on disk, in bytes. Texts are smaller: a full disk does not keep them from being saved.
MAX_IN_MEMORY = 2**20


class BodyError(Exception):
    """A body that was not received. `status` is that of the response."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


def get_length(environ):
    """Return the length of the body in bytes, 0 without one. Raise BodyError for a length that is not a number."""
    value = environ.get("CONTENT_LENGTH", "0")
    if not (value.isascii() and value.isdecimal()):
        raise BodyError(400)
    return int(value)


def get_patience(received, elapsed):
    """Return for how many seconds to wait for the next part after `received` bytes in `elapsed` seconds."""
    return min(MAX_PAUSE, GRACE + received / MIN_RATE - elapsed)


async def receive_parts(parts, length):
    """Yield the parts of a body. Raise BodyError if the client is too slow, or sends less than `length` bytes."""
    clock = asyncio.get_running_loop().time
    start, received = clock(), 0
    while received < length:
        try:
            async with asyncio.timeout(get_patience(received, clock() - start)):
                # Not anext(): what it returns for the iterator of Granian can't be cancelled.
                part = await parts.__anext__()
        except TimeoutError as error:
            raise BodyError(408) from error
        if not part:
            raise BodyError(400)
        part = part[: length - received]
        received += len(part)
        yield part


async def receive_body(parts, length):
    """Return a file with the body of a request, at its beginning. `parts` is an asynchronous iterator of bytes.

    Raise BodyError if it does not arrive, or if the disk has no room for it.
    """
    body = io.BytesIO() if length <= MAX_IN_MEMORY else tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
    try:
        async for part in receive_parts(parts, length):
            body.write(part)
        body.seek(0)
    except OSError as error:
        with contextlib.suppress(OSError):  # what is still buffered can't be written either
            body.close()
        raise BodyError(503) from error
    except BaseException:
        body.close()
        raise
    return body
