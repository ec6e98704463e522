"""The language of an address: `/es/noticias/` is Spanish, whoever asks. No guess from the browser, and no cookie."""

import re

from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import override

from portal.i18n.languages import LANGUAGES

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
