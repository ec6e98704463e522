"""The next moments at which tables show something else although nothing is written to them."""

from datetime import UTC, datetime, time, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.functional import cached_property

from portal.page_cache.state import content_state
from portal.publishing.change_notes import ChangeNote
from portal.publishing.models import publishable_models
from portal.records.models import Status


def build_query():
    """Return the query of the next publication, withdrawal or change note of each table: [(table, time)]."""
    parts = [
        f"SELECT '{table}', min(moment) FROM (SELECT min(publish_at) AS moment FROM {table}"  # noqa: S608
        f" WHERE status = '{Status.PUBLISHED}' AND publish_at > %(now)s UNION ALL SELECT min(withdraw_at) FROM {table}"
        f" WHERE status = '{Status.PUBLISHED}' AND withdraw_at > %(now)s) AS moments"
        for table in sorted(model._meta.db_table for model in publishable_models())
    ]
    notes = ChangeNote._meta.db_table
    parts.append(f"SELECT '{notes}', min(at) FROM {notes} WHERE at > %(now)s")  # noqa: S608
    return " UNION ALL ".join(parts)


def get_midnight(now):
    """Return the end of the day in UTC, which is the day of public pages."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


class Schedule:
    """The next scheduled moment of each table, which is queried again when one has passed or a table has changed."""

    def __init__(self, state):
        self.state = state
        self.moments = {}
        self.position = -1

    @cached_property
    def tables(self):
        return frozenset(model._meta.db_table for model in (*publishable_models(), ChangeNote))

    @cached_property
    def query(self):
        return build_query()

    def is_current(self, now):
        """Return whether the moments are known as of a time."""
        known = self.position >= 0 and not self.state.has_changed(self.tables, self.position)
        return known and all(moment > now for moment in self.moments.values())

    def refresh(self):
        """Query the moments if they are not current."""
        now, position = timezone.now(), self.state.position
        if not self.is_current(now):
            with connection.cursor() as cursor:
                cursor.execute(self.query, {"now": now})
                self.moments = {table: moment for table, moment in cursor.fetchall() if moment}
            self.position = position

    def get_moment(self, tables):
        """Return the next scheduled moment of some tables as a timestamp; 0 if it is not known, infinity for none."""
        moments = self.moments
        if not self.is_current(timezone.now()):
            return 0
        return min((moments[table].timestamp() for table in tables if table in moments), default=float("inf"))

    def get_end(self, tables):
        """Return the timestamp until which what was read from some tables today holds; 0 if it is not known."""
        return min(self.get_moment(tables), get_midnight(timezone.now()).timestamp())


schedule = Schedule(content_state)
