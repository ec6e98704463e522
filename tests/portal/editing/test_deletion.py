"""Deletion of public records in the admin: the reason, what prevents it, and what Django does at a deletion."""

import pytest
from django.contrib.admin.models import DELETION, LogEntry

from news.models import NewsItem
from portal.editing.sessions.models import Presence, open_session
from portal.history.models import Event, get_versions
from portal.models import Document
from tests.support import factories
from tests.support.clients import client_for, superuser_client
from tests.support.forms import admin_url

pytestmark = pytest.mark.django_db
CONFIRMED = {"post": "yes", "reason": "Entered twice"}


def test_deletion_logs_and_closes_the_session():
    editor = factories.editor(roles=["administrator"])
    item = factories.news_item(title_en="Heat zzq")
    open_session(item, editor)
    versions, pk = get_versions(item), item.pk
    response = client_for(editor).post(admin_url(NewsItem, "delete", pk), CONFIRMED, follow=True)
    assert response.redirect_chain == [(admin_url(NewsItem, "changelist"), 302)]
    assert "“Heat zzq” was deleted successfully." in response.content.decode()
    assert LogEntry.objects.get(object_id=pk).action_flag == DELETION
    assert not Presence.objects.exists()
    last = versions.first()
    assert (last.event, last.by, last.note) == (Event.DELETED, editor, "Entered twice")


@pytest.mark.parametrize("method", ["get", "post"])
def test_used_record_is_not_deleted(method):
    document = factories.document()
    factories.meeting(title_en="Meeting zzq").documents.add(document)
    response = getattr(superuser_client(), method)(admin_url(Document, "delete", document.pk), CONFIRMED)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Cannot delete document" in html
    assert "Meeting zzq" in html
    assert Document.objects.filter(pk=document.pk).exists()
    assert not LogEntry.objects.exists()


def test_deletion_without_reason_asks_again_in_a_popup():
    item = factories.news_item()
    path = admin_url(NewsItem, "delete", item.pk) + "?_popup=1&_to_field=id"
    html = superuser_client().post(path, {"post": "yes", "reason": "", "_popup": "1"}).content.decode()
    assert "This field is required." in html
    assert 'name="_popup" value="1"' in html
    assert 'name="_to_field" value="id"' in html
    assert NewsItem.objects.filter(pk=item.pk).exists()


def test_deletion_in_a_popup_closes_it():
    item = factories.news_item()
    data = CONFIRMED | {"_popup": "1", "_to_field": "id"}
    html = superuser_client().post(admin_url(NewsItem, "delete", item.pk), data).content.decode()
    assert f"&quot;value&quot;: &quot;{item.pk}&quot;" in html
    assert not NewsItem.objects.filter(pk=item.pk).exists()


def test_deletion_by_a_field_that_is_no_key_is_refused():
    item = factories.news_item()
    path = admin_url(NewsItem, "delete", item.pk) + "?_to_field=created_by__password"
    assert superuser_client().get(path).status_code == 400
