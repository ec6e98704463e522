"""The search of the admin: drafts, unconfirmed facts, people and numbers, within the permissions of the editor."""

import pytest
from django.urls import reverse

from tests.support import factories
from tests.support.clients import client_for
from tests.support.drafts import live_item, save_draft

pytestmark = pytest.mark.django_db


def find(text, editor=None):
    """Return the names of the records that an editor finds."""
    client = client_for(editor or factories.editor(roles=["administrator"]))
    response = client.get(reverse("admin:search"), {"q": text})
    assert response.status_code == 200
    return [str(found.name) for group in response.context["groups"] for found in group.records]


def test_site_search_finds_records_of_every_status():
    factories.news_item(title_en="Zebra draft").finalize_save("saved", by=None)
    factories.published(factories.meeting(title_en="Zebra meeting", title_es="Z", title_fr="Z"))
    assert sorted(find("ZÉBRA")) == ["Zebra draft", "Zebra meeting"]


def test_site_search_finds_drafts_of_public_records():
    item = save_draft(live_item(title_en="Public title", title_es="T", title_fr="T"), title_es="Título de cebra")
    assert find("titulo cebra") == [str(item)]


def test_site_search_finds_unconfirmed_facts():
    place = factories.help_place(title_en="Somewhere", country=factories.country("US"))
    factories.help_entry(place=place, title_en="Quagga", confirmed=False, source_title_en="Okapi bulletin")
    assert find("quagga") == find("okapi bulletin") == ["Somewhere"]


def test_site_search_finds_people_numbers_and_pictures():
    meeting = factories.meeting(title_en="Gathering")
    meeting.participants.create(name="Zoraida Quintanilla")
    meeting.finalize_save("saved", by=None)
    factories.submission(number="MX 9999", title_en="Case").finalize_save("saved", by=None)
    factories.picture(alt_en="A zebra")
    assert find("quintanilla") == ["Gathering"]
    assert find("MX 9999") == ["Case"]
    assert len(find("zebra")) == 1


def test_site_search_hides_records_of_other_countries():
    for code in ("US", "MX"):
        record = factories.news_item(title_en=f"Zebra {code}", country=factories.country(code))
        record.finalize_save("saved", by=None)
    assert find("zebra", factories.editor(roles=["contributor"], countries=["MX"])) == ["Zebra MX"]


@pytest.mark.parametrize("text", ["", "   ", "the", "%", "'", "x" * 1000, "a & !b", "각"])
def test_site_search_takes_any_input(text):
    assert isinstance(find(text), list)
