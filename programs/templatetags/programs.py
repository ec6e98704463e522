"""Template tags that show the national programs on pages of other sections."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext

from portal.i18n.dates import render_date_phrase, render_time_element
from portal.i18n.html import mark_language
from portal.i18n.languages import localize
from portal.templatetags.i18n_text import colon
from portal.templatetags.richtext import external_link
from programs.models import Entry, Jurisdiction, Section

register = template.Library()


@register.inclusion_tag("programs/_matrix.html")
def programs_matrix():
    """Render the matrix of sections by jurisdictions; a cell is an Entry or None."""
    jurisdictions = list(Jurisdiction.objects.published())
    cells = {(entry.section_id, entry.jurisdiction_id): entry for entry in Entry.objects.published().with_parents()}
    rows = [
        (section, [(jurisdiction, cells.get((section.pk, jurisdiction.pk))) for jurisdiction in jurisdictions])
        for section in Section.objects.published()
    ]
    return {"jurisdictions": jurisdictions, "rows": rows}


@register.simple_tag(takes_context=True)
def help_link(context, entry):
    """Output the link to the form or official page of an entry, with its host and language; "" if it has none."""
    if not localize(entry, "web_address").text:
        return ""
    if localize(entry, "link_text").text:
        return render_link(context, entry, "web_address", mark_text(entry, "link_text"))
    return render_link(context, entry, "web_address", gettext("Official page"), about=mark_text(entry, "title"))


@register.simple_tag(takes_context=True)
def help_source(context, entry):
    """Output the source of an entry with its date, or else with the date on which the source was seen."""
    source = mark_text(entry, "source_title")
    if localize(entry, "source_address").text:
        source = render_link(context, entry, "source_address", source)
    date = render_time_element(entry.source_date) if entry.source_date else ""
    if not date and entry.checked_on:
        date = render_date_phrase("seen", entry.checked_on)
    return format_html("{}{}{}{}{}", gettext("Source"), colon(), source, ", " if date else "", date)


def render_link(context, entry, field, words, about=""):
    """Return the HTML of a link, followed by its notes in parentheses."""
    link = external_link(context, entry, words, field, about)
    if not link.notes:
        return link.html
    return format_html('{} <small class="goes-to">({})</small>', link.html, ", ".join(link.notes))


def mark_text(entry, field):
    """Return a text of an entry, with `lang` if it is not in the reader's language."""
    text = localize(entry, field)
    return mark_language(text.text, text.language)
