"""A page's HTML as tests ask about it: its elements with their attributes, in order."""

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
