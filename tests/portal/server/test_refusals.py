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


@pytest.mark.parametrize("status", [400, 408])
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_incomplete_save_is_explained_in_language_of_browser(language, status):
    answer = build_refusal(build_environ("/admin/", "POST", Accept_Language=f"{language}-CA,en;q=0.5"), status)
    assert answer.status == status
    assert f'<html lang="{language}"' in answer.body.decode()
    assert dict(answer.headers)["connection"] == "close"


def test_refusal_of_a_program_is_plain_text():
    answer = build_refusal(build_environ("/en/", "POST"), 411)
    assert (answer.status, answer.body) == (411, b"Length Required\n")
