"""Responses to requests that don't reach Django."""

from http import HTTPStatus

from django.core.handlers.wsgi import WSGIRequest
from django.utils.translation import override

from portal.error_views import unavailable
from portal.i18n.paths import get_path_language
from portal.server.answers import Answer

# The connection is closed, since the rest of the body is not read.
CLOSE = ("connection", "close")
PLAIN_TEXT = ("content-type", "text/plain; charset=utf-8")


def build_refusal(environ, status):
    """Return the Answer for a status. A server that is overloaded says so in the language of the page."""
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        with override(get_path_language(environ["PATH_INFO"])):
            response = unavailable(WSGIRequest(environ))
        return Answer(status, [*response.items(), CLOSE], response.content)
    return Answer(status, [PLAIN_TEXT, CLOSE], f"{HTTPStatus(status).phrase}\n".encode())
