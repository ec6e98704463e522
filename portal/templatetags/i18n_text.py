"""What every template may use of texts with their language, of dates and of numbers, each in the reader's words."""

from babel.numbers import format_decimal
from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.translation import gettext

from portal.i18n import dates, languages
from portal.i18n.html import mark_language
from portal.i18n.languages import ENDONYMS, LANGUAGE_PHRASES, LOCALES, get_current_language, get_translation, localize

register = template.Library()


@register.simple_tag
def text(record, field):
    """The text of a plain field in the reader's language, else in its source language and marked so."""
    found = localize(record, field)
    return mark_language(found.text, found.language)


@register.simple_tag
def term(found):
    """A word as its owner writes it: in italics, and marked, where it is in another language than the page's."""
    return mark_language(found.text, found.language, "term")


@register.simple_tag
def name(record, field):
    """A name as its owner writes it, from a field that is not translated."""
    return term(localize(record, field))


@register.simple_tag
def plain_text(record, field):
    """The text of a plain field without any mark: for titles and descriptions in the page's head."""
    return localize(record, field).text


@register.simple_tag
def description(record):
    """What search engines say of a record's page: its summary, or its title where it has none."""
    return localize(record, "summary").text or localize(record, "title").text


@register.simple_tag
def government(record):
    """Who answers for a record: its country, or the three governments together."""
    if record.country:
        return text(record.country, "name")
    return gettext("the three governments together")


@register.simple_tag
def borrowed_language(record):
    """The language that stands in for the reader's on a record's page, empty where nothing is borrowed."""
    found = [localize(record, field) for field in ("title", "summary", "body")]
    return next((one.language for one in found if one.is_fallback), "")


@register.simple_tag
def titles_in_all_languages(record):
    """A record's title in each language that has one."""
    return [
        languages.LocalizedText(get_translation(record, "title", language), language) for language in record.languages()
    ]


@register.simple_tag
def postal_lines(address):
    """The lines of a postal address, in the language in which the post reads them."""
    return mark_language(linebreaksbr(address.lines, autoescape=True), address.language or get_current_language())


@register.filter
def in_language(language):
    """in English, in Spanish, in French."""
    return LANGUAGE_PHRASES[language]


@register.filter
def own_name(language):
    """A language under its own name, marked as such: Español."""
    return mark_language(ENDONYMS[language], language)


@register.filter
def language_list(codes):
    """The names of some languages, in the reader's: English and French."""
    *names, last = [str(dict(languages.LANGUAGE_CHOICES)[code]) for code in codes]
    return f"{', '.join(names)} {gettext('and')} {last}" if names else last


@register.simple_tag
def number(value):
    """A number as the reader's language writes it, or that it was not found."""
    if value is None:
        return format_html('<span class="muted">{}</span>', gettext("Not found"))
    return format_decimal(value, locale=LOCALES[get_current_language()])


# Dates
@register.simple_tag
def date(start, end=""):
    """A date or a range in words, inside `<time>`."""
    return dates.render_time_element(start, end) if start else ""


@register.simple_tag
def date_related(relation, when):
    """A date with the words that lead up to it: until December 17, 2004."""
    return dates.render_date_phrase(relation, when)


@register.filter
def day(moment):
    """A day of the calendar in words, inside `<time>`."""
    return dates.render_time_element(moment.date().isoformat() if hasattr(moment, "date") else moment.isoformat())
