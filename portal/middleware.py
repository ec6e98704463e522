"""Middleware: compression, the language of an address and of an editor, and limits to queries and request bodies."""

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpResponsePermanentRedirect
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import override

from portal.i18n.paths import (
    MAX_QUERY_LENGTH,
    add_query_string,
    get_path_language,
    has_language_prefix,
    normalize_prefix,
    translate_path,
)


class CompressedPages(GZipMiddleware):
    """Compresses what is text and whole.

    A compressed answer's length can give away a secret that stands beside words from the request: public pages hold no
    secret, the admin's form tokens are masked anew in each answer, and Django adds a random length to each.
    """

    def process_response(self, request, response):
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or not (kind.startswith("text/") or kind.endswith("xml")):
            return response
        return super().process_response(request, response)


class LanguageOfAddress:
    """Middleware: answers in the language of the address, and leads from other forms of it to the right one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = get_path_language(request.path_info)
        with override(language):
            request.LANGUAGE_CODE = language
            if plain := normalize_prefix(request.path_info):
                return HttpResponsePermanentRedirect(add_query_string(plain, request))
            response = self.get_response(request)
            if not has_language_prefix(request.path_info):
                return response
            if response.status_code == 404 and (path := translate_path(request.path_info)):
                return HttpResponsePermanentRedirect(add_query_string(path, request))
            response.headers["Content-Language"] = language
            return response


def refuse_long_queries(get_response):
    """Middleware, inside the language of the address: a query that no page of the portal makes is refused at once."""

    def middleware(request):
        if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY_LENGTH:
            raise BadRequest("The query is too long.")
        return get_response(request)

    return middleware


def largest_of(user):
    """How many bytes someone may send at once."""
    return settings.PORTAL_LARGEST_SAVE if user.is_active and user.is_staff else settings.PORTAL_LARGEST_FORM


def refuse_large_bodies(get_response):
    """Middleware, inside the editor's language: more than a save can hold is refused before anything reads it."""

    def middleware(request):
        sent = int(request.META.get("CONTENT_LENGTH") or 0)
        if sent > settings.PORTAL_LARGEST_FORM and sent > largest_of(request.user):
            raise RequestDataTooBig("More was sent than a save can hold.")
        return get_response(request)

    return middleware


class LanguageOfEditor:
    """Middleware, behind the one that knows who is signed in: the admin speaks its editor's language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(reverse("admin:index")):
            return self.get_response(request)
        language = getattr(request.user, "interface_language", None)
        zone = getattr(request.user, "time_zone", None)
        with override(language or translation.get_language_from_request(request)), timezone.override(zone):
            response = self.get_response(request)
            response.headers["Content-Language"] = translation.get_language()
            return response
