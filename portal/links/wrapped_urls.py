"""URLs that a mail program has replaced by one of its own, with the target as a parameter.

The rich text editor unwraps them too: static/js/editing/richtext/wrapped_urls.js has the same rules.
"""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit


class WrapperRule(NamedTuple):
    """The host and path of wrapped URLs, and the parameter that holds their target."""

    host: re.Pattern
    path: re.Pattern
    parameter: str


RULES = (
    WrapperRule(
        re.compile(r"(.+\.)?safelinks\.protection\.(outlook\.com|office365\.us)"), re.compile(r"(/(ap/.*)?)?"), "url"
    ),
    WrapperRule(re.compile(r"www\.google\.com"), re.compile(r"/url"), "q"),
)
WEB_URL = re.compile(r"https?://", re.IGNORECASE)
MAX_DEPTH = 5  # a forwarded mail may wrap a URL again


def get_wrapped_target(url):
    """Return the target of a URL that matches a rule, otherwise None."""
    if not WEB_URL.match(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    rule = next((rule for rule in RULES if rule.host.fullmatch(host) and rule.path.fullmatch(parts.path)), None)
    target = parse_qs(parts.query).get(rule.parameter, [""])[0] if rule else ""
    return target if WEB_URL.match(target) else None


def unwrap_url(url):
    """Return the target of a wrapped URL, and any other URL unchanged."""
    for _ in range(MAX_DEPTH):
        target = get_wrapped_target(url)
        if target is None:
            break
        url = target
    return url
