"""Timeline of signings and renewals, with positions in percent for the templates to draw."""

from datetime import date
from typing import NamedTuple

from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alliances.models.agreements import Agreement
from portal import clock
from portal.i18n.dates import format_date_or_range, parse_partial_date

MAX_TICKS = 7
MARGIN = 4  # percent of the line at each end, so that no mark or year is clipped


class Mark(NamedTuple):
    """An agreement on the timeline; `position` is a percentage such as "12.50%"."""

    kind: str
    position: str
    has_scheduled_withdrawal: bool


class Track(NamedTuple):
    """The line of one alliance: its marks in order and their text alternative."""

    alliance: object
    marks: list
    description: str

    @property
    def start(self):
        return self.marks[0].position

    @property
    def end(self):
        return self.marks[-1].position


class Tick(NamedTuple):
    """A year on the axis."""

    year: int
    position: str


class Timeline(NamedTuple):
    """The years of the axis, and a track for each alliance."""

    ticks: list
    tracks: list


def to_decimal_year(text):
    """Return a partial date as a decimal year; the middle of the month or year if the day is unknown."""
    known = parse_partial_date(text)
    day = date(known.year, known.month or 7, known.day or (15 if known.month else 1))
    return known.year + (day.timetuple().tm_yday - 1) / 366


def describe(agreements):
    """Return a text such as "Signed December 7, 2004; renewed May 2006"."""
    parts = (
        _("%(kind)s %(date)s")
        % {"kind": agreement.get_kind_display(), "date": strip_tags(format_date_or_range(agreement.date))}
        for agreement in agreements
    )
    return capfirst("; ".join(parts))


def build_timeline(alliances):
    """Return the Timeline of the alliances with agreements, None if there are none."""
    histories = [(alliance, agreements) for alliance in alliances if (agreements := alliance.get_sorted_agreements())]
    if not histories:
        return None
    years = [parse_partial_date(agreement.date).year for _alliance, agreements in histories for agreement in agreements]
    first, last = min(years), max(*years, clock.get_today().year) + 1

    def position(year):
        """Return the position of a decimal year: MARGIN % for the first year, 100 - MARGIN % for the last."""
        return f"{MARGIN + (100 - 2 * MARGIN) * (year - first) / (last - first):.2f}%"

    step = -(-(last - first) // (MAX_TICKS - 1))
    tracks = [
        Track(
            alliance,
            [
                Mark(agreement.kind, position(to_decimal_year(agreement.date)), agreement.kind in Agreement.ENDINGS)
                for agreement in agreements
            ],
            describe(agreements),
        )
        for alliance, agreements in histories
    ]
    return Timeline([Tick(year, position(year)) for year in range(first, last + 1, step)], tracks)
