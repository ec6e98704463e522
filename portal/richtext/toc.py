"""Table of contents: the headings of a rich text, and the fragments that link to them."""

import re
from html import unescape
from typing import NamedTuple

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify

# Sanitized HTML has lower-case tags and double-quoted attributes.
HEADING_PATTERN = re.compile(r'<h2(?P<attributes>(?: [a-z]+="[^"]*")*)>(?P<text>.*?)</h2>', re.DOTALL)
ID_PATTERN = re.compile(r' id="([^"]*)"')
RESERVED_IDS = ("content",)  # used by the base template
MIN_HEADINGS = 4  # a text with fewer headings has no table of contents


class Heading(NamedTuple):
    """The text of an `<h2>` and the fragment that links to it."""

    text: str
    fragment: str


def get_headings(html):
    """Return the headings of sanitized HTML in order."""
    headings, taken = [], set(RESERVED_IDS)
    for match in HEADING_PATTERN.finditer(html):
        text = " ".join(strip_tags(match["text"]).split())
        given_id = ID_PATTERN.search(match["attributes"])
        fragment = given_id[1] if given_id else get_unique_fragment(slugify(unescape(text)) or "part", taken)
        taken.add(fragment)
        headings.append(Heading(SafeString(text), fragment))
    return headings


def get_unique_fragment(fragment, taken):
    """Return the fragment, numbered if it is taken."""
    number, base = 1, fragment
    while fragment in taken:
        number += 1
        fragment = f"{base}-{number}"
    return fragment


def is_long(html):
    """Return whether a text has enough headings for a table of contents."""
    return len(HEADING_PATTERN.findall(html)) >= MIN_HEADINGS


def add_heading_ids(html):
    """Add an `id` to every `<h2>` of sanitized HTML that is long enough for a table of contents."""
    if not is_long(html):
        return html
    headings = iter(get_headings(html))

    def add_id(match):
        attributes = ID_PATTERN.sub("", match["attributes"])
        return f'<h2{attributes} id="{next(headings).fragment}">{match["text"]}</h2>'

    return HEADING_PATTERN.sub(add_id, html)
