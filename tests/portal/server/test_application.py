"""Sending answers: temporary files."""

import asyncio

from portal.server import application
from portal.server.answers import Answer
from tests.support.servers import run_in_loop


class Client:
    """The end of a connection to which files are sent."""

    def response_file(self, status, headers, path):
        self.path = path


def test_temporary_file_is_deleted_when_the_process_ends(tmp_path):
    path = tmp_path / "answer"
    path.write_text("a long response")
    server = application.Server(page_cache=None)

    async def send():
        application.send(Client(), Answer(200, [], str(path), is_temporary=True))
        assert path.exists()

    run_in_loop(send())
    server.__rsgi_del__(None)
    assert not path.exists()
    assert not application.temporary_files


def test_temporary_file_is_deleted_after_a_while(tmp_path, monkeypatch):
    monkeypatch.setattr(application, "TEMPORARY_FILE_LIFE", 0)
    path = tmp_path / "answer"
    path.write_text("a long response")

    async def send():
        application.send(Client(), Answer(200, [], str(path), is_temporary=True))
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    run_in_loop(send())
    assert not path.exists()
    assert not application.temporary_files
