"""Rich text, and links that leave the portal: both through the one place that writes such links, external_links/;
and links to records, which are made once for the whole of a page.
"""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext

from portal.external_links.rendering import linking, numbers_for
from portal.i18n.languages import LANGUAGE_PHRASES, localize
from portal.links.record_links import resolve_record_links
from portal.richtext.toc import add_heading_ids, get_headings, is_long

register = template.Library()


@register.simple_tag(takes_context=True)
def outward(context, row, words, field="address", about=""):
    """The link to an address field of a record or of one of its parts: `.a`, and `.beside` to be named beside it.

    `about` is for those who hear the link alone: what its words are about.
    """
    if about:
        words = format_html('{}<span class="vh">: {}</span>', words, about)
    found = row._meta.get_field(field)
    languages = found.get_target_languages(row)
    return linking(context).link(
        getattr(row, field),
        words,
        numbers=numbers_for(row),
        languages=languages,
        hreflang=languages[0] if len(languages) == 1 else "",
    )


@register.simple_tag(takes_context=True)
def rich(context, record, field, css_class="flow"):
    """The text of a rich field; framed, named and marked where it is borrowed from its source language."""
    found = localize(record, field)
    if not found.text:
        return ""
    html = linking(context).rich(add_heading_ids(found.text), language=found.language, numbers=numbers_for(record))
    if not found.is_fallback:
        return format_html('<div class="{}">{}</div>', css_class, html)
    label = gettext("Text %(in_language)s") % {"in_language": LANGUAGE_PHRASES[found.language]}
    return format_html(
        '<div class="fallback {}"><p class="fallback__lang">{}</p><div class="{}" lang="{}">{}</div></div>',
        css_class, label, css_class, found.language, html,
    )  # fmt: skip


@register.inclusion_tag("shared/_on_this_page.html")
def on_this_page(record, field):
    """The headings of a long text, each a way to its place; nothing where there are few."""
    found = localize(record, field)
    return {
        "headings": get_headings(found.text) if is_long(found.text) else [],
        "borrowed": found.language if found.is_fallback else "",
    }


@register.simple_block_tag
def with_record_links(content):
    """A part of a page in which rich text stands, with the links of all its texts to records."""
    return resolve_record_links(content)
