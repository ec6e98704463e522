"""Rewrites the links of HTML and CSS, and collects them. All other bytes stay as they are."""

import re
from html import escape, unescape

TAG = re.compile(
    r"""
    <!--.*?-->
    | <(?P<closing>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*+)
      (?P<attributes>(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+)>
    """,
    re.DOTALL | re.VERBOSE,
)
ATTRIBUTE = re.compile(
    r"""
    (?P<before>[\s/]*+(?P<name>[^\s=/>"']++)(?:\s*+=\s*+)?)
    (?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>(?<==)[^\s>]++))?
    """,
    re.VERBOSE,
)
# Elements whose content is text: a tag in it is none.
RAW_ELEMENTS = frozenset({"script", "style", "textarea", "title"})
LINK_ATTRIBUTES = frozenset({"href", "src", "poster"})
LINKING_ELEMENTS = frozenset({"a", "area", "audio", "iframe", "img", "link", "source", "track", "video"})
# Elements that do not work without a server: templates mark them, and the search box is replaced.
SERVER_MARK = "data-needs-server"
ROLE, SEARCH_ROLE = "role", "search"
# Links whose URLs stay absolute: they name the page of the portal.
ABSOLUTE_RELATIONS = frozenset({"canonical", "alternate"})
IMAGE_PROPERTIES = frozenset({"og:image"})
CSS_URL = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<link>[^"')]+)(?P=quote)\s*\)""")
SITEMAP_LOCATION = re.compile(r"<loc>([^<]+)</loc>")


def parse_attributes(text):
    """Return the attributes of a tag: {name in lower case: value}."""
    attributes = {}
    for match in ATTRIBUTE.finditer(text):
        value = next((match[group] for group in ("double", "single", "bare") if match[group] is not None), "")
        attributes.setdefault(match["name"].lower(), unescape(value))
    return attributes


def rewrite_srcset(value, rewrite):
    """Return a srcset with each of its links rewritten."""
    candidates = (candidate.strip().partition(" ") for candidate in value.split(","))
    return ", ".join(f"{rewrite(link)}{space}{size}" for link, space, size in candidates if link)


class PageRewriter:
    """Rewrites one page.

    `rewrite(link)` returns the new link; `follow(link)` notes one that stays as it is; `replace_search(link)` returns
    the HTML in place of a search box that submits to a link.
    """

    def __init__(self, rewrite, follow, replace_search):
        self.rewrite = rewrite
        self.follow = follow
        self.replace_search = replace_search

    def run(self, html):
        """Return the rewritten HTML."""
        parts, position = [], 0
        while match := TAG.search(html, position):
            parts.append(html[position : match.start()])
            tag, position = self.rewrite_tag(html, match)
            parts.append(tag)
        return "".join((*parts, html[position:]))

    def rewrite_tag(self, html, match):
        """Return what replaces a tag, and the position in the HTML from which to go on."""
        name = (match["name"] or "").lower()
        if not name or match["closing"]:
            return match[0], match.end()
        if name == "form" or SERVER_MARK in match["attributes"]:
            return self.replace_element(html, match, name)
        if name in RAW_ELEMENTS:
            end = re.compile(rf"</{name}\b", re.IGNORECASE).search(html, match.end())
            stop = end.start() if end else len(html)
            return html[match.start() : stop], stop
        if name == "meta":
            self.follow_image(match["attributes"])
        if name in LINKING_ELEMENTS:
            return self.rewrite_links(match, name), match.end()
        return match[0], match.end()

    def replace_element(self, html, match, name):
        """Return what replaces an element that needs a server, and the position after its end tag."""
        depth, position = 1, match.end()
        while depth and (tag := TAG.search(html, position)):
            if (tag["name"] or "").lower() == name:
                depth += -1 if tag["closing"] else 1
            position = tag.end()
        attributes = parse_attributes(match["attributes"])
        if attributes.get(ROLE) == SEARCH_ROLE:
            return self.replace_search(attributes.get("action", "")), position
        return "", position

    def follow_image(self, text):
        attributes = parse_attributes(text)
        if attributes.get("property") in IMAGE_PROPERTIES:
            self.follow(attributes.get("content", ""))

    def rewrite_links(self, match, name):
        """Return a tag with its links rewritten. The description of the search for browsers is removed."""
        if name == "link":
            attributes = parse_attributes(match["attributes"])
            relations = set(attributes.get("rel", "").lower().split())
            if SEARCH_ROLE in relations:
                return ""
            if relations & ABSOLUTE_RELATIONS and "://" in attributes.get("href", ""):
                return match[0]
        start, end = match.start("attributes") - match.start(), match.end("attributes") - match.start()
        return match[0][:start] + ATTRIBUTE.sub(self.rewrite_attribute, match["attributes"]) + match[0][end:]

    def rewrite_attribute(self, match):
        name = match["name"].lower()
        if name != "srcset" and name not in LINK_ATTRIBUTES:
            return match[0]
        value = next((match[group] for group in ("double", "single", "bare") if match[group] is not None), None)
        if value is None:
            return match[0]
        link = unescape(value)
        link = rewrite_srcset(link, self.rewrite) if name == "srcset" else self.rewrite(link)
        return f'{match["before"]}"{escape(link, quote=True)}"' if link != unescape(value) else match[0]


def rewrite_css(text, rewrite):
    """Return a style sheet with its links rewritten."""
    return CSS_URL.sub(lambda match: f"url({match['quote']}{rewrite(match['link'])}{match['quote']})", text)


def get_sitemap_links(text):
    """Return the addresses that a sitemap or an index of sitemaps names."""
    return [unescape(location) for location in SITEMAP_LOCATION.findall(text)]
