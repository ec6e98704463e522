"""Mail about accounts waits in the database until a mail server takes it."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from portal.accounts.account_mail import send_account_mail
from portal.accounts.outbox import AccountMail, queue_mail
from portal.audit.models import AuditEvent
from portal.models import Editor
from portal.operations.mail import DeliveryResult
from portal.operations.wakeup import scheduler_wakeup
from tests.support import factories

pytestmark = pytest.mark.django_db
RESET, INVITATION, NOTICE = AccountMail.Kind.RESET, AccountMail.Kind.INVITATION, AccountMail.Kind.NOTICE


@pytest.fixture
def eva():
    return factories.editor(username="eva", password="a-long-enough-password", email="eva@portal.invalid")


def fail_with(monkeypatch, error, name="send_messages", times=1):
    """Let the mail server fail some times before it works again."""
    errors, real = [error] * times, getattr(locmem.EmailBackend, name)

    def call(self, *args):
        if errors:
            raise errors.pop()
        return real(self, *args)

    monkeypatch.setattr(locmem.EmailBackend, name, call)


def test_nothing_is_lost_while_mail_server_is_away(eva, monkeypatch):
    fail_with(monkeypatch, OSError("refused"), "open")
    queue_mail(RESET, "EVA@portal.invalid", address="192.0.2.7")
    queue_mail(NOTICE, "old@portal.invalid", account=eva, event="password changed")
    assert send_account_mail() == DeliveryResult(failed=2)
    assert send_account_mail() == DeliveryResult(sent=2)
    assert [message.to for message in mail.outbox] == [["eva@portal.invalid"], ["old@portal.invalid"]]
    assert send_account_mail() == DeliveryResult()


def test_failure_of_one_mail_keeps_it_alone(eva, monkeypatch):
    fail_with(monkeypatch, SMTPServerDisconnected("gone"))
    for kind in (INVITATION, NOTICE):
        queue_mail(kind, eva.email, account=eva, event="password changed")
    assert send_account_mail() == DeliveryResult(sent=1, failed=1)
    assert AccountMail.objects.get().kind == INVITATION


@pytest.mark.parametrize(("code", "left"), [(450, 1), (550, 0)])
def test_refused_address_is_given_up_if_refusal_is_final(eva, monkeypatch, code, left):
    fail_with(monkeypatch, SMTPRecipientsRefused({eva.email: (code, b"no")}))
    queue_mail(RESET, eva.email)
    assert send_account_mail().sent == 0
    assert AccountMail.objects.count() == left
    assert not AuditEvent.objects.exists()


def test_sent_link_is_recorded(eva):
    administrator = factories.editor(username="root", is_superuser=True)
    queue_mail(RESET, eva.email, address="192.0.2.7")
    queue_mail(INVITATION, eva.email, account=eva, person=administrator)
    send_account_mail()
    facts = [(event.detail, event.account, event.person, event.address) for event in AuditEvent.objects.order_by("pk")]
    assert facts == [("reset", eva, None, "192.0.2.7"), ("invitation", eva, administrator, None)]


def test_deactivated_account_gets_no_link(eva):
    queue_mail(RESET, eva.email)
    queue_mail(INVITATION, eva.email, account=eva)
    Editor.objects.update(is_active=False)
    assert send_account_mail() == DeliveryResult()
    assert not AccountMail.objects.exists()


def test_old_mail_is_given_up(eva):
    queue_mail(RESET, eva.email)
    AccountMail.objects.update(at=timezone.now() - timedelta(days=4))
    assert send_account_mail() == DeliveryResult()
    assert not AccountMail.objects.exists()


def test_newline_in_address_adds_no_header(eva):
    eva.email = "eva@portal.invalid\nBcc: thief@elsewhere.example"
    queue_mail(NOTICE, eva.email, account=eva, event="password changed")
    assert send_account_mail() == DeliveryResult(failed=1)
    assert not mail.outbox


def test_mail_being_sent_elsewhere_is_skipped(transactional_db, eva, monkeypatch):
    queue_mail(RESET, eva.email)
    inner = []
    real = locmem.EmailBackend.send_messages

    def send_meanwhile(self, messages):
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT 1 FROM portal_accountmail FOR UPDATE SKIP LOCKED")
                inner.append(cursor.fetchall())
        finally:
            other.close()
        return real(self, messages)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", send_meanwhile)
    assert send_account_mail() == DeliveryResult(sent=1)
    assert inner == [[]]


def test_request_wakes_scheduler_and_command_sends(eva, capsys, django_capture_on_commit_callbacks):
    scheduler_wakeup.clear()
    with django_capture_on_commit_callbacks(execute=True):
        queue_mail(RESET, eva.email)
    assert scheduler_wakeup.is_set()
    scheduler_wakeup.clear()
    call_command("run_scheduled")
    assert "Mails: 1 sent, 0 to be tried again." in capsys.readouterr().out
