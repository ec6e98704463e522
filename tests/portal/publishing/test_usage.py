"""Where a record is used, and that what is used is not deleted."""

import pytest

from portal.models import Document
from portal.publishing.usage import uses_of
from tests.support import factories
from tests.support.clients import signed_in
from tests.support.forms import address

pytestmark = pytest.mark.django_db


def test_record_is_used_where_a_relation_or_a_text_leads_to_it():
    document = factories.document()
    factories.document_file(document=document, address="https://www.dol.gov/a")
    meeting, subgroup = factories.meeting(), factories.subgroup()
    for record in (meeting, subgroup):
        record.documents.add(document)
    item = factories.news_item(body_es=f'<p><a href="record:portal.document:{document.pk}">Acta</a></p>')
    factories.news_item(body_es=f'<p><a href="record:portal.document:{document.pk}0">Otra</a></p>')
    assert set(uses_of(document)) == {meeting, subgroup, item}
    assert uses_of(factories.document()) == []


def test_record_that_a_part_of_another_leads_to_is_used_by_that_other():
    country = factories.country("MX")
    alliance = factories.alliance(participants=())
    factories.participant(alliance=alliance, kind="consulate", country=country)
    assert alliance in uses_of(country)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "is used here"), ("es", "se usa aquí"), ("fr", "est utilisé ici")],
)
def test_what_is_used_is_not_deleted_and_the_places_are_named(language, sentence):
    mexico = factories.country("MX")
    document = factories.document(country=mexico)
    seen, unseen = factories.meeting(country=mexico), factories.meeting(country=factories.country("US"))
    for meeting in (seen, unseen):
        meeting.documents.add(document)
    client = signed_in(roles=["administrator"], interface_language=language)
    path = address(Document, "delete", document.pk)
    for response in (client.get(path), client.post(path, {"post": "yes", "reason": "x"})):
        html = response.content.decode()
        assert sentence in html
        assert str(seen) in html
        assert Document.objects.filter(pk=document.pk).exists()
    seen.documents.clear()
    unseen.documents.clear()
    client.post(path, {"post": "yes", "reason": "x"})
    assert not Document.objects.filter(pk=document.pk).exists()
