"""Addresses of the mirror: which links lead to one, the files they are stored in, and relative links.

An address is a path of the portal, with `?page=N` for the second and further pages of a list.
"""

import mimetypes
import posixpath
from functools import cache
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from portal.former_site import FORMER_PATHS
from portal.i18n.languages import LANGUAGES

# Their response has the status 404, and their links begin with a slash: they are shown at any address.
ERROR_PAGES = ("/404.html", *(f"/{language}/404.html" for language in LANGUAGES))
# What is found in no other page. Everything else is found by following links.
START = ("/", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt", *ERROR_PAGES,
         *(f"/{path}" for path in FORMER_PATHS))  # fmt: skip
PAGE_MARK = "?page="
# For media types that the operating system may not know.
EXTENSIONS = {"text/html": ".html", "application/atom+xml": ".atom"}


def reverse_in_languages(name, **options):
    """Return the paths of a URL name in all languages."""
    paths = []
    for language in LANGUAGES:
        with override(language):
            paths.append(reverse(name, **options))
    return tuple(paths)


@cache
def get_search_paths():
    """Return the paths of the search page, where the mirror has the index of all pages."""
    return reverse_in_languages("search")


@cache
def get_excluded_paths():
    """Return the beginnings of paths that need a server: the admin, previews, texts as of a day, the search."""
    as_of = {path.partition("/label")[0] + "/" for path in reverse_in_languages("choose_day", args=["label", 1])}
    return (reverse("admin:index"), "/preview/", *as_of, *reverse_in_languages("opensearch"))


@cache
def get_list_paths(name):
    """Return the paths of the list with a URL name in all languages, as a set."""
    return frozenset(reverse_in_languages(name))


def get_path(address):
    """Return the path of an address on the portal, without the number of the page."""
    return address.partition(PAGE_MARK)[0]


def parse_link(link, address):
    """Return the (address, fragment) that a link on a page leads to, or None if the mirror does not have it.

    Filters and searches are left out: the link leads to the whole list, or to the index of all pages.
    """
    try:
        parts = urlsplit(urljoin(settings.PORTAL_BASE_URL + address, link.strip()))
        own = urlsplit(settings.PORTAL_BASE_URL)
    except ValueError:
        return None
    path = parts.path or "/"
    if (parts.scheme, parts.netloc) != (own.scheme, own.netloc) or path.startswith(get_excluded_paths()):
        return None
    parameters = parse_qsl(parts.query)
    if len(parameters) == 1 and parameters[0][0] == "page" and path not in get_search_paths():
        number = parameters[0][1]
        if number.isascii() and number.isdecimal() and int(number) > 1:
            path = f"{path}{PAGE_MARK}{int(number)}"
    return path, parts.fragment


def get_mirror_path(address):
    """Return the path of an address in the mirror: `/en/news/page.2/` for the second page.

    No slug has a dot, so that no record can have this address.
    """
    path, _, number = address.partition(PAGE_MARK)
    return f"{path}page.{number}/" if number else path


def get_extension(media_type, file_name):
    """Return the extension of a media type, or else that of the name under which readers save the file."""
    known = EXTENSIONS.get(media_type) or posixpath.splitext(file_name)[1].lower()
    return known or mimetypes.guess_extension(media_type) or ".bin"


def get_file_stem(address):
    """Return the relative path of the file of an address, without the extension of an index."""
    path = unquote(get_mirror_path(address)).removeprefix("/")
    return path if path and not path.endswith("/") else f"{path}index."


def get_file_path(address, media_type, file_name=""):
    """Return the relative path of the file of an address, or None if the address cannot be a file.

    An address that ends with a slash is a folder with an index of its media type, so that it stays the same.
    """
    path = get_file_stem(address)
    if path.endswith("index."):
        path = path.removesuffix(".") + get_extension(media_type, file_name)
    parts = path.split("/")
    is_hidden = any(part.startswith(".") and part != ".well-known" for part in parts)
    is_unsafe = not all(parts) or "\x00" in path or any(len(part.encode()) > 255 for part in parts)
    return None if is_hidden or is_unsafe else path


def build_relative_link(address, target, fragment=""):
    """Return the link from the page of one address to another one. On error pages it begins with a slash."""
    path = get_mirror_path(target)
    if address not in ERROR_PAGES:
        folder = posixpath.dirname(get_mirror_path(address))
        slash = "/" if path.endswith("/") else ""
        path = posixpath.relpath(path, folder) + slash
        if path.startswith("./") is False and ":" in path.partition("/")[0]:
            path = f"./{path}"
    return f"{path}#{fragment}" if fragment else path
