"""Warnings about planned publications that would fail, once for each step and time."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from news.models import NewsItem, NewsRelease
from portal.drafts.models import Draft
from portal.models import Editor
from portal.notifications.delivery import send_due_notifications
from portal.notifications.models import Notification, NotificationKind
from portal.operations.mail import DeliveryResult
from portal.publishing import readiness
from portal.publishing.approvals import request_approval
from portal.publishing.readiness import schedule_blockers
from portal.publishing.releases import Release
from portal.scheduler.models import ScheduleCheck
from portal.scheduler.warnings import send_warnings
from tests.support import factories
from tests.support.drafts import CODES, clear_members, live_national_item, save_draft, schedule_draft

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LACKING = {"source_language": "es", "title_es": "Seguridad", "joint_languages": ["fr"]}


def later(hours):
    return timezone.now() + hours * HOUR


@pytest.fixture
def publisher():
    return factories.editor(roles=["publisher"], countries=["MX"], email="publisher@example.org")


def planned(*, hours, status="in review", **fields):
    """Create a release of Mexico that is planned in some hours."""
    made = {"country": factories.country("MX"), "publish_at": later(hours), "status": status, **fields}
    return factories.news_release(**made)


def scheduled(*, hours, **fields):
    """Create a scheduled release that lacks its required French text."""
    return planned(hours=hours, status="published", **LACKING, **fields)


def move(record, hours):
    """Plan the release for another time."""
    type(record).objects.filter(pk=record.pk).update(publish_at=later(hours))


@pytest.fixture
def pass_time(monkeypatch):
    """Return a function that moves the clock forward by some hours."""
    real_now, passed = timezone.now, []
    monkeypatch.setattr(timezone, "now", lambda: real_now() + sum(passed) * HOUR)
    return passed.append


@pytest.fixture
def rehearsals(monkeypatch):
    """Return a list with an entry for each record or release that was checked."""
    checked = []

    def count(owner, name):
        original = getattr(owner, name)

        def counting(subject, *args):
            checked.append(subject)
            return original(subject, *args)

        monkeypatch.setattr(owner, name, counting)

    count(Release, "blockers")
    count(readiness, "get_draft_blockers")
    count(readiness, "schedule_blockers")
    return checked


def run_each_minute(pass_time, minutes=5):
    """Run the job once a minute, as the scheduler does; return the number of warnings."""
    warnings = 0
    for _minute in range(minutes):
        warnings += send_warnings()
        pass_time(1 / 60)
    return warnings


def scheduled_release(count, *, hours):
    """Schedule a release of this many complete records, each of which is cleared."""
    secretary = factories.editor(roles=["secretariat"])
    release = Release.objects.create(name="Joint statement", made_by=secretary)
    for code in CODES[:count]:
        release.add(factories.news_release(country=factories.country(code)), by=secretary)
    clear_members(release)
    release = Release.objects.get(pk=release.pk)
    release.schedule(by=secretary, at=later(hours))
    return release


def test_publishers_and_author_are_warned_twice_ahead(publisher, pass_time):
    author = factories.editor(roles=["contributor"], countries=["MX"])
    scheduled(hours=30, created_by=author)
    assert send_warnings() == 0
    pass_time(7)
    assert (send_warnings(), send_warnings()) == (1, 0)
    assert {(notification.recipient, notification.kind) for notification in Notification.objects.all()} == {
        (publisher, NotificationKind.PUBLISH_WILL_FAIL), (author, NotificationKind.PUBLISH_WILL_FAIL),
    }  # fmt: skip
    pass_time(19)
    assert send_warnings() == 0
    pass_time(2)
    assert (send_warnings(), send_warnings()) == (1, 0)
    pass_time(2.5)
    assert send_warnings() == 0
    assert Notification.objects.count() == 4


def test_changed_time_is_warned_about_again(publisher):
    record = scheduled(hours=20)
    assert send_warnings() == 1
    move(record, 22)
    assert (send_warnings(), send_warnings()) == (1, 0)


def test_complete_withdrawn_or_distant_record_gets_no_warning(publisher):
    planned(hours=2, status="published")
    planned(hours=2, status="withdrawn")
    planned(hours=25)
    assert send_warnings() == 0


@pytest.mark.parametrize(
    ("status", "language", "points"),
    [
        ("draft", "en", ["It has not been submitted for review yet.", "“title [fr]” is missing."]),
        ("in review", "es", ["Sigue en revisión y no se ha publicado ni programado.", "Falta “título [fr]”."]),
        ("published", "fr", ["Il manque «\xa0titre [fr]\xa0»."]),
    ],
)
def test_warning_lists_blockers_in_recipient_language(status, language, points):
    factories.editor(roles=["publisher"], countries=["MX"], email="p@example.org", interface_language=language)
    planned(hours=2, status=status, **LACKING)
    assert send_warnings() == 1
    assert send_due_notifications() == DeliveryResult(sent=1)
    body = mail.outbox[0].body
    assert [line.removeprefix("  - ") for line in body.splitlines() if line.startswith("  - ")] == points
    assert "(Washington)" in body


def test_complete_plan_without_approval_is_warned_about(publisher):
    assert len(schedule_blockers(planned(hours=2))) == 1
    assert send_warnings() == 1


def test_missing_approval_is_warned_about():
    item = factories.news_item(publish_at=later(2))
    request_approval(item, by=None)
    assert "Approval is missing: Canada." in schedule_blockers(item)


def test_obsolete_warning_is_not_sent(publisher):
    mended, moved = scheduled(hours=20), scheduled(hours=20)
    assert send_warnings() == 2
    mended.title_fr = "Sécurité"
    mended.save()
    move(moved, 48)
    assert send_due_notifications() == DeliveryResult()
    assert not Notification.objects.filter(sent_at=None).exists()


def test_last_warning_bypasses_digest(publisher):
    Editor.objects.filter(pk=publisher.pk).update(mail=Editor.Mail.DIGEST)
    scheduled(hours=20)
    scheduled(hours=2)
    assert send_warnings() == 2
    assert send_due_notifications() == DeliveryResult(sent=1)


# Each publication is checked at T−24 h, at T−3 h and after a change


@pytest.mark.parametrize("count", [1, 3])
def test_release_is_rehearsed_once_a_step(count, pass_time, rehearsals):
    scheduled_release(count, hours=30)
    rehearsals.clear()
    for hours, expected in ((0, 0), (7, 1), (10, 1), (11, 2)):
        pass_time(hours)
        assert run_each_minute(pass_time) == 0
        assert len(rehearsals) == expected


@pytest.mark.parametrize("count", [1, 3])
def test_changed_member_is_checked_once(count, pass_time, rehearsals):
    release = scheduled_release(count, hours=20)
    send_warnings()
    rehearsals.clear()
    record = release.all_members[0].record
    record.title_en = "Changed"
    record.save()
    assert run_each_minute(pass_time) == 1
    assert rehearsals == [release]
    Release.objects.get(pk=release.pk).clear_publishable(by=factories.editor(roles=["administrator"]))
    assert run_each_minute(pass_time) == 0
    assert rehearsals == [release, release]


def test_author_of_draft_in_release_is_warned():
    author = factories.editor(roles=["administrator"])
    item = save_draft(live_national_item(), body_es="<p>Dos</p>")
    Draft.objects.update(author=author)
    release = Release.objects.create(name="Changes", made_by=author)
    release.add(type(item).objects.get(pk=item.pk), by=author)
    release = Release.objects.get(pk=release.pk)
    release.schedule(by=author, at=later(20))
    NewsItem.objects.filter(pk=item.pk).update(body_es="<p>Público</p>")
    assert send_warnings() == 1
    assert author in {notification.recipient for notification in Notification.objects.all()}


def test_draft_is_rehearsed_once_a_step(pass_time, rehearsals):
    schedule_draft(save_draft(live_national_item(), body_es="<p>Dos</p>"), hours=-20)
    rehearsals.clear()
    for hours, expected in ((0, 1), (10, 1), (8, 2)):
        pass_time(hours)
        run_each_minute(pass_time)
        assert len(rehearsals) == expected


def test_changed_draft_is_checked_once(pass_time, rehearsals):
    item = save_draft(live_national_item(), body_es="<p>Dos</p>")
    schedule_draft(item, hours=-20)
    send_warnings()
    due_at = Draft.objects.get().publish_at
    save_draft(item, body_es="<p>Tres</p>")
    Draft.objects.update(state=Draft.State.SCHEDULED, publish_at=due_at)
    rehearsals.clear()
    run_each_minute(pass_time)
    assert len(rehearsals) == 1


def test_planned_record_is_checked_once_a_step(pass_time, rehearsals):
    record = planned(hours=20, status="published")
    for hours, expected in ((0, 1), (10, 1), (8, 2)):
        pass_time(hours)
        run_each_minute(pass_time)
        assert len(rehearsals) == expected
    record.save()
    run_each_minute(pass_time)
    assert len(rehearsals) == 3


def test_checks_are_deleted_after_their_time(pass_time):
    planned(hours=20, status="published")
    send_warnings()
    assert ScheduleCheck.objects.count() == 1
    pass_time(21)
    send_warnings()
    assert not ScheduleCheck.objects.exists()


def test_mail_rehearses_once_a_notice(publisher, rehearsals):
    release = scheduled_release(3, hours=20)
    NewsRelease.objects.update(title_en="Changed")
    assert send_warnings() == 3
    Notification.objects.exclude(recipient=publisher).delete()
    rehearsals.clear()
    assert send_due_notifications() == DeliveryResult(sent=1)
    assert rehearsals == [release]
