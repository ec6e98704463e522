"""Turns a response of the portal into a file of the mirror, and collects the addresses that it leads to."""

from http import HTTPStatus
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.i18n.paths import get_path_language
from portal.mirror.addresses import ERROR_PAGES, build_relative_link, get_file_path, parse_link
from portal.mirror.pages import render_redirect
from portal.mirror.rewriting import PageRewriter, get_sitemap_links, rewrite_css

HTML, CSS = "text/html", "text/css"
XML = "application/xml"


class Document(NamedTuple):
    """A file of the mirror: its path, type and chunks of bytes, and the addresses that it leads to."""

    path: str
    media_type: str
    chunks: object
    links: frozenset


class LinkCollector:
    """Makes the links of one page relative, and collects their addresses."""

    def __init__(self, address):
        self.address = address
        self.links = set()

    def rewrite(self, link):
        """Return the relative link to an address of the mirror. Other links stay as they are."""
        if link.startswith("#") or (parsed := parse_link(link, self.address)) is None:
            return link
        target, fragment = parsed
        self.links.add(target)
        return build_relative_link(self.address, target, fragment)

    def follow(self, link):
        """Collect the address of a link that stays absolute."""
        if parsed := parse_link(link, self.address):
            self.links.add(parsed[0])

    def replace_search(self, action):
        """Return the link to the index of all pages, in place of a search box."""
        link = self.rewrite(action)
        with override(get_path_language(action)):
            return render_to_string("mirror/_search_link.html", {"link": link}).strip()


def rewrite_html(html, collector):
    """Return a page for the mirror."""
    return PageRewriter(collector.rewrite, collector.follow, collector.replace_search).run(html)


def get_redirect_target(response, address):
    """Return the (address, fragment) that a redirect leads to, None if it leads to no address of the mirror."""
    is_redirect = HTTPStatus.MULTIPLE_CHOICES <= response.status < HTTPStatus.BAD_REQUEST
    parsed = parse_link(response.location, address) if is_redirect else None
    return parsed if parsed and parsed[0] != address else None


def build_redirect(address, target, fragment):
    """Return the Document in place of a redirect."""
    collector = LinkCollector(address)
    link = collector.rewrite(f"{target}#{fragment}" if fragment else target)
    html = render_redirect(target, link, settings.PORTAL_BASE_URL + target)
    path = get_file_path(address, HTML)
    return Document(path, HTML, [html.encode()], frozenset(collector.links)) if path else None


def build_document(address, response):
    """Return the Document of a response, or None if the address is not in the mirror."""
    if target := get_redirect_target(response, address):
        return build_redirect(address, *target)
    expected = HTTPStatus.NOT_FOUND if address in ERROR_PAGES else HTTPStatus.OK
    path = get_file_path(address, response.media_type, response.file_name)
    if response.status != expected or path is None:
        return None
    collector, chunks = LinkCollector(address), response.chunks
    for link in response.addresses:
        collector.follow(link)
    if response.media_type == HTML:
        chunks = [rewrite_html(response.read().decode(), collector).encode()]
    elif response.media_type == CSS:
        chunks = [rewrite_css(response.read().decode(), collector.rewrite).encode()]
    elif response.media_type == XML:
        body = response.read().decode()
        for link in get_sitemap_links(body):
            collector.follow(link)
        chunks = [body.encode()]
    return Document(path, response.media_type, chunks, frozenset(collector.links))
