"""The editorial calendar: scheduled and planned publications and withdrawals by day, in the editor's time zone."""

from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.editing.dashboard.panels import UPCOMING_PERIOD
from portal.i18n.timezones import format_in_capitals
from portal.records.models import Status

# A planned publication that is not approved does not happen.
APPROVAL_WARNINGS = {
    Status.DRAFT: _("Draft: not submitted for review yet."),
    Status.IN_REVIEW: _("In review: not scheduled yet."),
}


class CalendarEntry(NamedTuple):
    """An event of one record at one time."""

    moment: datetime
    event: str
    row: Any  # DashboardRow

    @property
    def approval_warning(self):
        return APPROVAL_WARNINGS.get(self.row.record.status, "")

    @property
    def day(self):
        return timezone.localtime(self.moment).date()

    @property
    def capital_times(self):
        """The time in each capital, with the date if it differs from the day of the entry."""
        return format_in_capitals(self.moment, day=self.day)


class CalendarDay(NamedTuple):
    """A day with its entries in order of time."""

    day: date
    entries: list


def get_entries(rows):
    """Return the calendar entries of dashboard rows in the upcoming period, in order of time."""
    entries = []
    for row in rows:
        record = row.record
        if record.is_scheduled or record.is_planned:
            event = _("Scheduled publication") if record.is_scheduled else _("Planned publication")
            entries.append(CalendarEntry(record.publish_at, event, row))
        if record.draft and record.draft.publish_at:
            event = (
                _("Scheduled publication of changes")
                if record.draft.is_scheduled
                else _("Planned publication of changes")
            )
            entries.append(CalendarEntry(record.draft.publish_at, event, row))
        if row.release_at:
            entries.append(CalendarEntry(row.release_at, _("Scheduled publication with a bundle"), row))
        if record.has_scheduled_withdrawal:
            entries.append(CalendarEntry(record.withdraw_at, _("Scheduled unpublishing"), row))
    now = clock.now()
    until = now + UPCOMING_PERIOD
    return sorted((entry for entry in entries if now < entry.moment <= until), key=lambda entry: entry.moment)


def group_by_day(entries):
    return [CalendarDay(day, list(group)) for day, group in groupby(entries, key=lambda entry: entry.day)]
