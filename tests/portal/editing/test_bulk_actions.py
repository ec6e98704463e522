"""Bulk actions: a confirmation page shows the outcome of each record before anything changes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import NewsItem
from portal.history.models import Event, get_versions
from portal.publishing.workflow import publish_record, submit
from portal.records.models import Status
from tests.support import factories
from tests.support.factories import country
from tests.support.forms import get_seen_in_list
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db
LIST = "/admin/news/newsitem/"
DAY = timedelta(days=1)


def item(code, **fields):
    return factories.news_item(country=country(code) if code else None, **fields)


def submitted(record):
    submit(record, by=None)
    return record


def publisher(**fields):
    return factories.editor(**{"roles": ["publisher"], "countries": ["MX"], **fields})


def signed_in(editor):
    client = Client()
    client.force_login(editor)
    return client


def chosen(action, *records, **more):
    """Return the form data of a list with these records selected."""
    return {"action": action, "index": "0", "_selected_action": [record.pk for record in records], **more}


def confirmed(action, *records, **more):
    """Return the form data of the confirmation page, made now."""
    return {"action": action, **get_seen_in_list(*records), **more}


def state(*records):
    stored = NewsItem.objects.in_bulk([record.pk for record in records])
    return [(stored[record.pk].status, get_versions(record).count()) for record in records]


def text(response):
    return response.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize(
    ("language", "outcome", "missing", "forbidden", "status"),
    [
        (
            "en", "It will be published immediately.", "“title [fr]” is missing.",
            "You do not have permission to do this to this record.",
            "This is not possible while its status is “published”.",
        ),
        (
            "es", "Se publicará de inmediato.", "Falta “título [fr]”.",
            "No tiene permiso para hacer esto con este registro.",
            "Esto no es posible mientras su estado sea “publicado”.",
        ),
        (
            "fr", "La fiche sera publiée immédiatement.", "Il manque « titre [fr] ».",
            "Vous n’avez pas l’autorisation de faire cela avec cette fiche.",
            "Cela n’est pas possible tant que son état est « publié ».",
        ),
    ],
)  # fmt: skip
def test_confirmation_shows_outcomes_and_changes_nothing(language, outcome, missing, forbidden, status):
    ready, incomplete = submitted(item("MX")), item("MX", joint_languages=["fr"], title_en="A", title_es="B")
    public, trinational = factories.published(item("MX")), item(None)
    everything = (ready, incomplete, public, trinational)
    before = state(*everything)
    client = signed_in(publisher(interface_language=language))
    html = text(client.post(LIST, chosen("publish", *everything)))
    for sentence in (outcome, missing, forbidden, status):
        assert html.count(sentence) == 1
    assert f'<html lang="{language}"' in html
    assert state(*everything) == before


def test_confirmed_action_runs_and_reports_each_outcome():
    ready, also, unchosen = (submitted(item("MX")) for _ in range(3))
    incomplete = submitted(item("MX", joint_languages=["fr"], title_en="A", title_es="B"))
    foreign, trinational = submitted(item("CA")), submitted(item(None))
    before = state(incomplete, unchosen, foreign, trinational)
    editor = publisher()
    client = signed_in(editor)
    sent = confirmed("publish", ready, incomplete, foreign, trinational, also, note="Approved on Monday.")
    html = text(client.post(LIST, sent, follow=True))
    for record in (ready, also):
        newest = get_versions(record).first()
        assert (newest.event, newest.by, newest.note) == (Event.PUBLISHED, editor, "Approved on Monday.")
        assert f"<strong>{record.title_en}</strong> Its status is now “published”." in html
    assert "<strong>A</strong> “title [fr]” is missing." in html
    assert "You do not have permission to do this to this record." in html
    assert "1 record no longer exists." in html  # that of another country, which does not show
    assert state(incomplete, unchosen, foreign, trinational) == before


@pytest.mark.parametrize(
    ("action", "before", "after", "event"),
    [
        ("submit", Status.DRAFT, Status.IN_REVIEW, Event.SUBMITTED),
        ("request_changes", Status.IN_REVIEW, Status.DRAFT, Event.CHANGES_REQUESTED),
        ("publish", Status.WITHDRAWN, Status.PUBLISHED, Event.PUBLISHED),
        ("unpublish", Status.PUBLISHED, Status.WITHDRAWN, Event.WITHDRAWN),
    ],
)
def test_action_runs_transition_of_record(action, before, after, event):
    record = item("MX", status=before, publish_at=timezone.now() - DAY)
    signed_in(publisher()).post(LIST, confirmed(action, record, note="Note"))
    record.refresh_from_db()
    assert (record.status, get_versions(record).first().event) == (after, event)


def test_return_requires_note_and_keeps_selection():
    record = submitted(item("MX"))
    client = signed_in(publisher())
    html = text(client.post(LIST, confirmed("request_changes", record, note="  ")))
    assert "Explain what needs to change." in html
    assert ParsedPage(html).all("input", name="_selected_action", value=str(record.pk))
    assert state(record) == [(Status.IN_REVIEW, 1)]
    html = text(client.post(LIST, confirmed("request_changes", record, note="x" * 501)))
    assert "x" * 501 in html
    assert state(record) == [(Status.IN_REVIEW, 1)]


def test_record_changed_since_confirmation_is_asked_again():
    record, gone = submitted(item("MX")), submitted(item("MX"))
    client = signed_in(publisher())
    path = f"{LIST}?stage=in+review"
    assert "It will be published immediately." in text(client.post(path, chosen("publish", record, gone)))
    factories.published(record)
    keys = confirmed("publish", record, gone)
    gone.delete()
    html = text(client.post(path, keys, follow=True))
    assert "This is not possible while its status is “published”." in html
    assert "1 record no longer exists." in html
    assert state(record) == [(Status.PUBLISHED, 2)]


def test_revoked_role_stops_action():
    record = submitted(item("MX"))
    editor = publisher()
    client = signed_in(editor)
    client.post(LIST, chosen("publish", record))
    editor.groups.clear()
    assert client.post(LIST, confirmed("publish", record)).status_code == 403
    assert state(record) == [(Status.IN_REVIEW, 1)]


def test_publishing_before_planned_time_is_reported():
    record = item("MX")
    submit(record, by=None, at=timezone.now() + DAY)
    html = text(signed_in(publisher()).post(LIST, chosen("publish", record)))
    assert "Instead of the planned time:" in html
    assert "Mexico City" in html


def test_unscheduling_is_reported():
    record = item("MX")
    publish_record(record, by=None, without_approval=True, at=timezone.now() + DAY)
    assert "It will not be published." in text(signed_in(publisher()).post(LIST, chosen("unpublish", record)))


def test_get_changes_nothing():
    record = submitted(item("MX"))
    signed_in(publisher()).get(LIST, confirmed("publish", record))
    assert state(record) == [(Status.IN_REVIEW, 1)]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"action": "publish", "index": "0"}, "Items must be selected"),
        (
            {"action": "publish", "index": "0", "_selected_action": [1], "select_across": "1"},
            "You can select at most 100 records at a time.",
        ),
        ({"action": "publish", "index": "0", "_selected_action": range(1, 102)}, "You can select at most 100 records"),
        ({"action": "", "index": "0", "_selected_action": [1]}, "No action selected."),
        ({"action": "delete_selected", "index": "0", "_selected_action": [1]}, "No action selected."),
    ],
)
def test_invalid_selection_shows_message(sent, sentence):
    NewsItem.objects.bulk_create(
        NewsItem(country=country("MX"), date="2026", slug_en=f"n-{n}", slug_es=f"n-{n}", slug_fr=f"n-{n}")
        for n in range(101)
    )
    html = text(signed_in(publisher()).post(LIST, {**sent, "confirmed": "1"}, follow=True))
    assert sentence in html
    assert not NewsItem.objects.filter(country=country("MX"), status=Status.PUBLISHED, date="2026").exists()


@pytest.mark.parametrize("key", ["abc", "", "-1", "²", "1; DROP"])
def test_malformed_key_is_rejected(key):
    sent = {"action": "publish", "index": "0", "_selected_action": [key]}
    assert signed_in(publisher()).post(LIST, sent).status_code == 400


def test_key_out_of_range_is_not_found():
    sent = {"action": "publish", "_selected_action": ["9" * 30], "confirmed": "1"}
    assert "1 record no longer exists." in text(signed_in(publisher()).post(LIST, sent, follow=True))


@pytest.mark.parametrize(
    ("path", "role", "actions"),
    [
        (LIST, "translator", []),
        (LIST, "contributor", ["submit"]),
        (LIST, "publisher", ["publish", "submit", "request_changes", "unpublish"]),
        ("/admin/portal/page/", "publisher", ["submit"]),
        ("/admin/programs/section/", "publisher", []),
        ("/admin/portal/page/", "secretariat", ["publish", "submit", "request_changes", "unpublish"]),
        ("/admin/programs/section/", "administrator", ["publish", "submit", "request_changes", "unpublish"]),
    ],
)
def test_list_offers_only_permitted_actions(path, role, actions):
    page = ParsedPage(text(signed_in(publisher(roles=[role])).get(path)))
    offered = [option["value"] for option in page.all("option") if option["value"] in {"submit", "publish",
               "request_changes", "unpublish", "delete_selected"}]  # fmt: skip
    assert offered == actions
    assert bool(page.all("input", name="_selected_action")) is bool(actions)


def test_confirmation_query_count_is_constant():
    made = [submitted(item("MX")) for _ in range(5)]
    client = signed_in(publisher())
    client.post(LIST, chosen("request_changes", *made))
    counts = []
    for records in (made[:1], made):
        with CaptureQueriesContext(connection) as captured:
            client.post(LIST, chosen("request_changes", *records))
        counts.append(len(captured))
    assert counts[0] == counts[1]
