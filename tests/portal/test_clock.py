"""The moment that counts for publication is the database's clock, also on servers whose own clock is wrong."""

import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from news.models import NewsItem
from portal import clock
from portal.clock import MEASURE_INTERVAL, Clock, database_clock
from portal.history.models import get_versions
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.publishing import workflow
from tests.support import factories
from tests.support.approvals import approve_for_all
from tests.support.browser import run_committed
from tests.support.drafts import live_item, save_draft
from tests.support.servers import fetch, get_free_port, run_portal, wait_until

SHIFTS = (30, -30)
NEWS = "/en/news/"
shifted_clock = str(Path(__file__).parents[1] / "support/shifted_clock")


class StubConnection:
    """A database whose clock is ahead by some seconds, and whose answers take some seconds."""

    def __init__(self, process_clock, ahead, delay):
        self.process_clock = process_clock
        self.ahead = ahead
        self.delay = delay

    def execute(self, query):
        self.process_clock.time += self.delay / 2
        self.answer = self.process_clock.time + self.ahead
        self.process_clock.time += self.delay / 2
        return self

    def fetchone(self):
        return [self.answer]


class ProcessClock:
    time = 1000.0


@pytest.fixture
def process_clock(monkeypatch):
    process_clock = ProcessClock()
    monkeypatch.setattr("portal.clock.time.time", lambda: process_clock.time)
    return process_clock


def measure(process_clock, *answers):
    measured = Clock()
    for ahead, delay in answers:
        measured.measure(StubConnection(process_clock, ahead, delay))
    return measured.offset


@pytest.mark.parametrize("ahead", [30, -30])
def test_offset_is_known_to_the_delay_of_an_answer(process_clock, ahead):
    assert measure(process_clock, (ahead, 0.01)) == pytest.approx(ahead, abs=0.006)


def test_slow_answer_does_not_move_the_offset(process_clock):
    exact = measure(process_clock, (30, 0.001))
    assert measure(process_clock, (30, 0.001), (30, 4)) == pytest.approx(exact, abs=1e-6)


def test_quick_answer_corrects_a_slow_one(process_clock):
    assert measure(process_clock, (30, 4), (30, 0.001)) == pytest.approx(30, abs=0.001)


def test_offset_follows_a_clock_that_was_set(process_clock):
    assert measure(process_clock, (30, 0.001), (0, 0.001)) == pytest.approx(0, abs=0.001)


@pytest.mark.django_db(transaction=True)
def test_connection_measures_the_clock_when_it_is_due(monkeypatch):
    monkeypatch.setattr(database_clock, "measured_at", time.monotonic() - MEASURE_INTERVAL - 1)
    monkeypatch.setattr(database_clock, "offset", 30.0)
    connection.close()
    connection.ensure_connection()
    assert abs(database_clock.offset) < 1
    monkeypatch.setattr(database_clock, "offset", 30.0)
    connection.close()
    connection.ensure_connection()
    assert database_clock.offset == 30.0


@pytest.mark.django_db(transaction=True)
def test_first_call_of_a_process_measures_the_clock(monkeypatch):
    connection.close()
    monkeypatch.setattr(database_clock, "measured_at", None)
    monkeypatch.setattr(database_clock, "offset", 30.0)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)


def test_published_moments_are_of_the_database(db, monkeypatch):
    monkeypatch.setattr(database_clock, "offset", -3600.0)
    item = approve_for_all(factories.news_item())
    workflow.publish(item, by=factories.editor(roles=["administrator"]))
    hour_ago = timezone.now() - timedelta(hours=1)
    for moment in (item.publish_at, item.changed_at, get_versions(item).first().at):
        assert abs(moment - hour_ago) < timedelta(minutes=1)


def get_title(kind):
    return f"A {kind} by the clock of the database"


def make_item(kind):
    titles = {localized_field_name("title", language): get_title(kind) for language in LANGUAGES}
    return live_item(date="2026-11-01", **titles)


def make_scheduled():
    """Schedule a record, a withdrawal and a draft for the same moment, and return it."""
    coming, going, changed = (make_item(kind) for kind in ("start", "end", "text"))
    changed = approve_for_all(save_draft(changed, title_en=get_title("draft")))
    at = datetime.now(UTC) + timedelta(seconds=10)
    NewsItem.objects.filter(pk=coming.pk).update(publish_at=at)
    NewsItem.objects.filter(pk=going.pk).update(withdraw_at=at)
    workflow.schedule_draft(changed, by=factories.editor(roles=["administrator"]), at=at)
    return at


def see(port):
    """Return which of the titles are in the list of news, and whether that page was kept."""
    response, body = fetch(port, NEWS)
    kinds = {kind for kind in ("start", "end", "text", "draft") if get_title(kind) in body.decode()}
    return kinds, response.headers["Cache-Status"] == "portal; hit"


@pytest.mark.slow
def test_servers_with_wrong_clocks_publish_together(committed_database):
    ports = [get_free_port() for _ in SHIFTS]
    with ExitStack() as stack:
        for port, shift in zip(ports, SHIFTS, strict=True):
            stack.enter_context(run_portal(port, PYTHONPATH=shifted_clock, SHIFTED_CLOCK=str(shift)))
        at = run_committed(make_scheduled)
        before, after, seen = {"end", "text"}, {"start", "draft"}, []
        assert all(wait_until(lambda port=port: see(port) == (before, True), 8) for port in ports)
        while datetime.now(UTC) < at - timedelta(seconds=0.2):
            seen += [see(port)[0] for port in ports]
        assert seen
        assert all(kinds == before for kinds in seen)
        assert wait_until(lambda: datetime.now(UTC) >= at + timedelta(seconds=0.05), 2)
        assert all(see(port)[0] & {"start", "end"} == {"start"} for port in ports)
        assert all(wait_until(lambda port=port: see(port) == (after, True), 15) for port in ports)
