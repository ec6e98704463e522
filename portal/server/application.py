"""The RSGI application: requests that are received whole, pages from memory, and Django in threads for all others."""

import asyncio
import contextlib
import io
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings

from portal.operations.request_metrics import count_response
from portal.page_cache.requests import READING_METHODS, is_page_request
from portal.server.answers import Answer, FileWrapper, get_answer
from portal.server.bodies import BodyError, get_length, receive_body
from portal.server.clients import is_editor
from portal.server.environ import build_environ
from portal.server.refusals import build_refusal

logger = logging.getLogger(__name__)

# Threads of a process for public pages, and for everything else: editors and readers don’t wait for each other.
PAGE_THREADS, OTHER_THREADS = 3, 3
# How many requests wait for a thread before others are refused.
MAX_WAITING = 100
# Larger bodies are received from few clients at a time, unless an editor sends them, in bytes.
SMALL_BODY = 64 * 2**10
MAX_LARGE_BODIES = 8
# After this many seconds a temporary file is being sent: its name is no longer needed.
TEMPORARY_FILE_LIFE = 60
# The paths of those that are not deleted yet.
temporary_files = set()


class Threads:
    """A bounded number of threads for requests, and of requests that wait for one."""

    def __init__(self, count, name):
        self.executor = ThreadPoolExecutor(count, thread_name_prefix=name)
        self.waiting = 0

    async def run(self, function, *arguments):
        """Return the result of a function that runs in a thread. Raise BodyError if too many requests wait."""
        if self.waiting >= MAX_WAITING:
            raise BodyError(503)
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.executor, function, *arguments)
        finally:
            self.waiting -= 1


class Server:
    """Serves the page cache, and Django behind it, to clients that may be slow or never finish."""

    def __init__(self, page_cache):
        self.page_cache = page_cache
        self.page_threads = Threads(PAGE_THREADS, "pages")
        self.other_threads = Threads(OTHER_THREADS, "requests")
        self.large_bodies = 0

    def __rsgi_del__(self, loop):
        """Delete the remaining temporary files of responses when the process ends."""
        for path in list(temporary_files):
            delete_file(path)

    async def __rsgi__(self, scope, proto):
        environ = build_environ(scope, FileWrapper)
        if self.respond_from_memory(environ, proto):
            return
        try:
            body = await self.receive(environ, proto)
            with body:
                environ["wsgi.input"] = body
                threads = self.page_threads if is_page_request(environ) else self.other_threads
                answer = await threads.run(get_answer, self.page_cache, environ)
        except BodyError as error:
            answer = build_refusal(environ, error.status)
        except Exception:
            logger.exception("A request has failed outside Django: %s", environ["PATH_INFO"])
            answer = build_refusal(environ, 500)
        send(proto, answer)

    def respond_from_memory(self, environ, proto):
        """Answer with a kept page, and return whether there was one."""
        found = self.page_cache.find(environ)
        if found is None:
            return False
        started = []
        body = self.page_cache.respond(*found, environ, lambda *start: started.extend(start))
        status, headers = started
        send(proto, Answer(int(status[:3]), headers, b"".join(body)))
        return True

    async def receive(self, environ, proto):
        """Return a file with the body of a request.

        It is empty for a request that reads, and for a body that Django refuses by its length. Raise BodyError if it
        is not received.
        """
        if environ["REQUEST_METHOD"] in READING_METHODS:
            environ.pop("CONTENT_LENGTH", None)
            return io.BytesIO()
        if "HTTP_TRANSFER_ENCODING" in environ:
            raise BodyError(411)
        length = get_length(environ)
        if length <= SMALL_BODY:
            return await receive_body(aiter(proto), length) if length else io.BytesIO()
        if await self.other_threads.run(is_editor, environ):
            is_allowed = length <= settings.PORTAL_MAX_SAVE_SIZE
            return await receive_body(aiter(proto), length) if is_allowed else io.BytesIO()
        return await self.receive_large(proto, length) if length <= settings.PORTAL_MAX_FORM_SIZE else io.BytesIO()

    async def receive_large(self, proto, length):
        """Receive a large body from someone who is not signed in, unless too many others send one."""
        if self.large_bodies >= MAX_LARGE_BODIES:
            raise BodyError(503)
        self.large_bodies += 1
        try:
            return await receive_body(aiter(proto), length)
        finally:
            self.large_bodies -= 1


def send(proto, answer):
    """Send an answer. The server sends files and all other bodies at the pace of the client, without a thread."""
    count_response(answer.status)
    if isinstance(answer.body, bytes):
        proto.response_bytes(answer.status, answer.headers, answer.body)
    elif answer.end is None:
        proto.response_file(answer.status, answer.headers, answer.body)
    else:
        proto.response_file_range(answer.status, answer.headers, answer.body, answer.first, answer.end)
    if answer.is_temporary:
        temporary_files.add(answer.body)
        asyncio.get_running_loop().call_later(TEMPORARY_FILE_LIFE, delete_file, answer.body)


def delete_file(path):
    temporary_files.discard(path)
    with contextlib.suppress(FileNotFoundError):
        Path(path).unlink()
