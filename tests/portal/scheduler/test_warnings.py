"""Warnings about planned publications that would fail, once for each step and time."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from portal.models import Editor
from portal.notifications.delivery import DeliveryResult, send_due_notices
from portal.notifications.models import Notice, NoticeKind
from portal.publishing.consents import request_approval
from portal.publishing.models import publishable_models
from portal.publishing.readiness import schedule_blockers
from portal.scheduler.warnings import send_warnings
from tests.support import factories

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


def pass_time(hours):
    """Move all planned times and sent warnings into the past."""
    for record in (one for model in publishable_models() for one in model.objects.exclude(publish_at=None)):
        type(record).objects.filter(pk=record.pk).update(publish_at=record.publish_at - hours * HOUR)
    for notice in Notice.objects.all():
        moments = {"made_at": notice.made_at - hours * HOUR, "due_at": notice.due_at - hours * HOUR}
        Notice.objects.filter(pk=notice.pk).update(**moments)


def test_publishers_and_author_are_warned_twice_ahead(publisher):
    author = factories.editor(roles=["contributor"], countries=["MX"])
    scheduled(hours=30, created_by=author)
    assert send_warnings() == 0
    pass_time(7)
    assert (send_warnings(), send_warnings()) == (1, 0)
    assert {(one.recipient, one.occasion) for one in Notice.objects.all()} == {
        (publisher, NoticeKind.PUBLISH_WILL_FAIL), (author, NoticeKind.PUBLISH_WILL_FAIL),
    }  # fmt: skip
    pass_time(19)
    assert send_warnings() == 0
    pass_time(2)
    assert (send_warnings(), send_warnings()) == (1, 0)
    pass_time(2.5)
    assert send_warnings() == 0
    assert Notice.objects.count() == 4


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
    assert send_due_notices() == DeliveryResult(sent=1)
    body = mail.outbox[0].body
    assert [line.removeprefix("  - ") for line in body.splitlines() if line.startswith("  - ")] == points
    assert "(Washington)" in body


def test_complete_plan_without_approval_is_warned_about(publisher):
    assert len(schedule_blockers(planned(hours=2))) == 1
    assert send_warnings() == 1


def test_missing_consent_is_warned_about():
    item = factories.news_item(publish_at=later(2))
    request_approval(item, by=None)
    assert "Approval is missing: Canada." in schedule_blockers(item)


def test_obsolete_warning_is_not_sent(publisher):
    mended, moved = scheduled(hours=20), scheduled(hours=20)
    assert send_warnings() == 2
    mended.title_fr = "Sécurité"
    mended.save()
    move(moved, 48)
    assert send_due_notices() == DeliveryResult()
    assert not Notice.objects.filter(sent_at=None).exists()


def test_last_warning_bypasses_digest(publisher):
    Editor.objects.filter(pk=publisher.pk).update(mail=Editor.Mail.DIGEST)
    scheduled(hours=20)
    scheduled(hours=2)
    assert send_warnings() == 2
    assert send_due_notices() == DeliveryResult(sent=1)
