"""Dates of day, month or year precision, and how each language writes them: formatted here, never translated."""

import datetime
import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import dates as names
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.i18n.languages import reader_language

PATTERN = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?", re.ASCII)
EARLIEST = 1900
ELIDED = {4, 8, 10}  # d’avril, d’août, d’octobre


class PartialDate(NamedTuple):
    """A date as far as it is known: `day`, or `day` and `month`, are None where they are not."""

    year: int
    month: int | None = None
    day: int | None = None


def parse(text):
    """The date in `2004-04-26`, `2004-04` or `2004`; a ValidationError where it is none of them."""
    match = PATTERN.fullmatch(text)
    try:
        year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
        datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except (AttributeError, ValueError):
        raise ValidationError(
            _(
                "“%(text)s” is not a date. Write 2004-04-26, "
                "or 2004-04 or 2004 where the day or the month is not known."
            ),
            code="date",
            params={"text": text},
        ) from None
    if year < EARLIEST:
        raise ValidationError(_("A date before %(year)s is not kept here."), code="early", params={"year": EARLIEST})
    return PartialDate(year, month, day)


def validate(text):
    """Refuses what is not a date of one of the three precisions."""
    parse(text)


class PartialDateField(models.CharField):
    """A date kept as `2004-04-26`, `2004-04` or `2004` (ISO 8601, reduced precision), which sorts as it stands."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)
        self.validators.append(validate)

    def deconstruct(self):
        """Describe the column to migrations as the Django field it extends, so that they outlive this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs):
        help_text = self.help_text or _("2004-04-26; or 2004-04 or 2004 where the day or the month is not known.")
        return super().formfield(**{"help_text": help_text, **kwargs})


def ends_before(start, end):
    """Whether `end` lies before `start`, as far as both are known: 2004-09 does not end before 2004-09-27."""
    shortest = min(len(start), len(end))
    return end[:shortest] < start[:shortest]


def validate_order(start, end, field):
    """Refuses an end that lies before its start, at the form's `field`."""
    if start and end and ends_before(start, end):
        raise ValidationError({field: _("The end lies before the start.")})


def day_number(day, language):
    """The number of a day, which French writes as an ordinal on the first: 1<sup>er</sup>."""
    return SafeString("1<sup>er</sup>") if language == "fr" and day == 1 else str(day)


def month_name(date, language):
    """April, abril, avril."""
    with override(language):
        name = str(names.MONTHS[date.month])
    return name.capitalize() if language == "en" else name.lower()


def written_date(date, language, *, with_year=True):
    """One date in words, to the precision that is known: April 26, 2004; 26 de abril de 2004; 26 avril 2004."""
    if date.month is None:
        return str(date.year)
    month, joint = month_name(date, language), " de " if language == "es" else " "
    if language == "en" and date.day:
        return f"{month} {date.day}, {date.year}" if with_year else f"{month} {date.day}"
    year = f"{joint}{date.year}" if with_year else ""
    day = format_html("{}{}", day_number(date.day, language), joint) if date.day else ""
    return format_html("{}{}{}", day, month, year)


def english_range(start, end):
    """April 26–27, 2004; August 30–September 2, 2004; April–May 2004; December 30, 2004–January 2, 2005."""
    alike = start.year == end.year and bool(start.day) == bool(end.day)
    first = written_date(start, "en", with_year=not alike)
    last = written_date(end, "en")
    if start.day and end.day and start[:2] == end[:2]:
        last = f"{end.day}, {end.year}"
    return f"{first}–{last}"


def days_of_one_month(start, end, language):
    """26 y 27 de abril de 2004, les 26 et 27 avril 2004; del 26 al 28 de agosto de 2003, du 26 au 28 août 2003."""
    neighbours = end.day == start.day + 1
    if language == "es":
        pattern = "{} y {}" if neighbours else "del {} al {}"
    else:
        pattern = "les {} et {}" if neighbours else "du {} au {}"
    return format_html(pattern, day_number(start.day, language), written_date(end, language))


def is_elided(date):
    """Whether French shortens “de” before the date."""
    return not date.day and date.month in ELIDED


def written_range(start, end, language):
    """Two dates in words, as each language writes a range."""
    if language == "en":
        return english_range(start, end)
    if start.day and end.day and start[:2] == end[:2]:
        return days_of_one_month(start, end, language)
    first = written_date(start, language, with_year=start.year != end.year or start.month is None)
    last = written_date(end, language)
    if language == "es":
        return format_html("{} {} {} {}", "del" if start.day else "de", first, "al" if end.day else "a", last)
    opening = "du " if start.day else "d’" if is_elided(start) else "de "
    return format_html("{}{} {} {}", opening, first, "au" if end.day else "à", last)


def written(start, end=None, language=None):
    """`start`, or the range to `end`, in words; both are texts such as 2004-04."""
    language = language or reader_language()
    if not end or end == start:
        return written_date(parse(start), language)
    return written_range(parse(start), parse(end), language)


def time_element(start, end=None, language=None):
    """The date in words inside `<time>`, whose machine value has the precision that is known."""
    return format_html('<time datetime="{}">{}</time>', start, written(start, end, language))


def year_of(text):
    """The year of a date such as 2004-04."""
    return parse(text).year


# How each language leads up to a date, for day, month and year: they ask for different small words.
RELATIONS = {
    ("from", "en"): ("from {}", "from {}", "from {}"),
    ("from", "es"): ("desde el {}", "desde {}", "desde {}"),
    ("from", "fr"): ("depuis le {}", "depuis {}", "depuis {}"),
    ("until", "en"): ("until {}", "until {}", "until {}"),
    ("until", "es"): ("hasta el {}", "hasta {}", "hasta {}"),
    ("until", "fr"): ("jusqu’au {}", "jusqu’en {}", "jusqu’en {}"),
    ("as of", "en"): ("source of {}", "source of {}", "source of {}"),
    ("as of", "es"): ("fuente del {}", "fuente de {}", "fuente de {}"),
    ("as of", "fr"): ("source du {}", "source de {}", "source de {}"),
}


def related(relation, text, language=None):
    """A date with the words that lead up to it: until December 17, 2004; hasta el 17 de diciembre de 2004."""
    language = language or reader_language()
    day, month, year = RELATIONS[relation, language]
    date = parse(text)
    pattern = day if date.day else month if date.month else year
    if language == "fr" and relation == "as of" and is_elided(date):
        pattern = "source d’{}"
    return format_html(pattern, time_element(text, language=language))
