"""A moment as the clocks of the three capitals show it, each in its own time zone."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _


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


def in_capitals(moment):
    """(capital, date and time there in the language of the page) of a moment, in the order of the countries."""
    return [
        (capital.name, formats.date_format(timezone.localtime(moment, capital.zone), "DATETIME_FORMAT"))
        for capital in CAPITALS
    ]  # fmt: skip
