"""Names of time zones in each language."""

import pytest
from django.utils.translation import override

from portal.i18n.timezones import format_time_zone


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Ottawa (Canada)", "Paris (France)", "Buenos Aires (Argentina)", "Puerto Rico", "UTC"]),
        ("es", ["Ottawa (Canadá)", "París (Francia)", "Buenos Aires (Argentina)", "Puerto Rico", "UTC"]),
        ("fr", ["Ottawa (Canada)", "Paris (France)", "Buenos Aires (Argentine)", "Porto Rico", "UTC"]),
    ],
)
def test_time_zone_has_city_and_country(language, names):
    keys = ["America/Toronto", "Europe/Paris", "America/Argentina/Buenos_Aires", "America/Puerto_Rico", "UTC"]
    with override(language):
        assert [format_time_zone(key) for key in keys] == names
