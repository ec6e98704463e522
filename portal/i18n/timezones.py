"""Times in the three capitals, names of time zones, and the time left until a moment."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.core import get_global
from babel.dates import get_timezone_location
from babel.lists import format_list
from babel.units import format_unit
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.i18n.languages import LOCALES, get_country_name, get_current_language


class Capital(NamedTuple):
    """The capital of a country and its time zone."""

    country: str
    name: str
    time_zone: ZoneInfo


CAPITALS = (
    Capital("US", _("Washington"), ZoneInfo("America/New_York")),
    Capital("MX", _("Mexico City"), ZoneInfo("America/Mexico_City")),
    Capital("CA", _("Ottawa"), ZoneInfo("America/Toronto")),
)

# The code of CLDR for a time zone without a country, such as UTC.
UNKNOWN_TERRITORY = "ZZ"


def get_time_zone_city(key):
    """Return the name of a time zone’s city in the active language: a capital, or the city that CLDR names."""
    capital = next((capital for capital in CAPITALS if capital.time_zone.key == key), None)
    if capital:
        return str(capital.name)
    city = get_timezone_location(key, locale=LOCALES[get_current_language()], return_city=True)
    return city.rpartition("/")[2]


def format_time_zone(key):
    """Return the city and the country of a time zone in the active language: París (Francia)."""
    city = get_time_zone_city(key)
    code = get_global("zone_territories").get(get_canonical_time_zone(key), UNKNOWN_TERRITORY)
    country = get_country_name(code)
    return city if code == UNKNOWN_TERRITORY or country == city else f"{city} ({country})"


def get_canonical_time_zone(key):
    """Return the time zone that a former or alternative name stands for."""
    return get_global("zone_aliases").get(key, key)


def format_in_capitals(moment, day=None):
    """Return [(capital, formatted local time)] for a moment, in the active language.

    Leaves out the date in capitals where it is `day`, the date that the page already shows.
    """
    clocks = [(capital.name, timezone.localtime(moment, capital.time_zone)) for capital in CAPITALS]
    return [
        (name, formats.date_format(local, "TIME_FORMAT" if local.date() == day else "DATETIME_FORMAT"))
        for name, local in clocks
    ]


def format_time_left(moment):
    """Return the time until a moment in its two largest units: 2 days and 3 hours, 2 jours et 3 heures."""
    minutes = int((moment - clock.now()).total_seconds() // 60)
    if minutes < 1:
        return gettext("less than a minute")
    units = {"day": minutes // 1440, "hour": minutes // 60 % 24, "minute": minutes % 60}
    locale = LOCALES[get_current_language()]
    parts = [format_unit(number, f"duration-{unit}", locale=locale) for unit, number in units.items() if number]
    return format_list(parts[:2], locale=locale)
