"""One row that SQL or an earlier version has left unreadable takes down no list, dashboard, page or command."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from news.models import NewsItem
from portal.accounts.models import Editor
from portal.audit.models import AuditEvent, EventKind, record_event
from portal.drafts.models import Draft
from portal.editing.sessions.models import Presence
from portal.i18n.languages import LANGUAGES
from portal.notifications.delivery import send_due_notifications
from portal.notifications.models import Notification, NotificationKind
from portal.pictures.models import Picture
from portal.previews.models import Preview
from portal.publishing.approvals import Approval
from portal.publishing.change_notes import ChangeNote
from portal.publishing.releases import Release
from portal.records.references import get_reference
from portal.scheduler.models import ScheduleCheck
from portal.scheduler.publisher import publish_due
from portal.scheduler.warnings import send_warnings
from tests.support import factories
from tests.support.clients import superuser_client
from tests.support.drafts import live_item
from tests.support.factories import ALT_TEXTS
from tests.support.forms import admin_url

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MOMENTS = ("infinity", "-infinity", "0044-03-15 BC", "20000-01-01", "0001-01-01")
COLUMNS = (
    "news_newsitem.created_at", "news_newsitem.modified_at", "news_newsitem.review_due", "portal_version.at",
    "portal_draft.made_at", "portal_draft.modified_at", "portal_draft.held_at", "portal_notification.created_at",
    "portal_notification.due_at", "portal_changenote.at", "portal_release.made_at", "portal_release.held_at",
    "portal_approval.requested_at", "portal_editor.last_login", "portal_editor.date_joined", "portal_auditevent.at",
    "django_admin_log.action_time", "django_session.expire_date", "portal_presence.seen_at",
)  # fmt: skip
KEY = "news.newsitem:{item}"
BAD_JSON = {
    "portal_draft.changes": (
        [], 5, None, {"x": 1}, {KEY: 5}, {KEY: {"title_en": "x"}}, {KEY: {"title_en": {"now": "x"}}},
        {KEY: {"title_en": {"was": "a", "now": {"b": 1}}}}, {KEY: {"gone_en": {"was": "a", "now": "b"}}},
        {"gone.model:1": {"a": {"was": 1, "now": 2}}}, {"news.newsitem:x": {"title_en": {"was": "a", "now": "b"}}},
        {KEY: {"picture_id": {"was": None, "now": "x"}}},
    ),
    "portal_draft.what_changed": ([], 5, None, {"en": 5}),
    "portal_version.snapshot": ([], 5, None, {"x": 1}, {KEY: 5}, {KEY: {"title_en": {"a": 1}}}, {"gone.model:1": {}}),
    "news_newsitem.fingerprints": ([], 5, None, {"title_es": 5}),
    "news_newsitem.outward": ([], 5, "x", {"x": "y"}),
    "portal_picture.renditions": ({}, 5, None, [5], [{"name": "gone.avif"}]),
}  # fmt: skip
CHOICES = (
    "news_newsitem.status", "news_newsitem.source_language", "portal_version.event", "portal_draft.state",
    "portal_draft.step", "portal_notification.kind", "portal_auditevent.kind", "portal_release.state",
    "portal_picture.licence",
)  # fmt: skip
REFERRING = ("portal_version", "portal_draft", "portal_notification", "portal_recorduse", "portal_upload",
             "portal_preview", "portal_approval", "portal_changenote", "portal_presence", "portal_releasemember",
             "portal_destinationuse", "portal_schedulecheck")  # fmt: skip


def make_cases():
    """Yield the cases, each a list of (table, column, value as a literal of SQL)."""
    for moment in MOMENTS:
        yield pytest.param([(*name.split("."), f"'{moment}'") for name in COLUMNS], id=f"moment {moment}")
    for number in range(max(map(len, BAD_JSON.values()))):
        broken = [
            (*name.split("."), f"'{json.dumps(values[number % len(values)])}'") for name, values in BAD_JSON.items()
        ]
        yield pytest.param(broken, id=f"JSON {number}")
    for date in ("soon", "0044-03-15", "2004-02-30", "20000"):
        yield pytest.param([("news_newsitem", "date", f"'{date}'")], id=f"date {date}")
    yield pytest.param([(*name.split("."), "'xx'") for name in CHOICES], id="choices")
    yield pytest.param([(table, "object_id", "0") for table in REFERRING], id="of no record")
    yield pytest.param(
        [(table, "content_type_id", "{gone}") for table in (*REFERRING, "portal_searchfacet")], id="of no model"
    )
    yield pytest.param([("portal_picture", "file", "'picture/0000000000000000/gone.png'")], id="no file")


def get_titles(title):
    return {f"title_{language}": title for language in LANGUAGES}


@pytest.fixture
def rows():
    """Return the keys of an item, with one row of every kind that refers to it, and of a type without a model."""
    live_item(**get_titles("The sound one"))
    document = factories.document()
    link = f'<p><a href="https://www.osha.gov/">A</a> <a href="record:portal.document:{document.pk}">B</a></p>'
    sources = {f"sources_{language}": link for language in LANGUAGES}
    item = live_item(
        picture=factories.picture(**ALT_TEXTS), review_due="2026-01-01", **get_titles("The broken one"), **sources
    )
    editor = factories.editor(roles=["publisher"])
    change = {f"news.newsitem:{item.pk}": {"title_en": {"was": "The broken one", "now": "Another title"}}}
    now = timezone.now()
    draft = {"author": editor, "modified_by": editor, "state": "scheduled", "publish_at": now, "held_at": now}
    Draft.objects.create(record=item, changes=change, **draft)
    Notification.objects.create(record=item, recipient=editor, kind=NotificationKind.SUBMITTED, due_at=now)
    ChangeNote.objects.create(record=item, text_en="x", text_es="x", text_fr="x")
    release = Release.objects.create(name="x", held_at=now, made_by=editor)
    release.members.create(record=item)
    Approval.objects.create(record=item, country=factories.country("CA"))
    Presence.objects.create(record=item, editor=editor)
    ScheduleCheck.objects.create(record=item, due_at=now + timedelta(hours=1), checked_at=now)
    Preview.objects.create(subject=item, made_by=editor, open_until=now + timedelta(hours=1))
    LogEntry.objects.create(user=editor, content_type_id=get_reference(item)[0], object_id=item.pk, action_flag=2)
    record_event(EventKind.PUBLICATION, person=editor, record=item)
    Session.objects.create(session_key="z" * 32, session_data="x", expire_date=now)
    gone = ContentType.objects.create(app_label="gone", model="gone")
    return {"item": item.pk, "gone": gone.pk}


def break_row(table, column, literal, numbers):
    """Write a value into a column of a row as SQL allows, of the owner of the tables if need be."""
    literal = literal.replace("{item}", str(numbers["item"])).replace("{gone}", str(numbers["gone"]))
    key = f"SELECT {numbers['item']}" if table == "news_newsitem" else f"SELECT max(id) FROM {table}"  # noqa: S608
    key = f"SELECT '{'z' * 32}'" if table == "django_session" else key
    name = "session_key" if table == "django_session" else "id"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET {column} = {literal} WHERE {name} = ({key})")  # noqa: S608
        assert cursor.rowcount == 1, table


def get_status(client, path):
    try:
        return client.get(path).status_code
    except Exception as error:  # noqa: BLE001 - every page is tried, and the failures are listed
        return f"{type(error).__name__}: {error}"


def run(function):
    try:
        function()
    except Exception as error:  # noqa: BLE001
        return f"{type(error).__name__}: {error}"
    return None


COMMANDS = ("rebuild_uses", "rebuild_search", "delete_orphaned_uploads")


@pytest.mark.parametrize("broken", [*make_cases()])
def test_unreadable_row_takes_nothing_down(broken, rows, client):
    admin = superuser_client()
    for table, column, literal in broken:
        break_row(table, column, literal, rows)
    pages = [
        "/admin/", "/admin/search/?q=the", "/admin/library/", admin_url(NewsItem, "changelist"),
        admin_url(NewsItem, "changelist") + "?q=sound", admin_url(NewsItem, "deleted"),
        admin_url(NewsItem, "history", rows["item"]), admin_url(Editor, "changelist"),
        "/admin/releases/", admin_url(AuditEvent, "changelist"), admin_url(Picture, "changelist"),
    ]  # fmt: skip
    failures = {path: status for path in pages if (status := get_status(admin, path)) != 200}
    public = ["/en/news/", "/en/", "/en/feeds/everything/", "/en/news/feed/", "/sitemap.xml", "/en/search/?q=sound"]
    failures |= {path: status for path in public if (status := get_status(client, path)) != 200}
    calls = {name: lambda name=name: call_command(name, stdout=StringIO()) for name in COMMANDS}
    calls |= {"publish_due": publish_due, "send_warnings": send_warnings, "send_mail": send_due_notifications}
    failures |= {name: error for name, call in calls.items() if (error := run(call))}
    assert not failures
