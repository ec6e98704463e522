"""Links between records. Rich text stores a reference, `record:news.newsitem:12`, which survives a change of slug.

Pages are rendered with placeholders, and all references of a page are resolved at the end with one query per model.
"""

import re
from collections import defaultdict
from typing import NamedTuple

from django.apps import apps
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.records.slugs import SlugMixin

RECORD_SCHEME = "record"

REFERENCE_PATTERN = re.compile(rf"{RECORD_SCHEME}:(?P<label>[a-z]+\.[a-z]+):(?P<pk>[1-9][0-9]{{0,17}})")


class RecordReference(NamedTuple):
    """The model and primary key in a reference. The record may no longer exist."""

    model: type
    pk: int


def build_reference(record):
    """Return the reference to a record, as rich text stores it."""
    return f"{RECORD_SCHEME}:{record._meta.label_lower}:{record.pk}"


def parse_reference(text):
    """Parse a reference. Returns None if the text is no reference, or its model has no public pages."""
    match = REFERENCE_PATTERN.fullmatch(text)
    if match is None:
        return None
    try:
        model = apps.get_model(match["label"])
    except LookupError:
        return None
    return RecordReference(model, int(match["pk"])) if issubclass(model, SlugMixin) else None


# A placeholder, as `render_placeholder` writes it.
LINK_PATTERN = re.compile(rf'<a href="({RECORD_SCHEME}:[a-z.]+:[0-9]+)"( lang="[a-z]+")?>(.*?)</a>', re.DOTALL)


def render_placeholder(reference, words, lang):
    """Render a link whose `href` is a reference, for `resolve_record_links` to resolve."""
    return format_html('<a href="{}"{}>{}</a>', reference, format_html(' lang="{}"', lang) if lang else "", words)


def get_reference_urls(references):
    """Return {reference: URL} for those references whose record is public."""
    by_model = defaultdict(dict)
    for text in references:
        model, pk = parse_reference(text)
        by_model[model][pk] = text
    return {
        references_by_pk[record.pk]: record.get_absolute_url()
        for model, references_by_pk in by_model.items()
        for record in model.objects.published().with_related().prefetch_related(None).filter(pk__in=references_by_pk)
    }


def resolve_record_links(html):
    """Replace the placeholders in the HTML of a page with links. Links to records that are not public become text."""
    if f'<a href="{RECORD_SCHEME}:' not in html:
        return html
    urls = get_reference_urls({match[1] for match in LINK_PATTERN.finditer(html) if parse_reference(match[1])})

    def render_link(match):
        reference, lang, words = match[1], match[2] or "", SafeString(match[3])
        if url := urls.get(reference):
            return format_html('<a href="{}"{}>{}</a>', url, SafeString(lang), words)
        return format_html("<span{}>{}</span>", SafeString(lang), words) if lang else words

    return SafeString(LINK_PATTERN.sub(render_link, html))
