"""Links to the portal's own records, made when the whole page is there: one query a model, however many texts it has.

A record leads to its address of now, in the reader's language; one that is not public leaves its words. Nothing is
remembered beyond the page, so that a preview leads as the drafts in it say.
"""

import re
from collections import defaultdict

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.references import SCHEME, reference_of

# As outward.py writes them into a page that is being made.
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
