"""The language of a URL path. `/es/noticias/` is Spanish for every visitor: no cookie or Accept-Language is read."""

import re

from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import override

from portal.i18n.languages import LANGUAGES

LANGUAGE_PREFIX = re.compile(
    r"/(?P<language>[a-z]{2})(?P<region>[-_][a-z]{2})?(?P<rest>/.*)?", re.IGNORECASE | re.DOTALL
)

MAX_QUERY_LENGTH = 4096


def get_path_language(path):
    """Return the language of a path, or "en" if it has no language prefix."""
    match = LANGUAGE_PREFIX.fullmatch(path)
    language = match and match["language"].lower()
    return language if language in LANGUAGES else "en"


def has_language_prefix(path):
    """Return whether a path begins with one of the three languages, with or without a region."""
    match = LANGUAGE_PREFIX.fullmatch(path)
    return bool(match) and match["language"].lower() in LANGUAGES


def normalize_prefix(path):
    """Return `/es/noticias/` for `/es-mx/noticias/` or `/ES/noticias/`, or None if the path needs no change."""
    if not has_language_prefix(path):
        return None
    match = LANGUAGE_PREFIX.fullmatch(path)
    normalized = f"/{match['language'].lower()}{match['rest'] or '/'}"
    return normalized if match["region"] or match["language"] != match["language"].lower() else None


def resolve_in_language(path, language) -> ResolverMatch | None:
    """Resolve a path as if its prefix were `language`. Returns None if no URL pattern matches."""
    rest = LANGUAGE_PREFIX.fullmatch(path)["rest"] or "/"
    with override(language):
        try:
            return resolve(f"/{language}{rest}")
        except Resolver404:
            return None


def translate_path(path):
    """Return `/en/news/2004/` for `/en/noticias/2004/`, whose words are Spanish, or None if no language matches."""
    path_language = get_path_language(path)
    for language in LANGUAGES:
        if language != path_language and (match := resolve_in_language(path, language)):
            with override(path_language):
                translated = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
            if translated != path:
                return translated
    return None


def add_query_string(path, request):
    """Return a path with the query string of the request."""
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
