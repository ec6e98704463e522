"""The language of an address: `/es/noticias/` is Spanish, whoever asks. No guess from the browser, and no cookie."""

import re

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpResponsePermanentRedirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import override

from portal.languages import LANGUAGES

PREFIX = re.compile(r"/(?P<language>[a-z]{2})(?P<region>[-_][a-z]{2})?(?P<rest>/.*)?", re.IGNORECASE | re.DOTALL)
LONGEST_QUERY = 4096


def language_of(path):
    """The language that an address is in, English for one that names none."""
    match = PREFIX.fullmatch(path)
    language = match and match["language"].lower()
    return language if language in LANGUAGES else "en"


def names_language(path):
    """Whether an address begins with one of the three languages."""
    match = PREFIX.fullmatch(path)
    return bool(match) and match["language"].lower() in LANGUAGES


def without_region(path):
    """`/es/noticias/` for `/es-mx/noticias/` or `/ES/noticias/`; None for an address that stands as it is."""
    if not names_language(path):
        return None
    match = PREFIX.fullmatch(path)
    plain = f"/{match['language'].lower()}{match['rest'] or '/'}"
    return plain if match["region"] or match["language"] != match["language"].lower() else None


def match_in(path, language) -> ResolverMatch | None:
    """What an address leads to when it is read in `language`, whatever its own prefix."""
    rest = PREFIX.fullmatch(path)["rest"] or "/"
    with override(language):
        try:
            return resolve(f"/{language}{rest}")
        except Resolver404:
            return None


def in_right_words(path):
    """`/en/news/2004/` for `/en/noticias/2004/`, which is in the words of another language; None if there is none."""
    here = language_of(path)
    for language in LANGUAGES:
        if language != here and (match := match_in(path, language)):
            with override(here):
                right = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
            if right != path:
                return right
    return None


def with_query(path, request):
    """An address with the query of the request."""
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


class LanguageOfAddress:
    """Middleware: answers in the language of the address, and leads from other forms of it to the right one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request.path_info)
        with override(language):
            request.LANGUAGE_CODE = language
            if plain := without_region(request.path_info):
                return HttpResponsePermanentRedirect(with_query(plain, request))
            response = self.get_response(request)
            if not names_language(request.path_info):
                return response
            if response.status_code == 404 and (path := in_right_words(request.path_info)):
                return HttpResponsePermanentRedirect(with_query(path, request))
            response.headers["Content-Language"] = language
            return response


def refuse_long_queries(get_response):
    """Middleware, inside the language of the address: a query that no page of the portal makes is refused at once."""

    def middleware(request):
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
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
