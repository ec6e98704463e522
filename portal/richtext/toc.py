"""The headings of rich text: an address for each, and the list of them that stands above a long page."""

import re
from html import unescape
from typing import NamedTuple

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify

# Rich text is canonical once it is sanitised, see fields.py.
HEADING = re.compile(r'<h2(?P<attributes>(?: [a-z]+="[^"]*")*)>(?P<words>.*?)</h2>', re.DOTALL)
OWN_ID = re.compile(r' id="([^"]*)"')
TAKEN = ("content",)  # by the page's frame
LONG = 4  # headings: fewer are soon found without a list


class Heading(NamedTuple):
    """A heading of the second level: its words, and the fragment that leads to it."""

    words: str
    fragment: str


def headings(html):
    """Every Heading of sanitised HTML, in order."""
    found, taken = [], set(TAKEN)
    for match in HEADING.finditer(html):
        words = " ".join(strip_tags(match["words"]).split())
        own = OWN_ID.search(match["attributes"])
        fragment = own[1] if own else free(slugify(unescape(words)) or "part", taken)
        taken.add(fragment)
        found.append(Heading(SafeString(words), fragment))
    return found


def free(fragment, taken):
    """The fragment, numbered where the page has it already."""
    number, base = 1, fragment
    while fragment in taken:
        number += 1
        fragment = f"{base}-{number}"
    return fragment


def is_long(html):
    """Whether a text has so many headings that a list of them helps."""
    return len(HEADING.findall(html)) >= LONG


def with_fragments(html):
    """Sanitised HTML in which, where it is long, every heading of the second level can be led to."""
    if not is_long(html):
        return html
    found = iter(headings(html))

    def lead(match):
        attributes = OWN_ID.sub("", match["attributes"])
        return f'<h2{attributes} id="{next(found).fragment}">{match["words"]}</h2>'

    return HEADING.sub(lead, html)
