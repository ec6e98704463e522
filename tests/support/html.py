"""HTML parsers for assertions on pages and forms."""

import re
from html.parser import HTMLParser

INNER_EDGES = re.compile(r"(<(?!(?:br|hr|img|input|link|meta|source)\b)[a-z][^<>]*>) | (?=</)")
URL_ATTRIBUTES = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "object": "data"}


class ParsedPage(HTMLParser):
    """A parsed page: `elements`, as (tag, attributes), and `texts`, both in document order."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.texts = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    def all(self, tag, **wanted):
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and all(attributes.get(key) == value for key, value in wanted.items())
        ]

    def get_alternate_links(self):
        """Return the attributes of the alternate links, one for each language."""
        return [link for link in self.all("link", rel="alternate") if "hreflang" in link]

    def get_loaded_urls(self):
        """Yield the URLs that a browser loads with the page."""
        for tag, attributes in self.elements:
            if tag in URL_ATTRIBUTES and attributes.get(URL_ATTRIBUTES[tag]):
                yield attributes[URL_ATTRIBUTES[tag]]
            if tag == "link" and attributes.get("rel") in {"stylesheet", "icon", "preload"}:
                yield attributes["href"]


def collapse_whitespace(html):
    """Return HTML with each run of whitespace as one space, and none at the inner edges of elements.

    Browsers lay out whitespace like this in blocks. Line breaks in templates then do not matter to an assertion.
    """
    return INNER_EDGES.sub(r"\1", re.sub(r"[ \t\r\n]+", " ", html))


def is_submitted(item):
    """Return whether a browser submits this input when another button is pressed."""
    kind = item.get("type")
    return kind not in {"submit", "file"} and (kind not in {"checkbox", "radio"} or "checked" in item)


class FormParser(HTMLParser):
    """The form data of a page: `fields`, {name: values}, without buttons."""

    def __init__(self, html):
        super().__init__()
        self.fields = {}
        self.select = self.textarea = None
        self.feed(html)

    def add(self, name, value):
        self.fields.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        item = dict(attrs)
        name = item.get("name")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in item:
            self.add(self.select, item.get("value", ""))
        elif tag == "textarea":
            self.textarea = name
            self.add(name, "")
        elif tag == "input" and name and is_submitted(item):
            self.add(name, item.get("value", "on" if item.get("type") == "checkbox" else ""))

    def handle_endtag(self, tag):
        if tag in {"select", "textarea"}:
            self.select = self.textarea = None

    def handle_data(self, data):
        if self.textarea:
            self.fields[self.textarea][-1] += data


NOT_FOUND_TITLE = {
    "en": "This page was not found",
    "es": "No se encontró esta página",
    "fr": "Cette page est introuvable",
}


NOT_FOUND_MARK = {"en": "Not available", "es": "No disponible", "fr": "Non disponible"}


def get_dates(html):
    """Return the `datetime` attributes of all `<time>` elements."""
    return re.findall(r'<time datetime="([\d-]+)"', html)
