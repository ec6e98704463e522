"""Moments as the clocks of the three capitals show them, each in its own time zone, and the time until then."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.lists import format_list
from babel.units import format_unit
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import REGIONAL, reader_language


class Capital(NamedTuple):
    """A capital, with the time zone that its clocks follow."""

    country: str
    name: str
    zone: ZoneInfo


CAPITALS = (
    Capital("US", _("Washington"), ZoneInfo("America/New_York")),
    Capital("MX", _("Mexico City"), ZoneInfo("America/Mexico_City")),
    Capital("CA", _("Ottawa"), ZoneInfo("America/Toronto")),
)


def in_capitals(moment, day=None):
    """(capital, date and time there in the language of the page) of a moment, in the order of the countries.

    Where it is `day` there, a date that the page has said, the time alone.
    """
    clocks = [(capital.name, timezone.localtime(moment, capital.zone)) for capital in CAPITALS]
    return [
        (name, formats.date_format(clock, "TIME_FORMAT" if clock.date() == day else "DATETIME_FORMAT"))
        for name, clock in clocks
    ]


def time_left(moment):
    """The time until a moment, in its two largest units: 2 days and 3 hours, 2 días y 3 horas, 2 jours et 3 heures."""
    minutes = int((moment - timezone.now()).total_seconds() // 60)
    if minutes < 1:
        return gettext("less than a minute")
    units = {"day": minutes // 1440, "hour": minutes // 60 % 24, "minute": minutes % 60}
    locale = REGIONAL[reader_language()]
    written = [format_unit(number, f"duration-{unit}", locale=locale) for unit, number in units.items() if number]
    return format_list(written[:2], locale=locale)
