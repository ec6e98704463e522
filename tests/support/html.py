"""A page's HTML as tests ask about it: its elements with their attributes, in order."""

import re
from html.parser import HTMLParser

LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "object": "data"}


class Page(HTMLParser):
    """What matters of a page: its elements with their attributes, and its texts, in order."""

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

    def in_other_languages(self):
        """The links to the same page in each language."""
        return [link for link in self.all("link", rel="alternate") if "hreflang" in link]

    def loaded(self):
        """The addresses that a browser fetches by itself."""
        for tag, attributes in self.elements:
            if tag in LOADING and attributes.get(LOADING[tag]):
                yield attributes[LOADING[tag]]
            if tag == "link" and attributes.get("rel") in {"stylesheet", "icon", "preload"}:
                yield attributes["href"]


def is_sent(item):
    """Whether a browser sends this input when another button is pressed."""
    kind = item.get("type")
    return kind not in {"submit", "file"} and (kind not in {"checkbox", "radio"} or "checked" in item)


class Filled(HTMLParser):
    """What a browser would send of a page's fields as they stand: `fields`, without any button."""

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
        elif tag == "input" and name and is_sent(item):
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


NOT_FOUND_MARK = {"en": "Not found", "es": "No se encontró", "fr": "Non trouvé"}


def dates(html):
    """The dates that stand in it, as machines read them."""
    return re.findall(r'<time datetime="([\d-]+)"', html)
