"""Admin forms of comparisons: questions of a section, answers of an entry, and parts of a jurisdiction."""

import pytest

from portal.records.admin_urls import get_change_url
from programs.comparisons import Answer, Question
from programs.models import Jurisdiction
from tests.support import factories
from tests.support.clients import editor_client
from tests.support.forms import get_record_form_data
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return editor_client(roles=["contributor"], countries=["CA"])


@pytest.fixture
def entry():
    """Return a draft of Canada in a section with two questions, of which it answers the first."""
    section = factories.section()
    first, _second = [factories.question(section=section, order=order) for order in range(2)]
    entry = factories.entry(country=factories.country("CA"), section=section)
    factories.answer(entry=entry, question=first, confirmed=False)
    return entry


def post_answer(client, entry, question):
    """Add an answer to a question in the form of an entry, and return the response."""
    data = get_record_form_data(client, entry) | {"answers-TOTAL_FORMS": "2", "answers-1-id": ""}
    data |= {"answers-1-entry": str(entry.pk), "answers-1-question": str(question.pk), "answers-1-body_en": "<p>A</p>"}
    return client.post(get_change_url(entry), data)


def test_form_offers_questions_of_the_section_only(client, entry):
    other = factories.question()
    html = client.get(get_change_url(entry)).content.decode()
    options = [option["value"] for option in ParsedPage(html).all("option")]
    for question in entry.section.questions.all():
        assert str(question.pk) in options
    select = html[html.index('name="answers-0-question"') :].split("</select>")[0]
    assert f'value="{other.pk}"' not in select


def test_answer_is_added(client, entry):
    post_answer(client, entry, entry.section.questions.last())
    assert [str(answer) for answer in entry.answers.all()] == [
        str(question) for question in entry.section.questions.all()
    ]


def test_question_is_answered_once(client, entry):
    response = post_answer(client, entry, entry.section.questions.first())
    assert "Two of these rows are the same." in response.content.decode()
    assert entry.answers.count() == 1


def test_question_of_other_section_is_refused(client, entry):
    post_answer(client, entry, factories.question())
    assert entry.answers.count() == 1


def test_answer_is_confirmed_only_with_its_source(client, entry):
    Answer.objects.filter(entry=entry).update(source_address_en="")
    data = get_record_form_data(client, entry) | {"answers-0-confirmed": "on"}
    assert "Enter the source and its URL" in client.post(get_change_url(entry), data).content.decode()
    client.post(get_change_url(entry), data | {"answers-0-source_address_en": "https://www.osha.gov/"})
    assert Answer.objects.get(entry=entry).confirmed


def test_form_says_how_many_answers_are_not_confirmed(entry):
    publisher = editor_client(roles=["publisher"], countries=["CA"])
    assert "1 fact is not confirmed." in publisher.get(get_change_url(entry)).content.decode()


def test_new_entry_has_no_answers_yet(client):
    assert "answers-TOTAL_FORMS" not in client.get("/admin/programs/entry/add/").content.decode()


def test_question_with_answers_is_not_deleted(entry):
    secretariat = editor_client(roles=["secretariat"])
    data = get_record_form_data(secretariat, entry.section) | {"questions-0-DELETE": "on"}
    secretariat.post(get_change_url(entry.section), data)
    assert Question.objects.filter(section=entry.section).count() == 2


@pytest.mark.parametrize("case", ["itself", "part", "has parts"])
def test_part_of_a_part_is_refused(client, case):
    canada = factories.country("CA")
    column = factories.jurisdiction(country=canada)
    part = factories.jurisdiction(country=canada, parent=column)
    other = factories.jurisdiction(country=canada)
    record, parent = {"itself": (other, other), "part": (other, part), "has parts": (column, other)}[case]
    client.post(get_change_url(record), get_record_form_data(client, record) | {"parent": str(parent.pk)})
    assert Jurisdiction.objects.get(pk=record.pk).parent is None


def test_jurisdiction_becomes_part_of_a_column(client):
    column, other = (factories.jurisdiction(country=factories.country("CA")) for _ in range(2))
    client.post(get_change_url(other), get_record_form_data(client, other) | {"parent": str(column.pk)})
    assert Jurisdiction.objects.get(pk=other.pk).parent == column
