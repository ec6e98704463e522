"""Dates and times that Python cannot represent are read as the nearest ones that it can."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from portal.database.loaders import EARLIEST, LATEST

pytestmark = pytest.mark.django_db


def read(expression):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expression}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("infinity", LATEST), ("-infinity", EARLIEST), ("0044-03-15 BC", EARLIEST), ("20000-01-01", LATEST),
        ("0001-01-01", EARLIEST), ("2026-11-28 12:00+00", datetime(2026, 11, 28, 12, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_every_moment_is_read(text, expected):
    assert read(f"'{text}'::timestamptz") == expected


@pytest.mark.parametrize("moment", [EARLIEST, LATEST])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Tijuana", "Pacific/Niue"])
def test_every_zone_shows_the_bounds(moment, zone):
    assert timezone.localtime(moment, ZoneInfo(zone)).year in (moment.year, moment.year + 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("infinity", date.max), ("-infinity", date.min), ("0044-03-15 BC", date.min), ("20000-01-01", date.max),
        ("0001-01-01", date.min), ("2026-11-28", date(2026, 11, 28)),
    ],
)  # fmt: skip
def test_every_date_is_read(text, expected):
    assert read(f"'{text}'::date") == expected
