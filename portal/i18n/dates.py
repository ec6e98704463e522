"""Partial dates (day, month or year precision): parsing, validation, model field, and formatting in each language."""

import datetime
import re
from functools import lru_cache
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import dates as names
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.i18n.languages import get_current_language

DATE_PATTERN = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?", re.ASCII)
EARLIEST_YEAR = 1900
ELIDED_MONTHS = {4, 8, 10}  # d’avril, d’août, d’octobre


class PartialDate(NamedTuple):
    """A date whose `day`, or `day` and `month`, may be unknown (None)."""

    year: int
    month: int | None = None
    day: int | None = None


def parse_partial_date(text):
    """Parse `2004-04-26`, `2004-04` or `2004`. Raises ValidationError for anything else."""
    match = DATE_PATTERN.fullmatch(text)
    try:
        year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
        datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except (AttributeError, ValueError):
        raise ValidationError(
            _("“%(text)s” is not a date. Enter 2004-04-26, or 2004-04 or 2004 if the day or month is unknown."),
            code="date",
            params={"text": text},
        ) from None
    return PartialDate(year, month, day)


def validate_partial_date(text):
    """Validate that a text is a partial date from 1900 onward."""
    if parse_partial_date(text).year < EARLIEST_YEAR:
        raise ValidationError(_("Enter a date from %(year)s onward."), code="early", params={"year": EARLIEST_YEAR})


@lru_cache(maxsize=5000)
def get_readable_date(text):
    """Return a stored date, or "1900" if SQL has left something else: lists must be able to show it."""
    try:
        validate_partial_date(text)
    except ValidationError:
        return str(EARLIEST_YEAR)
    return text


class PartialDateField(models.CharField):
    """A partial date, stored as `2004-04-26`, `2004-04` or `2004` (ISO 8601), so that it sorts as text."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)
        self.validators.append(validate_partial_date)

    def from_db_value(self, value, expression, connection):
        return value and get_readable_date(value)

    def deconstruct(self):
        """Deconstruct as CharField, so that migrations do not depend on this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs):
        help_text = self.help_text or _("2004-04-26; or 2004-04 or 2004 if the day or month is unknown.")
        return super().formfield(**{"help_text": help_text, **kwargs})


def ends_before_start(start, end):
    """Return whether `end` is before `start`, at the precision of the less precise one.

    2004-09 is not before 2004-09-27.
    """
    shortest = min(len(start), len(end))
    return end[:shortest] < start[:shortest]


def validate_date_order(start, end, field):
    """Raise a ValidationError for `field` if `end` is before `start`."""
    if start and end and ends_before_start(start, end):
        raise ValidationError({field: _("The end date is before the start date.")})


def format_day(day, language):
    """Return the day number. French writes the first as an ordinal: 1<sup>er</sup>."""
    return SafeString("1<sup>er</sup>") if language == "fr" and day == 1 else str(day)


def get_month_name(date, language):
    """Return the name of the date's month: April, abril, avril."""
    with override(language):
        name = str(names.MONTHS[date.month])
    return name.capitalize() if language == "en" else name.lower()


def format_date(date, language, *, with_year=True):
    """Format one PartialDate: April 26, 2004; 26 de abril de 2004; 26 avril 2004."""
    if date.month is None:
        return str(date.year)
    month, separator = get_month_name(date, language), " de " if language == "es" else " "
    if language == "en" and date.day:
        return f"{month} {date.day}, {date.year}" if with_year else f"{month} {date.day}"
    year = f"{separator}{date.year}" if with_year else ""
    day = format_html("{}{}", format_day(date.day, language), separator) if date.day else ""
    return format_html("{}{}{}", day, month, year)


def format_english_range(start, end):
    """Format a range in English.

    April 26–27, 2004; August 30–September 2, 2004; April–May 2004; December 30, 2004–January 2, 2005.
    """
    share_year = start.year == end.year and bool(start.day) == bool(end.day)
    first = format_date(start, "en", with_year=not share_year)
    last = format_date(end, "en")
    if start.day and end.day and start[:2] == end[:2]:
        last = f"{end.day}, {end.year}"
    return f"{first}–{last}"


