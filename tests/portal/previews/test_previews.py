"""Shared previews: drafts rendered as they will be, without any trace."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from news.models import NewsItem
from portal.previews import models as previews
from portal.previews.models import Preview, create_shared_preview, get_own_preview
from portal.publishing.releases import Release
from tests.support import factories
from tests.support.clients import client_for, superuser_client
from tests.support.drafts import item_with_conflict, live_item, save_draft
from tests.support.forms import admin_url, change_url, get_record_form_data
from tests.support.previews import get_preview_path, share_preview
from tests.support.processes import request_concurrently

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "text"), [("en", "One"), ("es", "Dos"), ("fr", "Un")])
def test_draft_is_previewed_in_each_language(client, language, text):
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    response = client.get(get_preview_path(share_preview(item), item, language))
    html = response.content.decode()
    assert f"<p>{text}</p>" in html
    assert f'<html lang="{language}">' in html
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"].startswith("noindex")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_unpublished_record_is_previewed_and_stays_private(client):
    item = factories.news_item(body_en="<p>Soon</p>")
    assert "Soon" in client.get(get_preview_path(share_preview(item), item)).content.decode()
    assert client.get(item.get_url("en")).status_code == 404
    item.refresh_from_db()
    assert item.status == "draft"


def test_links_and_lists_stay_in_preview(client):
    item = save_draft(live_item(date="2026-11-01"), title_en="Title of the draft")
    preview = share_preview(item)
    html = client.get(get_preview_path(preview, item)).content.decode()
    inside = f"/preview/{preview.token}/"
    leading = [link for link in html.split('href="')[1:] if link.startswith("/") and not link.startswith("/static/")]
    assert leading
    assert all(link.startswith(inside) for link in leading)
    assert "Title of the draft" in client.get(f"{inside}en/").content.decode()
    assert "Title of the draft" not in client.get("/en/").content.decode()
    assert "Title of the draft" not in client.get(reverse("news:feed")).content.decode()
    assert get_script_prefix() == "/"


def test_new_slug_of_draft_works_only_in_preview(client):
    item = save_draft(live_item(), slug_es="otra-direccion")
    path = item.get_url("es").rsplit("/", 2)[0] + "/otra-direccion/"
    assert client.get(f"/preview/{share_preview(item).token}{path}").status_code == 200
    assert client.get(path).status_code == 404


def test_embargoed_file_is_served_only_in_its_preview(client):
    release = factories.news_release(country=factories.country("MX"))
    file = factories.release_file(release=release).target
    preview = share_preview(release)
    html = client.get(get_preview_path(preview, release)).content.decode()
    assert f'href="/preview/{preview.token}{file}"' in html
    inside = client.get(f"/preview/{preview.token}{file}")
    assert b"".join(inside.streaming_content) == factories.pdf_bytes()
    assert client.get(file).status_code == 404


@pytest.mark.parametrize(
    "path", ["admin/", "admin/login/", "robots.txt", "sitemap.xml", "", "preview/1/en/", "en/nowhere/"]
)
def test_preview_serves_only_public_pages(client, path):
    item = live_item()
    assert client.get(f"/preview/{share_preview(item).token}/{path}").status_code in {400, 404}


@pytest.mark.parametrize("signed", ["1", "1:wrong", "x", "0:", "%00", "1" * 300])
def test_unsigned_url_is_not_found(client, signed):
    share_preview(live_item())
    assert client.get(f"/preview/{signed}/en/").status_code == 404


def test_preview_expires_and_can_be_revoked(client):
    item = live_item()
    preview = share_preview(item)
    path = get_preview_path(preview, item, "fr")
    Preview.objects.update(open_until=timezone.now() - timedelta(seconds=1))
    ended = client.get(path)
    assert ended.status_code == 410
    assert "Ce lien d’aperçu a expiré." in ended.content.decode()
    Preview.objects.update(open_until=timezone.now() + timedelta(days=1))
    assert client.get(path).status_code == 200
    editor = superuser_client()
    editor.post(admin_url(NewsItem, "preview", item.pk), {"revoke": preview.pk})
    assert client.get(path).status_code == 410


def test_views_are_counted_and_limited(client, monkeypatch):
    item = live_item()
    preview = share_preview(item)
    monkeypatch.setattr(previews, "MAX_PAGES_PER_MINUTE", 3)
    statuses = [client.get(get_preview_path(preview, item)).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    preview.refresh_from_db()
    assert preview.openings == 3
    Preview.objects.update(minute=timezone.now() - timedelta(minutes=2))
    assert client.get(get_preview_path(preview, item)).status_code == 200


def test_conflicting_draft_is_not_previewed(client):
    item = item_with_conflict()
    response = client.get(get_preview_path(share_preview(item), item, "es"))
    assert response.status_code == 409
    assert "Dos" not in response.content.decode()
    led = superuser_client().get(admin_url(NewsItem, "preview", item.pk))
    assert led.headers["Location"] == admin_url(NewsItem, "resolve_conflicts", item.pk)


def test_preview_is_readonly():
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    path = get_preview_path(share_preview(item), item, "es")
    assert Client().post(path).status_code == 405
    before = {table: rows(table) for table in connection.introspection.table_names() if table != "portal_preview"}
    Client().get(path)
    assert before == {table: rows(table) for table in before}


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{table}\" t")  # noqa: S608
        return cursor.fetchone()[0]


def test_preview_page_shows_three_widths_and_shares_links():
    item = factories.news_item(country=factories.country("MX"))
    editor = factories.editor(roles=["publisher"], countries=["MX"])
    client = client_for(editor)
    path = admin_url(NewsItem, "preview", item.pk)
    html = client.get(path + "?language=es").content.decode()
    own = get_own_preview(item, editor)
    assert [f'width="{width}"' in html for width in (390, 768, 1280)] == [True] * 3
    assert html.count(f'src="/preview/{own.token}{item.get_url("es")}"') == 3
    client.post(path, {"share": "1", "days": "7", "for_whom": "The ministry"})
    given = Preview.objects.get(shared=True)
    html = client.get(path).content.decode()
    assert "The ministry" in html
    assert given.token in html
    assert timedelta(days=6) < given.open_until - timezone.now() < timedelta(days=8)


def test_share_requires_change_permission():
    item = factories.news_item()
    client = client_for(factories.editor(roles=["publisher"], countries=["MX"]))
    path = admin_url(NewsItem, "preview", item.pk)
    assert "Share preview" not in client.get(path).content.decode()
    assert client.post(path, {"share": "1", "days": "7"}).status_code == 403
    other = factories.news_item(country=factories.country("US"))
    assert client.get(admin_url(NewsItem, "preview", other.pk)).headers["Location"] == "/admin/"


def test_twenty_concurrent_previews_and_saves_do_not_deadlock(transactional_db):
    """Previews lock records in one order, and retry if they wait for a save."""
    editor = factories.editor(roles=["administrator"])
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    national = [factories.news_release(item=item, country=factories.country(code)) for code in ("US", "MX")]
    release = Release.objects.create(name="All", made_by=editor)
    for record in (item, *national):
        release.add(record, by=editor)
    readings = [create_shared_preview(record, editor, days=1) for record in (item, national[0], national[1], release)]
    forms = {record: get_record_form_data(client_for(editor), record) for record in (item, *national)}
    cookies = {name: morsel.value for name, morsel in client_for(editor).cookies.items()}

    def request(number):
        if number % 2:
            record = (item, *national)[number % 3]
            return "post", change_url(record), cookies, forms[record] | {"title_fr": f"Titre {number}"}
        preview = readings[number % 4]
        return "get", f"{preview.prefix.rstrip('/')}{preview.get_url('es')}", {}, {}

    statuses = request_concurrently([request(number) for number in range(20)], processes=4)
    assert set(statuses) <= {200, 302}
    assert statuses.count(302) >= 3
