"""E-mail to editors: language, time zone, digest, permissions and exactly-once delivery."""

import threading
from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone

from portal.models import Editor
from portal.notifications.delivery import get_last_digest_time, send_due_notifications
from portal.notifications.models import Notification, NotificationKind, notify
from portal.operations.mail import DeliveryResult
from portal.publishing.workflow import publish_record, submit
from tests.support import factories

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=2)


def publisher(**fields):
    number = next(factories.numbers)
    address = {"email": f"editor-{number}@example.org"}
    return factories.editor(roles=["publisher"], countries=["MX"], **{**address, **fields})


@pytest.fixture
def release():
    return factories.news_release(country=factories.country("MX"))


@pytest.fixture
def author():
    return factories.editor(first_name="Ana", last_name="Pérez", roles=["contributor"], countries=["MX"])


def unsent():
    return Notification.objects.filter(sent_at=None).count()


class DownBackend(EmailBackend):
    """A mail server that does not answer."""

    def open(self):
        raise ConnectionRefusedError


class PickyBackend(EmailBackend):
    """A mail server that refuses one address, temporarily or permanently."""

    def send_messages(self, messages):
        for message in messages:
            code = {"busy@example.org": 450, "gone@example.org": 550}.get(message.to[0])
            if code:
                raise SMTPRecipientsRefused({message.to[0]: (code, b"No.")})
        return super().send_messages(messages)


class SlowBackend(EmailBackend):
    """A mail server that waits until another sender has tried."""

    entered, tried = threading.Event(), threading.Event()

    def send_messages(self, messages):
        self.entered.set()
        assert self.tried.wait(20)
        return super().send_messages(messages)


@pytest.mark.parametrize(
    ("language", "zone", "subject", "sentence", "when"),
    [
        ("en", "America/Toronto", "Changes requested: Safety", "Ana Pérez requested changes to “Safety”.",
         "Nov. 26, 2026, 1:30 p.m. (Ottawa)"),
        ("es", "America/Tijuana", "Cambios pedidos: Seguridad", "Ana Pérez pidió cambios en “Seguridad”.",
         "26 de noviembre de 2026 a las 10:30 (Tijuana)"),
        ("fr", "UTC", "Modifications demandées\xa0: Safety",
         "Ana Pérez a demandé des modifications à «\xa0Safety\xa0».",
         "26 novembre 2026 à 18\xa0h\xa030 (UTC)"),
    ],
)  # fmt: skip
def test_mail_uses_recipient_language_and_time_zone(author, language, zone, subject, sentence, when):
    release = factories.news_release(country=factories.country("MX"), title_en="Safety", title_es="Seguridad")
    reader = publisher(interface_language=language, time_zone=zone)
    notify(NotificationKind.CHANGES_REQUESTED, release, to=[reader], by=author, note="Lines:\none & <two>")
    Notification.objects.update(created_at=datetime(2026, 11, 26, 18, 30, tzinfo=UTC))
    assert send_due_notifications() == DeliveryResult(sent=1)
    [sent] = mail.outbox
    assert sent.subject.replace("\xa0", " ") == subject.replace("\xa0", " ")
    assert sent.to == [reader.email]
    assert sentence in sent.body
    assert when in sent.body
    assert "    Lines:\n    one & <two>\n" in sent.body
    assert f"http://127.0.0.1:8000/admin/news/newsrelease/{release.pk}/change/\n" in sent.body
    assert sent.extra_headers["Content-Language"] == language
    assert send_due_notifications() == DeliveryResult()


def test_mail_shows_capital_and_recipient_times(release, author):
    reader = publisher(time_zone="America/Tijuana")
    submit(release, by=author, at=datetime(2036, 7, 1, 16, tzinfo=UTC))
    send_due_notifications()
    [sent] = [message for message in mail.outbox if message.to == [reader.email]]
    assert (
        "Planned publication, not approved yet\n  July 1, 2036, noon (Washington)\n  July 1, 2036, 10 a.m. "
        "(Mexico City)\n  July 1, 2036, noon (Ottawa)\n  July 1, 2036, 9 a.m. "
        "(Tijuana)\n"
    ) in sent.body


def test_scheduled_record_is_not_reported_as_published(author, release):
    reader = publisher()
    publish_record(release, by=author, at=timezone.now() + LONG_AGO)
    notify(NotificationKind.PUBLISHED, release, to=[reader], by=author)
    send_due_notifications()
    assert mail.outbox[0].subject.startswith("Scheduled: ")
    assert "Ana Pérez scheduled “" in mail.outbox[0].body


