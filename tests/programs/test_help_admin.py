"""Admin form of the help pages: an entry is confirmed with its source, and editors see what waits for it."""

import pytest

from portal.records.admin_urls import get_change_url
from programs.help import HelpEntry
from tests.support import factories
from tests.support.clients import editor_client
from tests.support.forms import admin_url, get_record_form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return editor_client(roles=["contributor"], countries=["CA"])


@pytest.fixture
def entry():
    return factories.help_entry(
        place=factories.help_place(country=factories.country("CA")), confirmed=False, source_address_en=""
    )


def confirm(client, entry, **fields):
    """Confirm the entry in the form of its place, and return whether it is confirmed."""
    data = get_record_form_data(client, entry.place) | {"entries-0-confirmed": "on"}
    data |= {f"entries-0-{name}": value for name, value in fields.items()}
    client.post(get_change_url(entry.place), data)
    return HelpEntry.objects.get(pk=entry.pk).confirmed


@pytest.mark.parametrize(
    ("fields", "confirmed"),
    [
        ({"source_address_en": "https://www.osha.gov/"}, True),
        ({"web_address_fr": "https://www.canada.ca/fr"}, True),
        ({}, False),
        ({"source_address_en": "https://www.osha.gov/", "checked_on": ""}, False),
    ],
    ids=["source", "official page", "no URL", "not checked"],
)
def test_entry_is_confirmed_only_with_its_source(client, entry, fields, confirmed):
    assert confirm(client, entry, **fields) is confirmed


def test_telephone_with_letters_is_refused(client, entry):
    url = {"source_address_en": "https://www.osha.gov/"}
    assert not confirm(client, entry, telephone="1-800-321-OSHA", **url)


def test_form_and_list_name_unconfirmed_entries(client, entry):
    publisher = editor_client(roles=["publisher"], countries=["CA"])
    assert "1 fact is not confirmed." in publisher.get(get_change_url(entry.place)).content.decode()
    assert "Facts to confirm" in client.get(admin_url(type(entry.place), "changelist")).content.decode()
