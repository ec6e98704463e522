"""Links to the portal's own records, as rich text stores them: `record:news.newsitem:12`, which holds wherever the
record moves. Parsing and writing a reference takes no query; finding the records behind them takes one query a model.
"""

import re
from collections import defaultdict
from typing import NamedTuple

from django.apps import apps
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.records.slugs import SlugMixin

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
    return Reference(model, int(match["pk"])) if issubclass(model, SlugMixin) else None


# As portal/external_links/ writes them into a page that is being made.
LINK = re.compile(rf'<a href="({SCHEME}:[a-z.]+:[0-9]+)"( lang="[a-z]+")?>(.*?)</a>', re.DOTALL)


def placeholder(reference, words, lang):
    """What stands in a page for a link to a record until the page is whole."""
    return format_html('<a href="{}"{}>{}</a>', reference, format_html(' lang="{}"', lang) if lang else "", words)


def addresses_of(references):
    """The address of each of these references whose record is public: {reference: address}."""
    by_model = defaultdict(dict)
    for text in references:
        model, pk = reference_of(text)
        by_model[model][pk] = text
    return {
        of_model[record.pk]: record.get_absolute_url()
        for model, of_model in by_model.items()
        for record in model.objects.published().with_related().prefetch_related(None).filter(pk__in=of_model)
    }


def with_records(html):
    """The HTML of a page with its links to records made."""
    if f'<a href="{SCHEME}:' not in html:
        return html
    addresses = addresses_of({match[1] for match in LINK.finditer(html) if reference_of(match[1])})

    def link(match):
        reference, lang, words = match[1], match[2] or "", SafeString(match[3])
        if address := addresses.get(reference):
            return format_html('<a href="{}"{}>{}</a>', address, SafeString(lang), words)
        return format_html("<span{}>{}</span>", SafeString(lang), words) if lang else words

    return SafeString(LINK.sub(link, html))
