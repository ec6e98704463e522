"""Responses to requests that don't reach Django."""

from functools import cache
from http import HTTPStatus

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.utils.translation import get_language_from_request, override

from portal.error_views import incomplete, server_error, unavailable
from portal.i18n.languages import LANGUAGES
from portal.i18n.paths import get_path_language, has_language_prefix
from portal.page_cache.requests import PageKey, build_environ
from portal.server.answers import Answer

# Pages without queries. Other statuses are for programs: no browser sends what they refuse.
VIEWS = {400: incomplete, 408: incomplete, 500: server_error, 503: unavailable}
# The connection is closed, since the rest of the body is not read.
CLOSE = ("connection", "close")
PLAIN_TEXT = ("content-type", "text/plain; charset=utf-8")


def get_reader_language(environ):
    """Return the language of the path, or else the one that the browser asks for."""
    if has_language_prefix(environ["PATH_INFO"]):
        return get_path_language(environ["PATH_INFO"])
    language = get_language_from_request(WSGIRequest(environ))[:2]
    return language if language in LANGUAGES else "en"


@cache
def render_refusal(status, language):
    """Return the Answer for a status in a language. It is rendered once, so that a flood of refusals costs little."""
    host = settings.ALLOWED_HOSTS[0].removeprefix(".").replace("*", "localhost")
    request = WSGIRequest(build_environ(PageKey("https", host, f"/{language}/", "")))
    with override(language):
        response = VIEWS[status](request)
    return Answer(status, [*response.items(), ("content-language", language), CLOSE], response.content)


def build_refusal(environ, status):
    """Return the Answer for a status."""
    if status in VIEWS:
        return render_refusal(status, get_reader_language(environ))
    return Answer(status, [PLAIN_TEXT, CLOSE], f"{HTTPStatus(status).phrase}\n".encode())
