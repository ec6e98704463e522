"""Addresses outside the portal: read as a browser reads them, who owns their host, and what is refused of them.

Nothing here queries; which hosts are linked to directly is for portal/external_links/ to say, which makes the links.
"""

import re
from typing import NamedTuple

from ada_url import URL
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from portal.links.record_links import SCHEME, reference_of

# What a relative address is resolved against: a scheme that no link has, so that `https:x` is never taken as relative.
HERE, BASE = "portal.invalid", "ws://portal.invalid/"

LONGEST = 2000  # characters, after what is not ASCII has been escaped

WEB, WITHOUT_HOST = {"http:", "https:"}, {"mailto:", "tel:"}

# Names as the domain name system holds them, and addresses of IP version 6. Browsers take more; no one owns it.
HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:]+\]")


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
