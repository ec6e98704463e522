"""Loaders of dates and times that Python cannot represent, such as infinity or a year before Christ.

PostgreSQL stores such values and the driver refuses to read them, with the whole result that they are in. One row that
somebody has changed by SQL would take down every list that has it.
"""

from datetime import UTC, date, datetime
from functools import lru_cache

from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from psycopg import DataError
from psycopg.adapt import AdaptersMap
from psycopg.types.datetime import DateLoader, TimestampLoader

# What is read instead. A day remains to both ends, so that every time zone can show these moments.
EARLIEST, LATEST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def is_early(data):
    """Return whether a value in the text format of PostgreSQL is before the year 2."""
    text = bytes(data)
    return text.startswith(b"-") or text.endswith(b"BC") or text.startswith(b"0001-")


class BoundedDateLoader(DateLoader):
    """Loads a date, and the nearest one that Python has if there is none."""

    def load(self, data):
        try:
            return super().load(data)
        except DataError:
            return date.min if is_early(data) else date.max


def build_moment_loader(zone):
    """Return the loader of moments in a time zone. It has the attribute that Django looks for."""

    class BoundedMomentLoader(BaseTzLoader):
        timezone = zone

        def load(self, data):
            try:
                moment = super().load(data)
            except DataError:
                moment = EARLIEST if is_early(data) else LATEST
            return EARLIEST if moment.year == 1 else moment

    return BoundedMomentLoader


class BoundedTimestampLoader(TimestampLoader):
    """Loads a time without a zone, as PostgreSQL returns the days of moments."""

    def load(self, data):
        try:
            return super().load(data)
        except DataError:
            return (EARLIEST if is_early(data) else LATEST).replace(tzinfo=None)


@lru_cache
def get_adapters(template, zone):
    """Return the adapters of a connection in a time zone: those that Django gives it, with the loaders above."""
    adapters = AdaptersMap(template)
    adapters.register_loader("date", BoundedDateLoader)
    adapters.register_loader("timestamp", BoundedTimestampLoader)
    adapters.register_loader("timestamptz", build_moment_loader(zone))
    return adapters
