"""Tags and filters for localized texts, dates and numbers. Available in every template."""

from babel.numbers import format_decimal
from django import template
from django.template.defaultfilters import filesizeformat, linebreaksbr
from django.utils.html import format_html_join
from django.utils.translation import gettext, ngettext, pgettext

from portal.i18n import dates, languages
from portal.i18n.html import mark_language, mark_name
from portal.i18n.languages import ENDONYMS, LANGUAGE_PHRASES, LOCALES, get_current_language, get_translation, localize

register = template.Library()


@register.simple_tag
def localized(source, field="", *, mark=True, as_term=False):
    """Output a text in the active language, or in a fallback language, with a `lang` attribute.

    `source` is a record, with the name of a `field` that is not rich text, or a LocalizedText. `mark=False` outputs the
    text alone, for `<title>` and attributes. `as_term=True` sets texts in another language in italics, for names.
    """
    text = localize(source, field) if field else source
    if not mark:
        return text.text
    return mark_language(text.text, text.language, "term" if as_term else "")


@register.simple_tag
def record_name(record):
    """Output the name of a record, marked with `lang` if it is not in the active language."""
    return mark_name(record)


@register.simple_tag
def meta_description(record):
    """Return the description of a record's page for search engines: its summary, or else its title."""
    return localize(record, "summary").text or localize(record, "title").text


@register.simple_tag
def government(record):
    """Output the owner of a record: its country, or the three governments together."""
    if record.country:
        return localized(record.country, "name")
    return gettext("the three governments together")


@register.simple_tag
def fallback_language(record):
    """Return the language of the first text on a record's page that falls back to another language, or ""."""
    texts = [localize(record, field) for field in ("title", "summary", "body")]
    return next((text.language for text in texts if text.is_fallback), "")


@register.simple_tag
def titles_in_all_languages(record):
    """Return a record's title in each language that has one, as LocalizedTexts."""
    return [
        languages.LocalizedText(get_translation(record, "title", language), language) for language in record.languages()
    ]


@register.simple_tag
def colon():
    """Output the colon between two texts, with the spaces of the active language."""
    return pgettext("between two texts", ":") + " "


@register.simple_tag
def postal_lines(address):
    """Output the lines of a postal address, in the language of the address."""
    return mark_language(linebreaksbr(address.lines, autoescape=True), address.language or get_current_language())


@register.filter
def language_phrase(language):
    """Return "in English", "in Spanish" or "in French", in the active language."""
    return LANGUAGE_PHRASES[language]


@register.filter
def endonym(language):
    """Output the name of a language in itself (Español), with a `lang` attribute."""
    return mark_language(ENDONYMS[language], language)


@register.filter
def language_list(codes):
    """Join the names of languages: English and French."""
    *names, last = [str(dict(languages.LANGUAGE_CHOICES)[code]) for code in codes]
    return f"{', '.join(names)} {gettext('and')} {last}" if names else last


@register.filter
def file_details(file):
    """Return the type, the number of pages and the size of a document file, as far as they are known."""
    details = [file.type]
    if file.page_count:
        details.append(ngettext("%(pages)s page", "%(pages)s pages", file.page_count) % {"pages": file.page_count})
    if file.size:
        details.append(filesizeformat(file.size))
    return ", ".join(details)


@register.filter
def document_languages(document):
    """Return the languages of a document with the details of each file: in English (PDF), in French (PDF)."""
    return ", ".join(f"{LANGUAGE_PHRASES[file.language]} ({file_details(file)})" for file in document.files.all())


@register.simple_tag
def number(value):
    """Format a number for the active language."""
    return format_decimal(value, locale=LOCALES[get_current_language()])


@register.simple_tag
def date(start, end=""):
    """Output a date or a range as `<time>`."""
    return dates.render_time_element(start, end) if start else ""


@register.simple_tag
def date_phrase(phrase, when):
    """Output a phrase with a date: until December 17, 2004."""
    return dates.render_date_phrase(phrase, when)


@register.simple_tag
def capital_times(times):
    """Output (capital, time) pairs: Washington 9:00 AM; Mexico City 8:00 AM."""
    return format_html_join(
        " ",
        '<span class="capital">{} {}{}</span>',
        ((capital, time, ";" if count < len(times) else "") for count, (capital, time) in enumerate(times, 1)),
    )


@register.filter
def day(moment):
    """Output a `date`, or the day of a `datetime`, as `<time>`."""
    return dates.render_time_element(moment.date().isoformat() if hasattr(moment, "date") else moment.isoformat())
