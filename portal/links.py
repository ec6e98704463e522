"""Addresses outside the portal: read as a browser reads them, who owns their host, and what is refused of them.

Nothing here queries; which hosts are linked to directly is for destinations.py to say, and outward.py makes the links.
"""

import re
from html import unescape
from typing import NamedTuple

from ada_url import URL
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from portal.references import SCHEME, reference_of

# What a relative address is resolved against: a scheme that no link has, so that `https:x` is never taken as relative.
HERE, BASE = "portal.invalid", "ws://portal.invalid/"
LONGEST = 2000  # characters, after what is not ASCII has been escaped
WEB, WITHOUT_HOST = {"http:", "https:"}, {"mailto:", "tel:"}
# Names as the domain name system holds them, and addresses of IP version 6. Browsers take more; no one owns it.
HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:]+\]")
# Rich text is canonical once it is sanitised: tags in lower case, attributes between double quotes.
TAG = re.compile(r'<(?P<closing>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')


class Refused(ValueError):
    """An address that the portal does not link to. Its message is a sentence about `%(address)s`."""


class Place(NamedTuple):
    """Where an address leads, as browsers read it: the whole of it, and its host without a port or a last dot."""

    address: str
    host: str

    @property
    def name(self):
        """The host as a reader is told it: without its www."""
        short = self.host.removeprefix("www.")
        return short if "." in short else self.host


def place_of(address):
    """The Place of an address outside the portal; None for one of the portal itself, of the post or of a telephone."""
    try:
        url = URL(address, base=BASE)
        if url.protocol == "ws:" and url.hostname != HERE:  # //host, which takes the scheme of the page
            url = URL(address, base=f"https://{HERE}/")
    except ValueError:
        raise Refused(_("“%(address)s” cannot be read as an address.")) from None
    if url.protocol in WITHOUT_HOST or (url.protocol == "ws:" and url.hostname == HERE):
        return None
    if url.protocol == f"{SCHEME}:":
        if reference_of(address):
            return None
        raise Refused(_("“%(address)s” names no record of the portal. Choose the record by its title."))
    if url.protocol not in WEB:
        raise Refused(_("“%(address)s” does not begin with http:// or https://."))
    if url.username or url.password:
        raise Refused(_("“%(address)s” names a user before its host. Leave out what stands before the @."))
    host = url.hostname.removesuffix(".")
    if not HOST.fullmatch(host):
        raise Refused(_("“%(address)s” cannot be read as an address."))
    if len(url.href) > LONGEST:
        raise Refused(_("“%(address)s” is too long for an address."))
    return Place(url.href, host)


def host_of(address):
    """The host that an address leads to as a reader is told it; empty where there is none."""
    try:
        place = place_of(address)
    except Refused:
        return ""
    return place.name if place else ""


def domains_of(host):
    """A host and every domain that it belongs to: www.osha.gov, osha.gov, gov."""
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def is_direct(host, direct_hosts):
    """Whether a host is one of these, or stands below one."""
    return any(domain in direct_hosts for domain in domains_of(host))


# What forms refuse


def refuse(address, reason):
    """The ValidationError for one address."""
    return ValidationError(str(reason), code="address", params={"address": Truncator(address).chars(120)})


def validate_address(address):
    """Refuses what no browser opens as a page of another site."""
    URLValidator(schemes=["http", "https"])(address)
    try:
        place_of(address)
    except Refused as refusal:
        raise refuse(address, refusal.args[0]) from None


def validate_links(html):
    """Refuses rich text with a link that leads nowhere, or that hides where it leads."""
    errors = []
    for attributes in links_in(html):
        try:
            place_of(attributes["href"])
        except Refused as refusal:
            errors.append(refuse(attributes["href"], refusal.args[0]))
    if errors:
        raise ValidationError(errors)


class AddressField(models.URLField):
    """An address of another site, https unless its scheme is written. Plain http and other ports are accepted.

    `languages_in` names the field of the same row that tells the languages of the target: `languages` or `language`,
    where the row has one of them and nothing else is said.
    """

    default_validators = [validate_address]

    def __init__(self, *args, languages_in="", **kwargs):
        self.languages_in = languages_in
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Describe the column to migrations as the Django field it extends, so that they outlive this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def target_languages(self, row):
        """The languages of what stands at the address of one row, as far as its editor has said them."""
        fields = {field.name for field in row._meta.concrete_fields}
        name = self.languages_in or next((name for name in ("languages", "language") if name in fields), "")
        said = getattr(row, name) if name else []
        return [said] if isinstance(said, str) and said else list(said)


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
