"""All public pages in one language with the initial content, read once for several tests."""

import json
import re
from functools import cache, cached_property
from urllib.parse import urlencode

from django.test import Client
from django.utils.html import strip_tags

from tests.support.html import ParsedPage
from tests.support.page_kinds import get_kind

DATA_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


class CrawledPage:
    """One page: its path with the query string, its URL name, its HTML and its HTTP headers and cookies."""

    def __init__(self, path, kind, response):
        self.path = path
        self.kind = kind
        self.html = response.content.decode()
        self.headers = response.headers
        self.cookies = response.cookies

    def __repr__(self):
        return self.path

    @cached_property
    def parsed(self):
        return ParsedPage(self.html)

    @cached_property
    def title(self):
        """The text of `<title>`."""
        return get_title(self.html)

    @cached_property
    def main(self):
        """The HTML of `<main>`."""
        return self.html.partition("<main")[2].partition("</main>")[0].partition(">")[2]

    def get_meta(self, name):
        """Return the contents of the `<meta>` elements with a name or a property."""
        return [item["content"] for item in self.parsed.all("meta") if name in (item.get("name"), item.get("property"))]

    def get_data(self):
        """Return the parsed data blocks of JSON-LD."""
        return parse_data(self.html)

    def get_links(self):
        """Return the paths with query strings that the page links to."""
        links = (item.get("href", "").partition("#")[0] for item in self.parsed.all("a"))
        return [f"{self.path.partition('?')[0]}{link}" if link.startswith("?") else link for link in links]

    def get_filter_urls(self):
        """Return a URL for each value of the filters: those of the form and those that are links."""
        urls, name = [link for link in self.get_links() if link.startswith(f"{self.path}?")], ""
        for tag, attributes in self.parsed.elements:
            name = attributes.get("name") if tag == "select" else name
            if tag == "option" and name and attributes.get("value"):
                urls.append(f"{self.path}?{urlencode({name: attributes['value']})}")
        return urls


def get_title(html):
    """Return the text of `<title>`."""
    return "".join(ParsedPage(TITLE.search(html)[1]).texts)


def parse_data(html):
    """Return the parsed data blocks in some HTML."""
    return [json.loads(block) for block in DATA_BLOCK.findall(html)]


def get_main_text(html):
    """Return the text in the HTML of `<main>`, on one line."""
    return re.sub(r"\s+", " ", strip_tags(re.sub(r"<(?:svg|script)\b.*?</(?:svg|script)>", " ", html, flags=re.DOTALL)))


class Crawl:
    """A crawl in one language: `pages`, {path: CrawledPage}, `files`, other paths that exist, and `dead` links.

    A URL is requested once, and not at all if it is `known`. Of filters and further pages, only those on the first
    page of a list are followed.
    """

    def __init__(self, language, known=()):
        self.language = language
        self.known = known
        self.pages, self.files, self.dead = {}, set(), []

    def read(self, *paths):
        """Read these pages and what they lead to."""
        client, seen, waiting = Client(), set(self.pages), list(paths)
        while waiting:
            if (path := waiting.pop()) in seen:
                continue
            seen.add(path)
            response = client.get(path)
            if response.status_code != 200:
                self.dead.append(path)
            elif not response.headers["Content-Type"].startswith("text/html"):
                self.files.add(path)
            else:
                kind = get_kind(path.partition("?")[0], self.language)
                page = self.pages[path] = CrawledPage(path, kind, response)
                waiting += [target for target in self.get_targets(page) if target not in self.known]

    def get_targets(self, page):
        """Return the URLs in the language of the crawl that a page leads to."""
        links = [link for link in page.get_links() if link.startswith(f"/{self.language}/")]
        if "?" in page.path:
            return [link for link in links if "?" not in link]
        return links + page.get_filter_urls()


@cache
def crawl(language):
    """Return the Crawl of what the home page leads to, and of each value of each filter alone.

    Call it before a test changes the initial content: each process crawls a language once.
    """
    result = Crawl(language)
    result.read(f"/{language}/")
    return result


def get_unfiltered(language):
    """Return the pages without a query string."""
    return [page for path, page in crawl(language).pages.items() if "?" not in path]


def get_pages(language):
    """Return {path: HTML} of the pages without a query string."""
    return {page.path: page.html for page in get_unfiltered(language)}
