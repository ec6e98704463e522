"""Calendars of meetings, subgroups and due dates."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from portal.calendars import ical
from portal.i18n.languages import LANGUAGES
from portal.publishing.workflow import publish, publish_record, unpublish
from tests.support import factories
from tests.support.clients import get_page
from workinggroup.models import Commitment, Meeting

pytestmark = pytest.mark.django_db
LEFT_OUT = {
    "en": ("leaves out 1 meeting that", "leaves out 2 meetings that"),
    "es": ("omite 1 reunión de la", "omite 2 reuniones de las"),
    "fr": ("omet 1 réunion dont", "omet 2 réunions dont"),
}


@pytest.fixture
def empty():
    """No meeting is public."""
    Meeting.objects.update(status="draft")


def get_calendar_url(name, language="en", **kwargs):
    with override(language):
        return reverse(f"workinggroup:{name}", kwargs=kwargs)


def read_calendar(path):
    response = Client().get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def find_event(path, record, suffix=""):
    """Return the event of a record, None if the calendar has none."""
    uid = f"tag:naalcosh.org,2004-04-08:{record._meta.label_lower}/{record.pk}{suffix}"
    return next((event for event in read_calendar(path).walk("VEVENT") if event["UID"] == uid), None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_meeting_is_all_day_event_with_exclusive_end(language):
    meeting = factories.meeting(
        start="2026-04-29", end="2026-04-30", place_en="Ottawa", place_es="Ottawa", place_fr="Ottawa"
    )
    meeting.hosts.add(factories.country("CA"))
    factories.published(meeting)
    path = get_calendar_url("meeting_calendar", language)
    calendar = read_calendar(path)
    assert calendar["VERSION"] == "2.0"
    assert calendar["X-WR-CALNAME"]
    assert calendar["X-WR-TIMEZONE"] == "America/New_York"
    event = find_event(path, meeting)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event.decoded("DTSTART") == datetime.date(2026, 4, 29)
    assert event.decoded("DTEND") == datetime.date(2026, 5, 1)
    assert event.decoded("DTSTAMP") == meeting.changed_at.replace(microsecond=0)
    assert event["STATUS"] == "CONFIRMED"
    assert event["LOCATION"] == "Ottawa"
    assert "America/Toronto" in event["DESCRIPTION"]
    assert event["URL"] == f"http://testserver{meeting.get_url(language)}"


def test_single_day_ends_on_next_day():
    meeting = factories.published(factories.meeting(start="2026-12-31"))
    assert find_event(get_calendar_url("meeting_calendar"), meeting).decoded("DTEND") == datetime.date(2027, 1, 1)


def test_sequence_rises_and_uid_stays():
    meeting = factories.published(factories.meeting(start="2026-04-29"))
    path = get_calendar_url("meeting_calendar")
    before = find_event(path, meeting)["SEQUENCE"]
    Meeting.objects.filter(pk=meeting.pk).update(slug_en="another")
    publish(meeting, by=None, without_approval=True, change_note={"en": "Another day"})
    assert find_event(path, meeting)["SEQUENCE"] > before


@pytest.mark.parametrize("language", LANGUAGES)
def test_canceled_meeting_is_marked(language):
    words = {"en": "Canceled", "es": "Cancelada", "fr": "Annulée"}
    meeting = factories.published(factories.meeting(start="2099-04-29", is_canceled=True))
    assert find_event(get_calendar_url("meeting_calendar", language), meeting)["STATUS"] == "CANCELLED"
    html = get_page(meeting.get_url(language))
    assert words[language] in html
    assert "EventCancelled" in html
    assert f"({words[language].lower()})" in get_page(get_calendar_url("meeting_list", language))
    assert not Meeting.objects.published().upcoming().filter(pk=meeting.pk).exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_calendar_leaves_out_month_and_page_says_so(empty, language):
    subgroup = factories.published(factories.subgroup())
    for number, date in enumerate([("2026-04", ""), ("2026-04-29", "2026-05")]):
        meeting = factories.meeting(start=date[0], end=date[1])
        meeting.subgroups.add(subgroup)
        factories.published(meeting)
        assert find_event(get_calendar_url("meeting_calendar", language), meeting) is None
        for page in (get_calendar_url("meeting_list", language), subgroup.get_url(language)):
            assert LEFT_OUT[language][number] in get_page(page)
        slug = meeting.get_url_kwargs(language)
        path = get_calendar_url("meeting_event", language, **slug)
        assert Client().get(path).status_code == 404
        assert path not in get_page(meeting.get_url(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_calendars_of_meeting_and_subgroup(language):
    subgroup = factories.published(factories.subgroup())
    meeting, other = factories.meeting(), factories.published(factories.meeting())
    meeting.subgroups.add(subgroup)
    factories.published(meeting)
    for name, record in (("meeting_event", meeting), ("subgroup_calendar", subgroup)):
        path = get_calendar_url(name, language, **record.get_url_kwargs(language))
        assert path in get_page(record.get_url(language))
        assert len(read_calendar(path).walk("VEVENT")) == 1
        assert find_event(path, meeting)
        assert find_event(path, other) is None


def test_former_slug_redirects():
    meeting = factories.published(factories.meeting())
    former = get_calendar_url("meeting_event", slug=meeting.slug_en)
    meeting.slug_en = "another"
    meeting.save()
    response = Client().get(former)
    assert (response.status_code, response["Location"]) == (301, get_calendar_url("meeting_event", slug="another"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_due_dates(language):
    due = factories.published(factories.commitment(undertaken="2025", due="2026-06-30"))
    dropped = factories.commitment(undertaken="2025", due="2026-07-31")
    factories.commitment_step(commitment=dropped, state="dropped", date="2026")
    factories.published(dropped)
    month = factories.published(factories.commitment(undertaken="2025", due="2026-06"))
    path = get_calendar_url("due_date_calendar", language)
    event = find_event(path, due, "/due")
    assert event.decoded("DTEND") == datetime.date(2026, 7, 1)
    assert due.get_slug_source(language) in event["SUMMARY"]
    assert find_event(path, dropped, "/due")["STATUS"] == "CANCELLED"
    assert find_event(path, month, "/due") is None
    html = get_page(get_calendar_url("commitment_list", language))
    assert path in html
    words = {"en": "leaves out {} commitment", "es": "omite {} compromiso", "fr": "omet {} engagement"}
    assert words[language].format(Commitment.objects.published().without_due_day().count()) in html


def test_calendar_has_no_embargoed_meeting(empty):
    texts = {f"title_{language}": f"Quetzal {language}" for language in LANGUAGES}
    factories.meeting(**texts)
    scheduled = factories.meeting(**texts)
    soon = timezone.now() + datetime.timedelta(hours=1)
    publish_record(scheduled, by=None, without_approval=True, at=soon)
    unpublish(factories.published(factories.meeting(**texts)), by=None)
    for language in LANGUAGES:
        assert read_calendar(get_calendar_url("meeting_calendar", language)).walk("VEVENT") == []
    path = get_calendar_url("meeting_event", slug=scheduled.slug_en)
    assert Client().get(path).status_code == 404


def test_unchanged_calendar_is_not_sent_again(client):
    path = get_calendar_url("meeting_calendar")
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"if-none-match": tag}).status_code == 304
    factories.published(factories.meeting())
    assert client.get(path, headers={"if-none-match": tag}).status_code == 200


def test_date_of_loading_is_not_shown():
    meeting = factories.published(factories.meeting(start="2004-04-26"))
    Meeting.objects.filter(pk=meeting.pk).update(changed_at=None)
    event = find_event(get_calendar_url("meeting_calendar"), meeting)
    assert event.decoded("DTSTAMP") == datetime.datetime(2004, 4, 26, tzinfo=datetime.UTC)
    assert "LAST-MODIFIED" not in event


def test_calendar_has_the_latest_events(monkeypatch):
    monkeypatch.setattr(ical, "MAX_EVENTS", 2)
    dates = ("2044-03-01", "2043-03-01", "2045-03-01")
    for date in dates:
        factories.published(factories.meeting(start=date))
        factories.published(factories.commitment(due=date))
    for name in ("meeting_calendar", "due_date_calendar"):
        starts = [
            event.decoded("DTSTART").isoformat() for event in read_calendar(get_calendar_url(name)).walk("VEVENT")
        ]
        assert starts == ["2044-03-01", "2045-03-01"]
