"""The scheduler: one thread in each process, one process at a time, and recovery from failures."""

import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from portal.drafts.models import Draft
from portal.notifications.models import Notification, NotificationKind, notify
from portal.operations.wakeup import scheduler_wakeup
from portal.scheduler import runner as scheduler
from tests.support import factories

pytestmark = pytest.mark.django_db


@contextmanager
def other_process():
    """Return another process that holds the lock."""
    options = connection.get_connection_params()
    options.pop("pool", None)
    with psycopg.connect(**options, autocommit=True) as held:
        held.execute("SELECT pg_advisory_lock(%s)", [scheduler.RUN_LOCK])
        yield
        held.execute("SELECT pg_advisory_unlock_all()")  # the end of a session is not waited for


@pytest.fixture
def notification():
    """Create a notification that is due."""
    reader = factories.editor(roles=["publisher"], countries=["MX"], email="reader@example.org")
    notify(NotificationKind.SUBMITTED, factories.news_release(country=factories.country("MX")), to=[reader])
    return Notification.objects.get()


def get_output(capsys):
    call_command("run_scheduled")
    return capsys.readouterr().out


def test_only_one_process_publishes_when_due(notification, capsys):
    with other_process():
        assert get_output(capsys) == "Another process is running the scheduled jobs.\n"
    assert not mail.outbox
    assert get_output(capsys) == "Records warned of: 0. Mails: 1 sent, 0 to be tried again.\n"
    assert get_output(capsys) == "Records warned of: 0. Mails: 0 sent, 0 to be tried again.\n"
    assert len(mail.outbox) == 1


def test_lock_is_released_after_failure(notification, monkeypatch):
    def fail():
        raise ValueError

    monkeypatch.setattr(scheduler, "send_due_notifications", fail)
    with pytest.raises(ValueError):
        scheduler.run_once()
    with other_process():  # which would wait for ever
        assert scheduler.run_once() is None


def stop(end):
    """Stop the scheduler threads of this process and return them."""
    end.set()
    scheduler_wakeup.set()
    threads = [thread for thread in threading.enumerate() if thread.name in {"jobs", "publisher"}]
    for thread in threads:
        thread.join(20)
    return threads


def test_thread_sends_mail_and_survives_database_outage(transactional_db, notification, monkeypatch):
    failed, done = threading.Event(), threading.Event()

    def first_away_then_back():
        if not failed.is_set():
            failed.set()
            raise OperationalError("the database is away")
        result = real()
        done.set()
        return result

    real = scheduler.run_once
    monkeypatch.setattr(scheduler, "run_once", first_away_then_back)
    end = scheduler.start()
    try:
        assert failed.wait(20)
        scheduler_wakeup.set()
        assert done.wait(20)
    finally:
        threads = stop(end)
    assert [(thread.is_alive(), thread.daemon) for thread in threads] == [(False, True)] * 2
    assert len(mail.outbox) == 1


def test_thread_does_not_run_outside_server():
    assert not {"jobs", "publisher"} & {thread.name for thread in threading.enumerate()}


def test_record_scheduled_by_other_process_is_published(transactional_db):
    """Nothing wakes the thread: it polls the database."""
    item = factories.published(factories.news_item(country=factories.country("MX"), body_es="<p>Uno</p>"))
    key = f"news.newsitem:{item.pk}"
    changes = {key: {"body_es": {"was": "<p>Uno</p>", "now": "<p>Dos</p>"}}}
    draft = Draft.objects.create(
        record=item, state=Draft.State.SCHEDULED, changes=changes, publish_at=timezone.now() + timedelta(days=1)
    )
    end = scheduler.start()
    try:
        Draft.objects.filter(pk=draft.pk).update(publish_at=timezone.now())
        for _ in range(200):
            if not Draft.objects.filter(pk=draft.pk).exists():
                break
            time.sleep(0.1)
    finally:
        stop(end)
    item.refresh_from_db()
    assert item.body_es == "<p>Dos</p>"
