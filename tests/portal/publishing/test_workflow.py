"""Transitions: the row locks that they take, and who meets what was submitted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.drafts.models import Draft
from portal.notifications.models import Notification, NotificationKind
from portal.publishing.workflow import FUNCTIONS, request_changes, submit
from tests.support import factories
from tests.support.approvals import approve_for_all
from tests.support.clients import client_for
from tests.support.drafts import live_item, save_draft
from tests.support.forms import admin_url, change_url, get_seen
from tests.support.html import FormParser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("transition", ["submit", "publish", "discard_draft"])
def test_draft_is_locked_before_its_transition(transition):
    item = approve_for_all(save_draft(live_item(), body_es="<p>Dos</p>"))
    editor = factories.editor(roles=["administrator"])
    with CaptureQueriesContext(connection) as captured:
        FUNCTIONS[transition](item, by=editor)
    statements = [query["sql"] for query in captured]
    locked = next(place for place, sql in enumerate(statements) if '"portal_draft"' in sql and "FOR UPDATE" in sql)
    written = next(place for place, sql in enumerate(statements) if sql.startswith(("UPDATE", "INSERT", "DELETE")))
    assert locked < written


@pytest.mark.parametrize("language", ["es", "fr"])
def test_translator_submits_translation_of_live_record(language):
    item = factories.published(factories.news_item(country=factories.country("CA"), joint_languages=["es"]))
    translator = factories.editor(roles=["translator"], countries=["CA"], languages=[language])
    client = client_for(translator)
    publisher = factories.editor(roles=["publisher"], countries=["CA"])
    path = change_url(item)
    sent = FormParser(client.get(path).content.decode()).fields
    client.post(path, sent | {f"summary_{language}": "Palabras", "_submit": "1"})
    item = type(item).objects.get(pk=item.pk)
    assert item.draft.state == Draft.State.IN_REVIEW
    assert Notification.objects.filter(kind=NotificationKind.SUBMITTED, recipient=publisher).exists()
    waiting = client_for(publisher).get(reverse("admin:index")).content.decode()
    assert item.title_en in waiting.split('id="panel-waiting"')[1].split("<section")[0]
    own = client.get(reverse("admin:index")).content.decode()
    assert item.title_en in own.split('id="panel-submitted"')[1].split("<section")[0]
    client.post(admin_url(type(item), "transition", item.pk, "withdraw_from_review"), get_seen(item))
    assert type(item).objects.get(pk=item.pk).draft.state == Draft.State.DRAFT


def test_contributor_sees_submitted_record_until_review():
    contributor = factories.editor(roles=["contributor"], countries=["MX"])
    item = factories.news_item(country=factories.country("MX"), created_by=contributor)
    submit(item, by=contributor)
    client = client_for(contributor)
    panel = client.get(reverse("admin:index")).content.decode().split('id="panel-submitted"')[1].split("<section")[0]
    assert item.title_en in panel
    request_changes(item, by=factories.editor(roles=["publisher"], countries=["MX"]), note="Date")
    assert "Nothing that you submitted is in review." in client.get(reverse("admin:index")).content.decode()
