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


UNSUBMITTED_TYPES = {"file", "submit", "button", "reset", "image"}


class FormParser(HTMLParser):
    """The data that a browser would submit for the form controls of some HTML: `fields`, {name: values}, no buttons."""

    def __init__(self, html):
        super().__init__()
        self.fields = {}
        self.name = self.text = self.options = None
        self.feed(html)
        self.close()

    def add(self, name, value):
        if name:
            self.fields.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        item = {name: value or "" for name, value in attrs}
        if "disabled" in item:
            return
        if tag == "input":
            self.handle_input(item.get("name"), item.get("type"), item)
        elif tag == "textarea":
            self.name, self.text = item.get("name"), ""
        elif tag == "select":
            self.name, self.options, self.is_multiple = item.get("name"), [], "multiple" in item
        elif tag == "option" and self.options is not None:
            self.options.append((item.get("value", ""), "selected" in item))

    def handle_input(self, name, kind, item):
        if kind in {"checkbox", "radio"}:
            if "checked" in item:
                self.add(name, item.get("value", "on"))
        elif kind not in UNSUBMITTED_TYPES:
            self.add(name, item.get("value", ""))

    def handle_data(self, data):
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.text is not None:
            self.add(self.name, self.text.removeprefix("\n"))
            self.text = None
        elif tag == "select" and self.options is not None:
            selected = [value for value, is_selected in self.options if is_selected]
            for value in selected or [value for value, _ in self.options[: not self.is_multiple]]:
                self.add(self.name, value)
            self.options = None


NOT_FOUND_TITLE = {
    "en": "This page was not found",
    "es": "No se encontró esta página",
    "fr": "Cette page est introuvable",
}


def get_dates(html):
    """Return the `datetime` attributes of all `<time>` elements."""
    return re.findall(r'<time(?: class="range")? datetime="([\d-]+)"', html)
