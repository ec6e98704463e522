"""The end of sessions: after 30 minutes without activity, and 12 hours after signing in."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from portal.accounts.session_limits import SIGNED_IN_AT
from tests.support import factories
from tests.support.clients import client_for
from tests.support.forms import admin_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_for(factories.editor(is_superuser=True))


def set_times(client, *, signed_in, idle):
    """Change the session as if the editor had signed in and been active for the last time so long ago."""
    session = client.session
    now = timezone.now()
    session[SIGNED_IN_AT] = (now - signed_in).timestamp()
    session.set_expiry(now - idle + timedelta(minutes=30))
    session.save()


def get_time_left():
    [session] = Session.objects.all()
    return session.expire_date - timezone.now()


def is_near(left, minutes):
    return abs(left - timedelta(minutes=minutes)) < timedelta(minutes=1)


def test_session_starts_with_half_an_hour(client):
    assert is_near(get_time_left(), 30)


def test_activity_extends_session(client):
    set_times(client, signed_in=timedelta(hours=1), idle=timedelta(minutes=20))
    assert client.get("/admin/").status_code == 200
    assert is_near(get_time_left(), 30)
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] in range(1700, 1801)


def test_idle_session_ends(client):
    set_times(client, signed_in=timedelta(hours=1), idle=timedelta(minutes=31))
    assert client.get("/admin/").status_code == 302


def test_session_ends_12_hours_after_sign_in(client):
    set_times(client, signed_in=timedelta(hours=11, minutes=50), idle=timedelta(minutes=1))
    assert client.get("/admin/").status_code == 200
    assert is_near(get_time_left(), 10)


def test_stored_message_does_not_extend_session(client):
    set_times(client, signed_in=timedelta(hours=11, minutes=50), idle=timedelta(minutes=1))
    client.get("/admin/")
    session = client.session
    session["other"] = str(datetime.now(tz=timezone.get_current_timezone()))
    session.save()
    assert is_near(get_time_left(), 10)


def test_ping_of_open_form_is_no_activity(client):
    item = factories.news_item()
    set_times(client, signed_in=timedelta(hours=1), idle=timedelta(minutes=20))
    assert client.post(admin_url(type(item), "presence", item.pk)).status_code == 200
    assert is_near(get_time_left(), 10)
