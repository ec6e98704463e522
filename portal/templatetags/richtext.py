"""Tags for rich text, external links and links to records. Available in every template."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext

from portal.external_links.rendering import get_link_numbers, get_link_renderer
from portal.glossary.links import TermLinker
from portal.i18n.languages import LANGUAGE_PHRASES, get_translated_fields, localize, localized_field_name
from portal.links import record_links
from portal.richtext.toc import add_heading_ids, get_headings, is_long
from portal.templatetags.i18n_text import colon

register = template.Library()


@register.simple_tag(takes_context=True)
def external_link(context, row, words, field="address", about=""):
    """Return the link to the URL in a field of a record or a part of one: its HTML is `.html`, its notes are `.notes`.

    `about` is added for screen readers, to tell links with the same words apart.
    """
    if about:
        words = format_html('{}<span class="vh">{}{}</span>', words, colon(), about)
    if field in get_translated_fields(type(row)):
        field = localized_field_name(field, localize(row, field).language)
    languages = row._meta.get_field(field).get_target_languages(row)
    return get_link_renderer(context).render_link(
        getattr(row, field),
        words,
        numbers=get_link_numbers(row),
        languages=languages,
        hreflang=languages[0] if len(languages) == 1 else "",
    )


@register.simple_tag(takes_context=True)
def richtext(context, record, field, css_class="flow"):
    """Output a rich text field. A fallback text gets a frame, a label and a `lang` attribute."""
    text = localize(record, field)
    if not text.text:
        return ""
    html = get_link_renderer(context).render_richtext(
        add_heading_ids(text.text), language=text.language, numbers=get_link_numbers(record)
    )
    if not text.is_fallback:
        return format_html('<div class="{}">{}</div>', css_class, get_term_linker(context).link_terms(html))
    label = gettext("Text %(in_language)s") % {"in_language": LANGUAGE_PHRASES[text.language]}
    return format_html(
        '<div class="fallback {}"><p class="fallback__lang">{}</p><div class="{}" lang="{}">{}</div></div>',
        css_class, label, css_class, text.language, html,
    )  # fmt: skip


def get_term_linker(context):
    """Return the TermLinker of a page, stored on its request."""
    request, page = context.get("request"), context.get("record")
    linker = getattr(request, "term_linker", None) or TermLinker(localize(page, "title").text if page else "")
    if request is not None:
        request.term_linker = linker
    return linker


@register.inclusion_tag("shared/_on_this_page.html")
def on_this_page(record, field):
    """Output the table of contents of a long text."""
    text = localize(record, field)
    return {
        "headings": get_headings(text.text) if is_long(text.text) else [],
        "fallback": text.language if text.is_fallback else "",
    }


@register.simple_block_tag
def resolve_record_links(content):
    """Resolve the links to records in the content of this block, with one query for each model."""
    return record_links.resolve_record_links(content)
