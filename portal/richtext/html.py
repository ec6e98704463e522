"""Tokenizing sanitized HTML, and reading and replacing its links."""

import re
from html import unescape

from django.core.exceptions import ValidationError

from portal.links.urls import ExternalURLError, build_url_error, parse_external_url

# Sanitized HTML has lower-case tags and double-quoted attributes.
TAG_PATTERN = re.compile(r'<(?P<closing>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z]+="[^"]*")*)>')

# The white space that stands for an opening or closing tag in plain text.
SPACES = dict.fromkeys(("p", "li", "h2", "h3", "h4", "h5", "h6", "tr", "br", "blockquote", "caption"), "\n")
SPACES |= dict.fromkeys(("td", "th"), " ")

ATTRIBUTE_PATTERN = re.compile(r' ([a-z]+)="([^"]*)"')


def validate_links(html):
    """Validate every link of rich text. Raises ValidationError for URLs that are invalid or hide their target."""
    errors = []
    for attributes in get_links(html):
        try:
            parse_external_url(attributes["href"])
        except ExternalURLError as error:
            errors.append(build_url_error(attributes["href"], error.args[0]))
    if errors:
        raise ValidationError(errors)


def parse_attributes(tag):
    """Return the attributes of a match of TAG_PATTERN."""
    return {name: unescape(value) for name, value in ATTRIBUTE_PATTERN.findall(tag["attributes"])}


def tokenize(html):
    """Yield the parts of sanitized HTML in order: tags as matches of TAG_PATTERN, texts as unescaped strings."""
    position = 0
    for tag in TAG_PATTERN.finditer(html):
        if tag.start() > position:
            yield unescape(html[position : tag.start()])
        position = tag.end()
        yield tag
    yield unescape(html[position:])


def get_links(html):
    """Return the attributes of every `<a href>` in sanitized HTML."""
    tags = (tag for tag in TAG_PATTERN.finditer(html) if tag["name"] == "a" and not tag["closing"])
    return [attributes for attributes in map(parse_attributes, tags) if "href" in attributes]


def replace_links(html, render):
    """Replace the links of sanitized HTML: `render(words, attributes)` returns the HTML of one link."""
    out, open_links, position = [], [], 0
    for tag in TAG_PATTERN.finditer(html):
        if tag["name"] != "a":
            continue
        out.append(html[position : tag.start()])
        position = tag.end()
        if not tag["closing"]:
            open_links.append((len(out), parse_attributes(tag)))
        elif open_links:
            start, attributes = open_links.pop()
            words = "".join(out[start:])
            out[start:] = [render(words, attributes)]
    return "".join(out) + html[position:]


def render_plain_text(html):
    """Return the text of sanitized HTML, with a line for each block."""
    parts = [part if isinstance(part, str) else SPACES.get(part["name"], "") for part in tokenize(html)]
    lines = (re.sub(" +", " ", line).strip() for line in "".join(parts).splitlines())
    return "\n".join(filter(None, lines))
