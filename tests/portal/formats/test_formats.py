"""Dates and times in the format of each language."""

from datetime import UTC, datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

MOMENT = datetime(2004, 4, 26, 20, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "time", "date_and_time", "short"),
    [
        ("en", "8:05 p.m.", "April 26, 2004, 8:05 p.m.", "04/26/2004 8:05 p.m."),
        ("es", "20:05", "26 de abril de 2004 a las 20:05", "26/04/2004 20:05"),
        ("fr", "20\xa0h\xa005", "26 avril 2004 à 20\xa0h\xa005", "2004-04-26 20\xa0h\xa005"),
    ],
)
def test_time_has_format_of_language(language, time, date_and_time, short):
    formats = ("TIME_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT")
    with override(language):
        assert [date_format(MOMENT, name) for name in formats] == [time, date_and_time, short]
