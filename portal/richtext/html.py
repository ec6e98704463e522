"""Reads and rewrites links in sanitised HTML."""

import re
from html import unescape

from django.core.exceptions import ValidationError

from portal.links.urls import ExternalURLError, build_url_error, parse_external_url

# Rich text is canonical once it is sanitised: tags in lower case, attributes between double quotes.
TAG = re.compile(r'<(?P<closing>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z]+="[^"]*")*)>')

ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')


def validate_links(html):
    """Refuses rich text with a link that leads nowhere, or that hides where it leads."""
    errors = []
    for attributes in links_in(html):
        try:
            parse_external_url(attributes["href"])
        except ExternalURLError as refusal:
            errors.append(build_url_error(attributes["href"], refusal.args[0]))
    if errors:
        raise ValidationError(errors)


# Links of rich text
def attributes_of(tag):
    """The attributes of one tag of sanitised HTML."""
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(tag["attributes"])}


def links_in(html):
    """The attributes of every link with an address in sanitised HTML."""
    found = (attributes_of(tag) for tag in TAG.finditer(html) if tag["name"] == "a" and not tag["closing"])
    return [attributes for attributes in found if "href" in attributes]


def with_links(html, make):
    """Sanitised HTML whose links are made anew: `make(words, attributes)` gives the HTML of one."""
    out, opened, position = [], [], 0
    for tag in TAG.finditer(html):
        if tag["name"] != "a":
            continue
        out.append(html[position : tag.start()])
        position = tag.end()
        if not tag["closing"]:
            opened.append((len(out), attributes_of(tag)))
        elif opened:
            start, attributes = opened.pop()
            words = "".join(out[start:])
            out[start:] = [make(words, attributes)]
    return "".join(out) + html[position:]
