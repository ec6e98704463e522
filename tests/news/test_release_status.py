"""The release status page, which must not reveal unpublished releases of other countries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from news.models import NewsItem
from portal.i18n.timezones import format_time_left
from portal.publishing.approvals import request_approval
from portal.publishing.workflow import publish, publish_record, submit
from tests.support import factories
from tests.support.clients import editor_client
from tests.support.factories import country
from tests.support.forms import admin_url
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def publisher(code="MX", **fields):
    return editor_client(roles=["publisher"], countries=[code], **fields)


def get_page_text(client, item):
    response = client.get(admin_url(NewsItem, "release_status", item.pk))
    assert response.status_code == 200
    return response.content.decode()


def release(item, code, **fields):
    return factories.news_release(item=item, country=country(code), **fields)


@pytest.mark.parametrize(
    ("language", "separator", "left", "open_things"),
    [
        ("en", ":", "2 days and 3 hours", "6 items are still open."),
        ("es", ":", "2 días y 3 horas", "Quedan 6 asuntos pendientes."),
        ("fr", "\xa0h\xa0", "2 jours et 3 heures", "Il reste 6 choses à faire."),
    ],
)
def test_release_status_shows_capital_times_and_open_tasks(monkeypatch, language, separator, left, open_things):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    item = factories.news_item(title_en="Joint notice")
    submit(item, by=None, at=NOW + timedelta(days=2, hours=3, minutes=4))
    html = get_page_text(publisher(interface_language=language, time_zone="America/Mexico_City"), item)
    assert left in html
    assert f"11{separator}04" in html  # Washington and Ottawa
    assert f"9{separator}04" in html  # Mexico City
    assert open_things in html  # two languages, its publication and three releases


def test_missing_text_links_to_field_for_its_writers():
    item = factories.news_item(title_en="Joint notice")
    field = f'href="{admin_url(NewsItem, "change", item.pk)}#id_title_fr"'
    assert field in get_page_text(editor_client(roles=["secretariat"]), item)
    html = get_page_text(publisher(), item)
    assert field not in html
    assert "title [fr]" in html


def test_hidden_release_of_other_country_shows_status_only():
    item = factories.news_item()
    hidden = release(
        item, "CA", title_en="Secret", title_es="Secreto", body_en="<p>Hidden</p>", number="CA-77",
        contact="Someone",
    )  # fmt: skip
    factories.release_file(release=hidden, file=factories.pdf_file("embargoed.pdf"))
    html = get_page_text(publisher("MX"), item)
    for word in ("Secret", "Secreto", "Hidden", "CA-77", "embargoed", "Someone", f"newsrelease/{hidden.pk}/"):
        assert word not in html
    assert "An unpublished release" in html
    assert "yes" in html
    assert "not complete" in html
    html = get_page_text(publisher("CA"), item)
    assert "Secret" in html
    assert f"{admin_url(type(hidden), 'change', hidden.pk)}#id_title_fr" in html
    hidden.title_fr, hidden.body_fr = "Secret", "<p>a</p>"
    publish(hidden, by=None, without_approval=True)
    page = ParsedPage(get_page_text(publisher("MX"), item))
    with override("en"):
        assert page.all("a", href=hidden.get_absolute_url())


def test_missing_release_has_add_link_for_its_writers():
    item = factories.news_item()
    release(item, "US")
    html = get_page_text(publisher("MX"), item)
    assert html.count("no release yet") == 2
    add = f"/admin/news/newsrelease/add/?item={item.pk}&amp;country="
    assert f"{add}{country('MX').pk}" in html
    assert f"{add}{country('CA').pk}" not in html
    assert add not in get_page_text(editor_client(roles=["translator"], countries=["MX"]), item)


def test_release_says_if_published_with_item():
    item, moment = factories.news_item(), timezone.now() + timedelta(days=3)
    publish_record(item, by=None, without_approval=True, at=moment)
    publish_record(release(item, "US"), by=None, without_approval=True, at=moment)
    publish_record(release(item, "MX"), by=None, without_approval=True, at=moment + timedelta(hours=1))
    html = get_page_text(publisher("CA"), item)
    assert html.count("with the news item") == html.count("not at the same time as the news item") == 1


def test_release_status_shows_approvals():
    item = factories.news_item()
    assert "The approval of the offices has not been requested." in get_page_text(publisher(), item)
    request_approval(item, by=factories.editor())
    assert get_page_text(publisher(), item).count("; pending") == 3


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({"roles": ["contributor"], "countries": ["CA"]}, True),
        ({"roles": ["publisher"], "countries": ["US"]}, False),
        ({"countries": ["CA"]}, False),
    ],
)
def test_release_status_requires_view_permission(fields, seen):
    item = factories.news_item(country=country("CA"))
    response = editor_client(**fields).get(admin_url(NewsItem, "release_status", item.pk))
    assert (response.status_code == 200) is seen
    assert seen or item.title_en not in response.content.decode()
    assert Client().get(admin_url(NewsItem, "release_status", item.pk)).status_code == 302
    assert publisher("CA").post(admin_url(NewsItem, "release_status", item.pk)).status_code == 405


def test_release_status_is_linked_from_form_and_list():
    item, client = factories.news_item(), publisher()
    for path in (admin_url(NewsItem, "changelist"), admin_url(NewsItem, "change", item.pk)):
        assert admin_url(NewsItem, "release_status", item.pk) in client.get(path).content.decode()


def test_release_status_query_count_is_constant():
    item, client, counts = factories.news_item(), publisher(), []
    for codes in (["US"], ["US", "MX", "CA", "CA"]):
        for code in codes:
            release(item, code, office=factories.office(country=country(code)))
        get_page_text(client, item)
        with CaptureQueriesContext(connection) as captured:
            get_page_text(client, item)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=1, minutes=59), "1 hour and 59 minutes"),
        (timedelta(days=40, minutes=5), "40 days and 5 minutes"),
    ],
)
def test_time_left_has_two_largest_units(monkeypatch, ahead, words):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    assert format_time_left(NOW + ahead) == words
