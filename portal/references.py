"""References to the portal's own records, as rich text keeps them: `record:news.newsitem:12`, which holds wherever the
record moves. What they mean is said here, without a query; where they lead is for record_links.py to find.
"""

import re
from typing import NamedTuple

from django.apps import apps

from portal.slugs import Addressed

SCHEME = "record"
REFERENCE = re.compile(rf"{SCHEME}:(?P<label>[a-z]+\.[a-z]+):(?P<pk>[1-9][0-9]{{0,17}})")


class Reference(NamedTuple):
    """A record that has, or had, a page of its own."""

    model: type
    pk: int


def reference_to(record):
    """What a link to a record is kept as."""
    return f"{SCHEME}:{record._meta.label_lower}:{record.pk}"


def reference_of(address):
    """The Reference that an address is; None where it is not exactly one, or names no kind of public records."""
    match = REFERENCE.fullmatch(address)
    if match is None:
        return None
    try:
        model = apps.get_model(match["label"])
    except LookupError:
        return None
    return Reference(model, int(match["pk"])) if issubclass(model, Addressed) else None
