"""The register in the admin: inlines, validation and kept input."""

import pytest

from tests.support import factories
from tests.support.clients import superuser_client
from tests.support.forms import add_row, admin_url, get_input_values
from workinggroup.models import Meeting, Participant, Post, PostHolder, Submission, SubmissionStep

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The end date is before the start date."),
        ("es", "La fecha final es anterior a la inicial."),
        ("fr", "La date de fin précède la date de début."),
    ],
)
def test_meeting_ending_before_start_is_rejected(language, sentence):
    client = superuser_client(interface_language=language)
    path = admin_url(Meeting, "add")
    fields = get_input_values(client, path) | {"source_language": "en", "kind": "group", "title_en": "Typed"}
    html = client.post(path, fields | {"start": "2004-09", "end": "2004-08-31"}).content.decode()
    assert sentence in html
    assert 'value="Typed"' in html


def test_meeting_form_saves_people_and_documents():
    document = factories.published_document()
    client = superuser_client()
    path = admin_url(Meeting, "add")
    fields = get_input_values(client, path) | {
        "source_language": "en",
        "kind": "group",
        "title_en": "New",
        "start": "2026-11",
    }
    fields = add_row(fields, "participants", name="Ana", side="workers", order=0) | {"documents": [document.pk]}
    assert client.post(path, fields).status_code == 302
    meeting = Meeting.objects.get(title_en="New")
    assert [person.name for person in meeting.participants.all()] == ["Ana"]
    assert list(meeting.documents.all()) == [document]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Two of these rows are the same. Remove one of them."),
        ("es", "Dos de estas filas son iguales. Quite una de ellas."),
        ("fr", "Deux de ces lignes sont identiques. Retirez-en une."),
    ],
)
def test_duplicate_participant_is_rejected_and_input_preserved(language, sentence):
    meeting = factories.meeting()
    Participant.objects.create(meeting=meeting, name="Ana")
    client = superuser_client(interface_language=language)
    path = admin_url(Meeting, "change", meeting.pk)
    fields = get_input_values(client, path) | {
        "source_language": "en",
        "kind": "group",
        "participants-0-side": "workers",
    }
    html = client.post(path, add_row(fields, "participants", name="Ana", side="government", order=1)).content.decode()
    assert sentence in html
    assert html.count('value="Ana"') == 2
    assert meeting.participants.count() == 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The term ends before it begins."),
        ("es", "El periodo termina antes de empezar."),
        ("fr", "Le mandat se termine avant de commencer."),
    ],
)
def test_term_ending_before_start_is_rejected(language, sentence):
    post = factories.post()
    client = superuser_client(interface_language=language)
    path = admin_url(Post, "change", post.pk)
    fields = get_input_values(client, path) | {"source_language": "en"}
    html = client.post(
        path, add_row(fields, "holders", name="Eva", term_from="2004", term_to="2003-12")
    ).content.decode()
    assert sentence in html
    assert 'value="Eva"' in html
    assert not PostHolder.objects.filter(post=post).exists()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The step “accepted” is before the filing."),
        ("es", "El paso “aceptada” es anterior a la presentación."),
        ("fr", "L’étape «\xa0acceptée\xa0» précède le dépôt."),
    ],
)
def test_step_before_filing_is_rejected(language, sentence):
    submission = factories.submission()
    client = superuser_client(interface_language=language)
    path = admin_url(Submission, "change", submission.pk)
    fields = get_input_values(client, path) | {"source_language": "en", "office": submission.office.pk}
    fields = add_row(fields, "steps", kind="filed", date="1998-09-22", order=0)
    html = client.post(path, add_row(fields, "steps", kind="accepted", date="1998-09-21", order=1)).content.decode()
    assert sentence in html
    assert 'value="1998-09-21"' in html
    assert not SubmissionStep.objects.filter(submission=submission).exists()


def test_step_without_kind_is_rejected_and_input_preserved():
    submission = factories.submission()
    client = superuser_client()
    path = admin_url(Submission, "change", submission.pk)
    fields = get_input_values(client, path) | {"source_language": "en", "office": submission.office.pk}
    html = client.post(path, add_row(fields, "steps", kind="", date="1998-09-22", order=0)).content.decode()
    assert "This field is required." in html
    assert 'value="1998-09-22"' in html
