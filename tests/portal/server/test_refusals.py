"""Responses to requests that don't reach Django."""

import pytest

from portal.server.refusals import build_refusal
from tests.support.page_cache import build_environ


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_overload_is_said_in_the_language_of_the_page(language):
    answer = build_refusal(build_environ(f"/{language}/"), 503)
    headers = dict(answer.headers)
    assert (answer.status, headers["Retry-After"], headers["Cache-Control"]) == (503, "5", "no-store")
    assert f'<html lang="{language}"' in answer.body.decode()


def test_slow_client_gets_a_short_answer():
    answer = build_refusal(build_environ("/admin/", "POST"), 408)
    assert (answer.status, answer.body) == (408, b"Request Timeout\n")
    assert dict(answer.headers)["connection"] == "close"
