"""Usage of records, which protects them from deletion."""

import pytest

from portal.history.models import Event
from portal.models import Document
from portal.publishing.usage import get_usage
from tests.support import factories
from tests.support.clients import editor_client
from tests.support.forms import admin_url

pytestmark = pytest.mark.django_db


def save_item(**fields):
    """Create a news item as a form does, with the end of the save."""
    item = factories.news_item(**fields)
    item.finalize_save(Event.SAVED, by=None)
    return item


def test_usage_finds_relations_and_links():
    document = factories.document()
    factories.document_file(document=document, address="https://www.dol.gov/a")
    meeting, subgroup = factories.meeting(), factories.subgroup()
    for record in (meeting, subgroup):
        record.documents.add(document)
    item = save_item(body_es=f'<p><a href="record:portal.document:{document.pk}">Acta</a></p>')
    save_item(body_es=f'<p><a href="record:portal.document:{document.pk}0">Otra</a></p>')
    assert set(get_usage(document)) == {meeting, subgroup, item}
    assert get_usage(factories.document()) == []


def test_words_and_drafts_of_other_governments_are_no_usage():
    document = factories.document(country=factories.country("MX"))
    reference = f"record:portal.document:{document.pk}"
    link = f'<p><a href="{reference}">Acta</a></p>'
    save_item(country=factories.country("MX"), body_es=f'<p>&lt;a href="{reference}"&gt;</p>')
    draft = save_item(country=factories.country("US"), body_en=link)
    assert get_usage(document) == []
    factories.published(draft)
    assert get_usage(document) == [draft]


def test_usage_in_child_belongs_to_its_record():
    country = factories.country("MX")
    alliance = factories.alliance(participants=())
    factories.participant(alliance=alliance, kind="consulate", country=country)
    assert alliance in get_usage(country)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "is used in these places"), ("es", "se usa en estos lugares"), ("fr", "est utilisée à ces endroits")],
)
def test_used_record_is_not_deleted_and_usage_is_shown(language, sentence):
    mexico = factories.country("MX")
    document = factories.document(country=mexico)
    seen, unseen = factories.meeting(country=mexico), factories.meeting(country=factories.country("US"))
    for meeting in (seen, unseen):
        meeting.documents.add(document)
    client = editor_client(roles=["administrator"], interface_language=language)
    path = admin_url(Document, "delete", document.pk)
    for response in (client.get(path), client.post(path, {"post": "yes", "reason": "x"})):
        html = response.content.decode()
        assert sentence in html
        assert getattr(seen, f"title_{language}") in html
        assert Document.objects.filter(pk=document.pk).exists()
    seen.documents.clear()
    unseen.documents.clear()
    client.post(path, {"post": "yes", "reason": "x"})
    assert not Document.objects.filter(pk=document.pk).exists()
