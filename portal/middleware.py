"""Middleware: compression, conditional requests, methods, languages of the URL and the editor, limits of requests."""

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import parse_http_date_safe
from django.utils.translation import override

from portal.i18n.paths import (
    MAX_QUERY_LENGTH,
    add_query_string,
    get_path_language,
    has_language_prefix,
    normalize_prefix,
    translate_path,
)

READING_METHODS = ("GET", "HEAD")
ALLOWED = "GET, HEAD, OPTIONS"


class CompressionMiddleware(GZipMiddleware):
    """Compress text responses. Of those that are streamed, only XML is compressed.

    The length of a compressed response can reveal a secret next to reflected input (BREACH). Public pages contain no
    secrets, CSRF tokens are masked differently in each response, and Django adds random padding.
    """

    def process_response(self, request, response):
        content_type = response.headers.get("Content-Type", "").partition(";")[0]
        is_xml = content_type.endswith("xml")
        if not is_xml and (response.streaming or not content_type.startswith("text/")):
            return response
        return super().process_response(request, response)


class ConditionalMiddleware(ConditionalGetMiddleware):
    """Answer conditional GET and HEAD requests. Pages that may be stored get an entity tag of their content.

    Runs inside CompressionMiddleware, which makes the tag of a compressed page a weak one.
    """

    def process_response(self, request, response):
        if request.method not in READING_METHODS:
            return response
        if response.status_code == 200 and self.needs_etag(response) and not response.has_header("ETag"):
            set_response_etag(response)
        etag, modified = response.get("ETag"), parse_http_date_safe(response.get("Last-Modified", ""))
        if etag or modified:
            return get_conditional_response(request, etag=etag, last_modified=modified, response=response)
        return response


class MethodMiddleware:
    """Answer OPTIONS, and refuse methods that write, on all public URLs. Runs before CsrfViewMiddleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method in READING_METHODS or request.path_info.startswith(reverse("admin:index")):
            return None
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ALLOWED})
        response = render(request, "portal/method_not_allowed.html", status=405)
        response.headers["Allow"] = ALLOWED
        return response


class URLLanguageMiddleware:
    """Activate the language of the URL, and redirect other forms of a URL to the canonical one.

    In the admin, it is that of the browser until EditorLanguageMiddleware knows the editor's.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = self.get_language(request)
        with override(language):
            request.LANGUAGE_CODE = language
            if path := normalize_prefix(request.path_info):
                return HttpResponsePermanentRedirect(add_query_string(path, request))
            response = self.get_response(request)
            if not has_language_prefix(request.path_info):
                return response
            if response.status_code == 404 and (path := translate_path(request.path_info)):
                return HttpResponsePermanentRedirect(add_query_string(path, request))
            response.headers["Content-Language"] = language
            return response

    def get_language(self, request):
        if request.path_info.startswith(reverse("admin:index")):
            return translation.get_language_from_request(request)
        return get_path_language(request.path_info)


def limit_query_length(get_response):
    """Reject query strings that are longer than any page of the portal produces.

    Runs after URLLanguageMiddleware, so that the error page is in the language of the URL.
    """

    def middleware(request):
        if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY_LENGTH:
            raise BadRequest("The query is too long.")
        return get_response(request)

    return middleware


def get_max_body_size(user):
    """Return the maximum size of a request body in bytes. Editors upload files, other users do not."""
    return settings.PORTAL_MAX_SAVE_SIZE if user.is_active and user.is_staff else settings.PORTAL_MAX_FORM_SIZE


def limit_body_size(get_response):
    """Reject request bodies that are too large before anything reads them.

    Runs after EditorLanguageMiddleware, so that the error page is in the editor's language.
    """

    def middleware(request):
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        if size > settings.PORTAL_MAX_FORM_SIZE and size > get_max_body_size(request.user):
            raise RequestDataTooBig("More was sent than a save can hold.")
        return get_response(request)

    return middleware


class EditorLanguageMiddleware:
    """Activate the editor's language and time zone in the admin. Runs after AuthenticationMiddleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(reverse("admin:index")):
            return self.get_response(request)
        language = getattr(request.user, "interface_language", None)
        zone = getattr(request.user, "time_zone", None)
        with override(language or translation.get_language()), timezone.override(zone):
            response = self.get_response(request)
            response.headers["Content-Language"] = translation.get_language()
            return response