def format_days_of_month(start, end, language):
    """Format a range within one month in Spanish or French.

    26 y 27 de abril de 2004, les 26 et 27 avril 2004; del 26 al 28 de agosto de 2003, du 26 au 28 août 2003.
    """
    are_consecutive = end.day == start.day + 1
    if language == "es":
        pattern = "{} y {}" if are_consecutive else "del {} al {}"
    else:
        pattern = "les {} et {}" if are_consecutive else "du {} au {}"
    return format_html(pattern, format_day(start.day, language), format_date(end, language))


def is_elided(date):
    """Return whether French elides “de” before the date (d’avril)."""
    return not date.day and date.month in ELIDED_MONTHS


def format_range(start, end, language):
    """Format a range of two PartialDates."""
    if language == "en":
        return format_english_range(start, end)
    if start.day and end.day and start[:2] == end[:2]:
        return format_days_of_month(start, end, language)
    first = format_date(start, language, with_year=start.year != end.year or start.month is None)
    last = format_date(end, language)
    if language == "es":
        return format_html("{} {} {} {}", "del" if start.day else "de", first, "al" if end.day else "a", last)
    opening = "du " if start.day else "d’" if is_elided(start) else "de "
    return format_html("{}{} {} {}", opening, first, "au" if end.day else "à", last)


def format_date_or_range(start, end=None, language=None):
    """Format `start`, or the range from `start` to `end`. Both are texts such as 2004-04."""
    language = language or get_current_language()
    if not end or end == start:
        return format_date(parse_partial_date(start), language)
    return format_range(parse_partial_date(start), parse_partial_date(end), language)


def render_time_element(start, end=None, language=None):
    """Render a date or range as `<time>`, whose `datetime` attribute is the start date."""
    return build_time_element(start, end, language or get_current_language())


@lru_cache(maxsize=5000)  # a list may show a hundred dates
def build_time_element(start, end, language):
    """Return the element in one language. A range has a class, since only a range may break into two lines."""
    html = '<time class="range" datetime="{}">{}</time>' if end and end != start else '<time datetime="{}">{}</time>'
    return format_html(html, start, format_date_or_range(start, end, language))


def get_first_day(text):
    """Return the first day of a partial date: April 1, 2004, for 2004-04."""
    date = parse_partial_date(text)
    return datetime.date(date.year, date.month or 1, date.day or 1)


def get_year(text):
    """Return the year of a date such as 2004-04."""
    return parse_partial_date(text).year


# (phrase, language): patterns for day, month and year precision, which take different prepositions.
DATE_PHRASES = {
    ("from", "en"): ("from {}", "from {}", "from {}"),
    ("from", "es"): ("desde el {}", "desde {}", "desde {}"),
    ("from", "fr"): ("depuis le {}", "depuis {}", "depuis {}"),
    ("until", "en"): ("until {}", "until {}", "until {}"),
    ("until", "es"): ("hasta el {}", "hasta {}", "hasta {}"),
    ("until", "fr"): ("jusqu’au {}", "jusqu’en {}", "jusqu’en {}"),
    ("seen", "en"): ("seen on {}", "seen in {}", "seen in {}"),
    ("seen", "es"): ("consulta: {}", "consulta: {}", "consulta: {}"),
    ("seen", "fr"): ("consulté le {}", "consulté en {}", "consulté en {}"),
    ("last checked", "en"): ("last checked on {}", "last checked in {}", "last checked in {}"),
    ("last checked", "es"): ("última verificación el {}", "última verificación en {}", "última verificación en {}"),
    ("last checked", "fr"): (
        "dernière vérification le {}",
        "dernière vérification en {}",
        "dernière vérification en {}",
    ),
    ("as of", "en"): ("source of {}", "source of {}", "source of {}"),
    ("as of", "es"): ("fuente del {}", "fuente de {}", "fuente de {}"),
    ("as of", "fr"): ("source du {}", "source de {}", "source de {}"),
}


def render_date_phrase(phrase, text, language=None):
    """Render a phrase with a date: until December 17, 2004; hasta el 17 de diciembre de 2004."""
    language = language or get_current_language()
    day, month, year = DATE_PHRASES[phrase, language]
    date = parse_partial_date(text)
    pattern = day if date.day else month if date.month else year
    if language == "fr" and phrase == "as of" and is_elided(date):
        pattern = "source d’{}"
    return format_html(pattern, render_time_element(text, language=language))
