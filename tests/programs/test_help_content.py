"""Initial content of the help pages: every fact has a source, and only confirmed facts are public."""

import pytest

from portal.i18n.languages import LANGUAGES, get_translation, localized_field_name
from programs.help import HelpEntry, HelpPlace
from tests.support.clients import get_page

pytestmark = pytest.mark.django_db
NEED = HelpEntry.Need
# Numbers that were seen in secondary sources only.
UNCONFIRMED_NUMBERS = {"+52 55 3000 2700", "1-800-641-4049", "1-866-602-9448", "1 844 838-0808", "1-800-567-7233"}


def test_places_are_the_three_countries_and_their_parts():
    countries = [place.country.code for place in HelpPlace.objects.published().with_related()]
    assert {code: countries.count(code) for code in countries} == {"US": 1, "MX": 1, "CA": 14}


def test_every_entry_has_source_and_date_of_check():
    for entry in HelpEntry.objects.all():
        assert all(get_translation(entry, "source_title", language) for language in LANGUAGES), entry
        assert entry.checked_on, entry
        assert entry.has_source() or not entry.confirmed, entry


def test_every_confirmed_entry_is_valid():
    for entry in HelpEntry.objects.filter(confirmed=True).select_related("place"):
        entry.full_clean()


def test_unconfirmed_numbers_are_those_of_secondary_sources():
    numbers = HelpEntry.objects.filter(confirmed=False).exclude(telephone="").values_list("telephone", flat=True)
    assert set(numbers) == UNCONFIRMED_NUMBERS
    confirmed = HelpEntry.objects.filter(confirmed=True).values_list("telephone", "other_telephone", "tty")
    assert not UNCONFIRMED_NUMBERS & {number for row in confirmed for number in row}


def test_every_place_has_emergency_number_and_contact():
    for place in HelpPlace.objects.published().with_related():
        assert [phone.url for phone in place.get_emergency_telephones()] == ["tel:911"], place
        contact = place.get_contact()
        pages = [get_translation(contact, "web_address", language) for language in LANGUAGES]
        assert contact.telephone or any(pages), place


def test_places_with_unconfirmed_entries_are_due_soonest():
    due = {True: set(), False: set()}
    for place in HelpPlace.objects.published().with_related():
        due[bool(place.get_unconfirmed_facts())].add(place.review_due)
    assert max(due[True]) < min(due[False])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_unconfirmed_text_is_public(language):
    title = localized_field_name("title", language)
    for place in HelpPlace.objects.published().with_related():
        public = {getattr(entry, title) for entry in place.get_confirmed_entries()}
        hidden = {getattr(entry, title) for entry in place.get_unconfirmed_facts()} - public
        html = get_page(place.get_url(language))
        assert not [text for text in hidden if f"<h3>{text}</h3>" in html], place
