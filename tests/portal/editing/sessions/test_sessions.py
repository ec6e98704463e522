"""Editing sessions: visible to other editors until they are closed, saved or expired."""

from datetime import timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from news.models import NewsItem
from portal.models import Country, Presence
from tests.support import factories
from tests.support.clients import superuser_client
from tests.support.forms import admin_url, get_input_values
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return factories.news_item(country=factories.country("MX"))


@pytest.fixture
def ana():
    return superuser_client(first_name="Ana", last_name="Ruiz")


def as_role(role, code, **fields):
    client = Client()
    client.force_login(factories.editor(roles=[role], countries=[code], **fields))
    return client


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Ana Ruiz also has this record open, since"),
        ("es", "Ana Ruiz también tiene abierto este registro desde el"),
        ("fr", "Ana Ruiz a aussi cette fiche ouverte depuis le"),
    ],
)
def test_form_and_ping_return_other_sessions(item, ana, language, sentence):
    bo = superuser_client(interface_language=language)
    path = admin_url(NewsItem, "change", item.pk)
    assert "also has this record open" not in ana.get(path).content.decode()
    assert sentence in bo.get(path).content.decode()
    html = bo.post(admin_url(NewsItem, "presence", item.pk)).content.decode()
    assert sentence in html
    assert html.count("<li") == 1  # not oneself
    assert "<html" not in html


@pytest.mark.parametrize("zone", ["America/Mexico_City", "America/St_Johns"])
def test_time_is_in_editor_time_zone(item, ana, zone):
    path = admin_url(NewsItem, "change", item.pk)
    ana.get(path)
    since = localtime(Presence.objects.get().since, ZoneInfo(zone))
    html = superuser_client(time_zone=zone).get(path).content.decode()
    assert f"since {date_format(since, 'DATETIME_FORMAT')};" in html


@pytest.mark.parametrize(
    ("times", "is_active"),
    [
        ({"since": timedelta(minutes=14), "seen_at": timedelta(minutes=14)}, True),
        ({"since": timedelta(minutes=16), "seen_at": timedelta(minutes=16)}, False),
        ({"since": timedelta(hours=3), "seen_at": timedelta(seconds=80)}, True),
        ({"since": timedelta(minutes=5), "seen_at": timedelta(seconds=100)}, False),
    ],
)
def test_session_lasts_while_pinged(item, ana, times, is_active):
    """Fifteen minutes after the form opened; ninety seconds after the last ping."""
    path = admin_url(NewsItem, "change", item.pk)
    ana.get(path)
    now = timezone.now()
    Presence.objects.update(**{name: now - before for name, before in times.items()})
    assert ("Ana Ruiz" in superuser_client().get(path).content.decode()) is is_active
    assert Presence.objects.filter(editor__first_name="Ana").exists() is is_active


def test_save_closes_session(item, ana):
    path = admin_url(NewsItem, "change", item.pk)
    fields = get_input_values(ana, path) | {"source_language": "en"}
    assert Presence.objects.count() == 1
    assert ana.post(path, fields | {"title_en": ""}).status_code == 200  # refused, so still open
    assert Presence.objects.count() == 1
    assert ana.post(path, fields).status_code == 302
    assert not Presence.objects.exists()


def test_leaving_closes_only_its_session(item, ana):
    path = admin_url(NewsItem, "change", item.pk)
    page = admin_url(NewsItem, "presence", item.pk)
    first, second = (
        ParsedPage(ana.get(path).content.decode()).all("div", **{"class": "presence"})[0] for _ in range(2)
    )
    for opening, left in ((first["data-opened"], 1), ("x", 1), ("", 1), (second["data-opened"], 0)):
        assert ana.post(f"{page}?{urlencode({'left': opening})}").status_code == 204
        assert Presence.objects.count() == left


def test_ping_recreates_forgotten_session(item, ana):
    assert ana.post(admin_url(NewsItem, "presence", item.pk)).status_code == 200
    assert ana.post(admin_url(NewsItem, "presence", item.pk)).status_code == 200
    [presence] = Presence.objects.all()
    assert presence.seen_at > presence.since


def test_shared_records_have_sessions(ana):
    path = admin_url(Country, "change", factories.country("MX").pk)
    ana.get(path)
    assert "Ana Ruiz" in superuser_client().get(path).content.decode()


def test_session_requires_change_permission(item, ana):
    page = admin_url(NewsItem, "presence", item.pk)
    path = admin_url(NewsItem, "change", item.pk)
    ana.get(path)
    reader = as_role("translator", "MX")  # of no language, so that nothing is theirs to write
    assert "Ana Ruiz" not in reader.get(path).content.decode()
    assert reader.post(page).status_code == 403
    assert as_role("publisher", "CA").post(page).headers["Location"] == "/admin/"
    assert Client().post(page).status_code == 302
    assert ana.get(page).status_code == 405
    assert Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"}).post(page).status_code == 403
    assert Presence.objects.count() == 1
    assert ana.post(admin_url(NewsItem, "presence", 999999)).status_code == 302
