"""Parsing and validation of external URLs, as browsers parse them (WHATWG URL standard).

Which hosts are linked directly is stored by portal/external_links/, which also renders the links.
"""

import re
from typing import NamedTuple

from ada_url import URL
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from portal.links.record_links import RECORD_SCHEME, parse_reference

# Base of relative URLs. No link has the scheme ws, so that `https:x` is not parsed as a relative URL.
BASE_HOST, BASE_URL = "portal.invalid", "ws://portal.invalid/"

MAX_URL_LENGTH = 2000  # characters, after percent-encoding

WEB_PROTOCOLS, HOSTLESS_PROTOCOLS = {"http:", "https:"}, {"mailto:", "tel:"}

# DNS names and IPv6 addresses. Browsers accept other characters too, but no registered host has them.
HOST_PATTERN = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:]+\]")


class ExternalURLError(ValueError):
    """Raised for a URL that the portal does not link to. The message contains `%(address)s`."""


class ExternalURL(NamedTuple):
    """A normalized URL, and its host without the port and a trailing dot."""

    href: str
    host: str

    @property
    def display_host(self):
        """The host without `www.`, for display."""
        short = self.host.removeprefix("www.")
        return short if "." in short else self.host


def parse_external_url(url):
    """Parse the URL of another site as an ExternalURL.

    Returns None for URLs of the portal itself, references to records, `mailto:` and `tel:`. Raises ExternalURLError for
    anything else.
    """
    try:
        parsed = URL(url, base=BASE_URL)
        if parsed.protocol == "ws:" and parsed.hostname != BASE_HOST:  # protocol-relative: //host
            parsed = URL(url, base=f"https://{BASE_HOST}/")
    except ValueError:
        raise ExternalURLError(_("“%(address)s” is not a valid URL.")) from None
    if parsed.protocol in HOSTLESS_PROTOCOLS or (parsed.protocol == "ws:" and parsed.hostname == BASE_HOST):
        return None
    if parsed.protocol == f"{RECORD_SCHEME}:":
        if parse_reference(url):
            return None
        raise ExternalURLError(_("“%(address)s” is not a record of the portal. Choose the record by its title."))
    if parsed.protocol not in WEB_PROTOCOLS:
        raise ExternalURLError(_("“%(address)s” does not begin with http:// or https://."))
    if parsed.username or parsed.password:
        raise ExternalURLError(_("“%(address)s” contains a user name. Remove everything before the @."))
    host = parsed.hostname.removesuffix(".")
    if not HOST_PATTERN.fullmatch(host):
        raise ExternalURLError(_("“%(address)s” is not a valid URL."))
    if len(parsed.href) > MAX_URL_LENGTH:
        raise ExternalURLError(_("“%(address)s” is too long for a URL."))
    return ExternalURL(parsed.href, host)


def get_parent_domains(host):
    """Return a host and its parent domains: www.osha.gov, osha.gov, gov."""
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def is_direct_host(host, direct_hosts):
    """Return whether a host is one of `direct_hosts` or a subdomain of one."""
    return any(domain in direct_hosts for domain in get_parent_domains(host))


def build_url_error(url, reason):
    """Return the ValidationError for a rejected URL."""
    return ValidationError(str(reason), code="address", params={"address": Truncator(url).chars(120)})


def validate_external_url(url):
    """Validate the URL of another site. Raises ValidationError."""
    URLValidator(schemes=["http", "https"])(url)
    try:
        parse_external_url(url)
    except ExternalURLError as error:
        raise build_url_error(url, error.args[0]) from None
