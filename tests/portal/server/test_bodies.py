"""Bodies of requests: whole, in time, and no larger than memory allows."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from portal.server import bodies
from portal.server.bodies import BodyError, get_length, get_patience, receive_body
from tests.support.servers import run_in_loop


async def send(*parts, pause=0.0):
    for part in parts:
        await asyncio.sleep(pause)
        yield part
    while True:
        yield b""


def receive(parts, length):
    async def run():
        with await receive_body(parts, length) as body:
            return body.read()

    return run_in_loop(run())


def test_parts_are_joined():
    assert receive(send(b"ab", b"cd", b"e"), 5) == b"abcde"


def test_rest_beyond_length_is_cut():
    assert receive(send(b"abc", b"defg"), 5) == b"abcde"


def test_large_body_is_kept_on_disk(monkeypatch):
    monkeypatch.setattr(bodies, "MAX_IN_MEMORY", 5)

    async def run():
        with await receive_body(send(b"abc", b"def"), 6) as body:
            return isinstance(body.name, int), body.read()

    assert run_in_loop(run()) == (True, b"abcdef")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device on this system")
def test_full_disk_refuses_large_bodies_only(monkeypatch):
    monkeypatch.setattr(bodies, "MAX_IN_MEMORY", 5)
    monkeypatch.setattr(bodies.tempfile, "TemporaryFile", partial(Path.open, Path("/dev/full"), "r+b"))
    assert receive(send(b"abcde"), 5) == b"abcde"
    with pytest.raises(BodyError) as error:
        receive(send(b"abcdef"), 6)
    assert error.value.status == 503


def test_client_that_leaves_is_noticed():
    with pytest.raises(BodyError) as error:
        receive(send(b"abc"), 10)
    assert error.value.status == 400


def test_pause_that_is_too_long_ends_the_request(monkeypatch):
    monkeypatch.setattr(bodies, "MAX_PAUSE", 0.02)
    with pytest.raises(BodyError) as error:
        receive(send(b"a", b"b", pause=0.2), 2)
    assert error.value.status == 408


def test_trickle_ends_the_request(monkeypatch):
    monkeypatch.setattr(bodies, "GRACE", 0.05)
    with pytest.raises(BodyError) as error:
        receive(send(*[b"a"] * 1_000, pause=0.01), 1_000)
    assert error.value.status == 408


@pytest.mark.parametrize(
    ("received", "elapsed", "patience"),
    [(0, 0, bodies.GRACE), (0, bodies.GRACE, 0), (10**9, 3600, bodies.MAX_PAUSE), (bodies.MIN_RATE * 60, 65, 5)],
    ids=["start", "nothing", "fast", "slow"],
)
def test_patience_depends_on_the_rate(received, elapsed, patience):
    assert get_patience(received, elapsed) == patience


@pytest.mark.parametrize("value", ["-1", "1e3", "٣", "", "1,1"])
def test_length_that_is_no_number_is_refused(value):
    with pytest.raises(BodyError):
        get_length({"CONTENT_LENGTH": value})
