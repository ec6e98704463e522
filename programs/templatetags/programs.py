"""Template tags that show the national programs, sources of facts and rates."""

from urllib.parse import urlencode

from babel.numbers import format_decimal
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext

from portal.i18n.dates import render_date_phrase, render_time_element
from portal.i18n.html import mark_language, mark_name
from portal.i18n.languages import LOCALES, get_current_language, get_translation, localize
from portal.templatetags.i18n_text import colon
from portal.templatetags.richtext import external_link
from programs.models import Entry, Jurisdiction, Section

register = template.Library()


@register.inclusion_tag("programs/_matrix.html")
def programs_matrix():
    """Render the matrix of sections by jurisdictions; a cell is an Entry or None."""
    jurisdictions = list(Jurisdiction.objects.published().columns())
    sections = list(Section.objects.published())
    entries = Entry.objects.published().filter(jurisdiction__in=jurisdictions).with_parents()
    cells = {(entry.section_id, entry.jurisdiction_id): entry for entry in entries}
    rows = []
    for section in sections:
        row = [(jurisdiction, cells.get((section.pk, jurisdiction.pk))) for jurisdiction in jurisdictions]
        rows.append((section, [(*cell, find_section_of_label(cell[1], sections)) for cell in row]))
    return {"jurisdictions": jurisdictions, "rows": rows}


def find_section_of_label(entry, sections):
    """Return the other section that has the label of 2004 as its title today, or None."""
    if not entry or not entry.label_2004:
        return None
    for section in sections:
        title = get_translation(section, "title", entry.label_2004_language)
        if section.pk != entry.section_id and title == entry.label_2004:
            return section
    return None


@register.simple_tag
def sections_by_slug():
    """Return the public sections by their English slug, for links in templates."""
    return {section.slug_en: section for section in Section.objects.published()}


@register.simple_tag
def entry_url(entry):
    """Return the URL of an entry's page, or else of its section's comparison with its jurisdiction selected."""
    if entry.has_page():
        return entry.get_absolute_url()
    query = urlencode({"place": localize(entry.jurisdiction, "slug").text})
    return f"{entry.section.get_absolute_url()}?{query}"


@register.simple_tag
def labels_2004(labels):
    """Output the Label2004s of a section as one sentence; "" if there are none."""
    if not labels:
        return ""
    names = format_html_join("; ", "{}", ((render_label_2004(label),) for label in labels))
    return format_html(gettext("In 2004 this section was called {}."), names)


def render_label_2004(label):
    """Return a label of 2004, with the names of its columns in parentheses if only some columns had it."""
    text = mark_language(label.text.text, label.text.language, "term")
    if not label.jurisdictions:
        return text
    columns = format_html_join(", ", "{}", ((mark_name(jurisdiction),) for jurisdiction in label.jurisdictions))
    return format_html("{} ({})", text, columns)


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
    """Output the source of an entry after the word “Source”."""
    return format_html("{}{}{}", gettext("Source"), colon(), fact_source(context, entry))


@register.simple_tag(takes_context=True)
def fact_source(context, entry):
    """Output the source of a fact with its date, or else with the date on which the source was seen."""
    source = mark_text(entry, "source_title")
    if localize(entry, "source_address").text:
        source = render_link(context, entry, "source_address", source)
    date = render_time_element(entry.source_date) if entry.source_date else ""
    if not date and entry.checked_on:
        date = render_date_phrase("seen", entry.checked_on)
    return format_html("{}{}{}", source, ", " if date else "", date)


@register.simple_tag
def rate(value):
    """Output a rate for the active language with one decimal, or two if it has them: 4.0, 2.86."""
    return format_decimal(value, format="#,##0.0#", locale=LOCALES[get_current_language()])


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