def test_digest_groups_notifications_once_a_day(release, author):
    reader = publisher(mail=Editor.Mail.DIGEST)
    other = factories.news_release(country=factories.country("MX"))
    for occasion, record in (
        (NotificationKind.PUBLISHED, release),
        (NotificationKind.SUBMITTED, other),
        (NotificationKind.SUBMITTED, release),
    ):
        notify(occasion, record, to=[reader], by=author)
    assert send_due_notifications() == DeliveryResult()
    Notification.objects.update(created_at=timezone.now() - LONG_AGO)
    assert send_due_notifications() == DeliveryResult(sent=1)
    [sent] = mail.outbox
    assert sent.subject == "3 notifications from the Tri-National OSH portal"
    heads = [line for line in sent.body.splitlines() if line.startswith("* ")]
    assert heads == ["* Submitted for review *", "* Published *"]
    assert sent.body.count("/change/") == 3
    notify(NotificationKind.SUBMITTED, other, to=[reader], by=author)
    assert send_due_notifications() == DeliveryResult()


@pytest.mark.parametrize(
    ("zone", "now", "morning"),
    [
        ("UTC", datetime(2026, 11, 26, 7, tzinfo=UTC), datetime(2026, 11, 26, 7, tzinfo=UTC)),
        ("UTC", datetime(2026, 11, 26, 6, 59, tzinfo=UTC), datetime(2026, 11, 25, 7, tzinfo=UTC)),
        ("America/Tijuana", datetime(2026, 11, 26, 14, 59, tzinfo=UTC), datetime(2026, 11, 25, 15, tzinfo=UTC)),
        # The night in which clocks are set back is longer.
        ("America/Toronto", datetime(2026, 11, 1, 12, tzinfo=UTC), datetime(2026, 11, 1, 12, tzinfo=UTC)),
        ("America/Toronto", datetime(2026, 11, 1, 11, 59, tzinfo=UTC), datetime(2026, 10, 31, 11, tzinfo=UTC)),
    ],
)
def test_digest_is_due_at_seven_local_time(zone, now, morning):
    assert get_last_digest_time(Editor(time_zone=zone), now) == morning


def test_users_without_access_or_email_are_skipped(release, author):
    abroad = factories.editor(roles=["publisher"], countries=["CA"], email="abroad@example.org")
    gone = publisher(is_active=False, is_superuser=True)
    notify(NotificationKind.SUBMITTED, release, to=[abroad, gone, publisher(email="")], by=author)
    other = factories.news_release(country=factories.country("MX"))
    notify(NotificationKind.SUBMITTED, other, to=[publisher()], by=author)
    other.delete()
    assert send_due_notifications() == DeliveryResult()
    assert not mail.outbox
    assert not unsent()


def test_newlines_cannot_inject_headers(author):
    title = "Safety\r\nBcc: someone@example.org"
    release = factories.news_release(country=factories.country("MX"), title_en=title)
    notify(NotificationKind.CHANGES_REQUESTED, release, to=[publisher()], by=author, note="x\nBcc: someone@example.org")
    assert send_due_notifications() == DeliveryResult(sent=1)
    headers = mail.outbox[0].message().items()
    assert "Bcc" not in dict(headers)
    assert mail.outbox[0].subject == "Changes requested: Safety Bcc: someone@example.org"


def test_mail_server_failure_is_retried_without_loss(release, author, settings):
    settings.EMAIL_BACKEND = f"{__name__}.DownBackend"
    publisher()
    submit(release, by=author)
    assert send_due_notifications() == DeliveryResult(failed=1)
    assert unsent() == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due_notifications() == DeliveryResult(sent=1)


def test_refused_recipient_does_not_stop_others(release, author, settings):
    settings.EMAIL_BACKEND = f"{__name__}.PickyBackend"
    busy, gone, last = (publisher(email=f"{name}@example.org") for name in ("busy", "gone", "last"))
    notify(NotificationKind.SUBMITTED, release, to=[busy, gone, last], by=author)
    assert send_due_notifications() == DeliveryResult(sent=1, failed=1)
    assert [message.to for message in mail.outbox] == [["last@example.org"]]
    assert Notification.objects.get(sent_at=None).recipient == busy


def send_elsewhere(outcomes):
    """Send in another thread, and so on another connection."""
    try:
        outcomes.append(send_due_notifications())
    finally:
        connection.close()


def test_concurrent_senders_send_once(transactional_db, settings, release, author):
    settings.EMAIL_BACKEND = f"{__name__}.SlowBackend"
    SlowBackend.entered.clear()
    SlowBackend.tried.clear()
    notify(NotificationKind.SUBMITTED, release, to=[publisher()], by=author)
    outcomes = []
    threads = [threading.Thread(target=send_elsewhere, args=[outcomes]) for _ in range(2)]
    threads[0].start()
    assert SlowBackend.entered.wait(20)
    threads[1].start()
    threads[1].join(20)
    SlowBackend.tried.set()
    threads[0].join(20)
    assert sum(outcome.sent for outcome in outcomes) == 1
    assert len(outcomes) == 2
    assert len(mail.outbox) == 1
