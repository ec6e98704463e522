"""What the clock will do, or is planned to do, day by day in the editor's time zone: the calendar of the desk."""

from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.editing.dashboard.panels import AHEAD
from portal.i18n.timezones import format_in_capitals
from portal.records.models import Status

# What is planned and not approved happens only if someone acts before its time.
NOT_APPROVED = {
    Status.DRAFT: _("A draft: it is neither submitted nor approved yet."),
    Status.IN_REVIEW: _("In review: it is not approved yet."),
}


class Entry(NamedTuple):
    """One moment of one record: what happens then, and what stands against it."""

    moment: datetime
    words: str
    row: Any  # of the desk

    @property
    def not_approved(self):
        return NOT_APPROVED.get(self.row.record.status, "")

    @property
    def day(self):
        return timezone.localtime(self.moment).date()

    @property
    def capitals(self):
        """The time in each capital, with its date only where that is another one."""
        return format_in_capitals(self.moment, day=self.day)


class Day(NamedTuple):
    """A day with its entries, in the order of time."""

    day: date
    entries: list


def entries_of(rows):
    """The entries of all these rows that lie in the next time, in the order of time."""
    until = timezone.now() + AHEAD
    entries = []
    for row in rows:
        record = row.record
        if record.is_scheduled or record.is_planned:
            words = _("Becomes public") if record.is_scheduled else _("Planned to become public")
            entries.append(Entry(record.publish_at, words, row))
        if record.draft and record.draft.publish_at:
            words = _("Changes go live") if record.draft.is_scheduled else _("Changes are planned to go live")
            entries.append(Entry(record.draft.publish_at, words, row))
        if row.release_at:
            entries.append(Entry(row.release_at, _("Goes live with a release"), row))
        if record.has_scheduled_withdrawal:
            entries.append(Entry(record.withdraw_at, _("Will be withdrawn"), row))
    now = timezone.now()
    return sorted((one for one in entries if now < one.moment <= until), key=lambda one: one.moment)


def days_of(entries):
    return [Day(day, list(those)) for day, those in groupby(entries, key=lambda entry: entry.day)]
