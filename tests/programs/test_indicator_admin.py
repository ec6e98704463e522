"""Admin form of the indicators: publishers add a year to a public series, and see what waits to be confirmed."""

import pytest

from portal.records.admin_urls import get_change_url
from programs.indicators import Indicator, IndicatorValue
from tests.support import factories
from tests.support.clients import editor_client, get_page
from tests.support.forms import PUBLISH_CHANGES, add_row, admin_url, get_record_form_data

pytestmark = pytest.mark.django_db
SOURCE = {
    "source_title_en": "IMSS", "source_title_es": "IMSS", "source_title_fr": "IMSS",
    "source_address_es": "https://www.gob.mx/imss", "checked_on": "2026-11-27", "confirmed": "on",
}  # fmt: skip


@pytest.fixture
def client():
    return editor_client(roles=["publisher"], countries=["MX"])


@pytest.fixture
def indicator():
    indicator = factories.indicator(country=factories.country("MX"), counts=((2009, 1109),))
    return factories.published(indicator)


def add_year(client, indicator, **values):
    """Submit the form of an indicator with one more value and publish the change; return the response."""
    data = add_row(get_record_form_data(client, indicator), "values", **SOURCE, **values)
    return client.post(get_change_url(indicator), data | PUBLISH_CHANGES)


def test_publisher_adds_year(client, indicator):
    assert add_year(client, indicator, year="2010", value="1125", status="preliminary").status_code == 302
    assert [*indicator.values.values_list("year", "value")] == [(2009, 1109), (2010, 1125)]
    assert "1,125" in get_page(indicator.get_url("es"))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"year": "2010"}, "Enter the value or a rate."),
        ({"year": "2999", "value": "1"}, "Enter a year from 1900 to"),
        ({"year": "2010", "value": "1", "rate": "2"}, "Say what the rate is per"),
        ({"year": "2010", "value": "1", "earlier_value": "2"}, "Only a revised or final value has an earlier one."),
        ({"year": "2009", "value": "1"}, "duplicate"),
    ],
    ids=["no value", "future", "rate of what", "not revised", "same year"],
)
def test_form_says_what_is_wrong_with_value(client, indicator, values, message):
    response = add_year(client, indicator, **values)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert IndicatorValue.objects.filter(indicator=indicator).count() == 1


def test_form_and_list_name_unconfirmed_values(client, indicator):
    factories.indicator_value(indicator=indicator, year=2010, confirmed=False)
    factories.indicator_definition(indicator=indicator, confirmed=False)
    assert "2 facts are not confirmed." in client.get(get_change_url(indicator)).content.decode()
    assert "Facts to confirm" in client.get(admin_url(Indicator, "changelist")).content.decode()
