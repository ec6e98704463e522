"""The next moments at which tables show something else although nothing is written to them."""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from django.db import connection
from django.utils.functional import cached_property

from portal import clock
from portal.change_triggers import SEARCH_TABLE
from portal.page_cache.state import content_state
from portal.publishing.change_notes import ChangeNote
from portal.publishing.models import publishable_models
from portal.records.models import Status


def build_query(tables):
    """Return the query of the next publication, withdrawal or change note of some tables: [(table, time)]."""
    return " UNION ALL ".join(
        f"SELECT '{table}', min(at) FROM {table} WHERE at > %(now)s"  # noqa: S608
        if table == ChangeNote._meta.db_table
        else f"SELECT '{table}', min(moment) FROM (SELECT min(publish_at) AS moment FROM {table}"  # noqa: S608
        f" WHERE status = '{Status.PUBLISHED}' AND publish_at > %(now)s UNION ALL SELECT min(withdraw_at) FROM {table}"
        f" WHERE status = '{Status.PUBLISHED}' AND withdraw_at > %(now)s) AS moments"
        for table in sorted(tables)
    )


def get_midnight(now):
    """Return the end of the day in UTC, which is the day of public pages."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


class Moments(NamedTuple):
    """The next scheduled moments, {table: time}, as they were known at a time and a position of ContentState."""

    by_table: dict
    position: int
    at: datetime


class Schedule:
    """The next scheduled moment of each table, which is queried again when it has passed or the table has changed."""

    def __init__(self, state):
        self.state = state
        # Replaced as a whole, because several threads refresh and read it at the same time.
        self.known = None

    @cached_property
    def tables(self):
        return frozenset(model._meta.db_table for model in (*publishable_models(), ChangeNote))

    def is_current(self, known, now):
        """Return whether these Moments, or None, still hold at a time."""
        if known is None or self.state.has_changed(self.tables, known.position):
            return False
        return all(moment > now for moment in known.by_table.values())

    def find_outdated(self, known, now):
        """Return the tables whose moments in these Moments, or None, do not hold at a time."""
        if known is None:
            return self.tables
        passed = {table for table, moment in known.by_table.items() if moment <= now}
        return {table for table in self.tables if table in passed or self.state.has_changed({table}, known.position)}

    def refresh(self):
        """Query the moments that are not current: planning the query of all tables takes longer than a page."""
        known, now, position = self.known, clock.now(), self.state.position
        outdated = self.find_outdated(known, now)
        if not outdated:
            return
        with connection.cursor() as cursor:
            cursor.execute(build_query(outdated), {"now": now})
            queried = dict(cursor.fetchall())
        moments = {table: known.by_table.get(table) if known else None for table in self.tables} | queried
        moments = {table: moment for table, moment in moments.items() if moment}
        if moments:
            # Rows of the index appear and disappear with the records of all tables.
            moments[SEARCH_TABLE] = min(moments.values())
        self.known = Moments(moments, position, now)

    def get_moment(self, tables, since):
        """Return the next scheduled moment of some tables after a time, as a timestamp; infinity if there is none.

        It is 0 if it is not known: what was asked later than `since` may lack a moment that has passed meanwhile.
        """
        known = self.known
        if not self.is_current(known, clock.now()) or known.at > since:
            return 0
        moments = (known.by_table[table].timestamp() for table in tables if table in known.by_table)
        return min(moments, default=float("inf"))

    def get_end(self, tables, since):
        """Return the timestamp until which what was read from some tables since a time holds; 0 if it is not known."""
        return min(self.get_moment(tables, since), get_midnight(since).timestamp())


schedule = Schedule(content_state)
