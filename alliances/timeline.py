"""Signings and renewals on a line of years: where each mark stands, in percent. Templates draw, not this module."""

from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alliances.models.agreements import Agreement
from portal.i18n.dates import format_date_or_range, parse_partial_date

MOST_TICKS = 7
MARGIN = 4  # percent of the line at each end, so that no mark or year is cut off


class Mark(NamedTuple):
    """One agreement on the line."""

    kind: str
    place: str
    ends_it: bool


class Track(NamedTuple):
    """The line of one alliance: its marks, from the first to the last, and the same in words."""

    alliance: object
    marks: list
    words: str

    @property
    def start(self):
        return self.marks[0].place

    @property
    def end(self):
        return self.marks[-1].place


class Tick(NamedTuple):
    """A year on the axis."""

    year: int
    place: str


class Timeline(NamedTuple):
    """All alliances of a list, and the years above them."""

    ticks: list
    tracks: list


def moment(text):
    """A date as a year and its fraction; the middle of the month or of the year where no more is known."""
    known = parse_partial_date(text)
    day = date(known.year, known.month or 7, known.day or (15 if known.month else 1))
    return known.year + (day.timetuple().tm_yday - 1) / 366


def in_words(agreements):
    """Signed December 7, 2004; renewed May 2006."""
    parts = (
        _("%(kind)s %(date)s")
        % {"kind": agreement.get_kind_display(), "date": strip_tags(format_date_or_range(agreement.date))}
        for agreement in agreements
    )
    return capfirst("; ".join(parts))


def timeline(alliances):
    """The Timeline of alliances that have agreements, None where there is none."""
    lives = [(alliance, agreements) for alliance in alliances if (agreements := alliance.agreements_in_order())]
    if not lives:
        return None
    years = [parse_partial_date(agreement.date).year for _alliance, agreements in lives for agreement in agreements]
    first, last = min(years), max(*years, timezone.localdate().year) + 1

    def place(when):
        """Percent from the start of the line: MARGIN for the first year, 100 - MARGIN for the last."""
        return f"{MARGIN + (100 - 2 * MARGIN) * (when - first) / (last - first):.2f}%"

    step = -(-(last - first) // (MOST_TICKS - 1))
    tracks = [
        Track(
            alliance,
            [
                Mark(agreement.kind, place(moment(agreement.date)), agreement.kind in Agreement.ENDINGS)
                for agreement in agreements
            ],
            in_words(agreements),
        )
        for alliance, agreements in lives
    ]
    return Timeline([Tick(year, place(year)) for year in range(first, last + 1, step)], tracks)
