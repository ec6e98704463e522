"""The audit log: what it records, who reads it, and that nobody can change it."""

import pytest
from django.contrib import admin
from django.db import DatabaseError, connection, transaction
from django.test import Client

from portal.audit.models import AuditEvent, record_event
from portal.drafts.models import dry_run
from portal.models import Editor
from portal.publishing.workflow import publish, unpublish
from tests.support import factories
from tests.support.clients import client_for, superuser_client
from tests.support.forms import admin_url, get_form_data

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-password"


def get_kinds(**filters):
    return list(AuditEvent.objects.filter(**filters).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def eva():
    return factories.editor(username="eva", password=PASSWORD, roles=["publisher"], countries=["MX"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE portal_auditevent SET detail = ''",
        "DELETE FROM portal_auditevent",
        "TRUNCATE portal_auditevent",
    ],
)
def test_database_refuses_to_change_log(statement):
    record_event("export", detail="kept")
    refused = pytest.raises(DatabaseError, match="can only be added to")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.get(detail="kept")


def test_entries_outlive_their_account(eva):
    record_event("signed in", person=eva, account=eva)
    eva.delete()
    event = AuditEvent.objects.get()
    assert (event.person_name, event.subject) == ("eva", "eva")


def test_sign_ins_and_failures_are_recorded(eva):
    for password in ("wrong", PASSWORD):
        Client(REMOTE_ADDR="192.0.2.7").post("/admin/login/", {"login": "eva", "password": password})
    assert get_kinds(account=eva) == ["sign-in failed", "signed in"]
    assert {event.address for event in AuditEvent.objects.all()} == {"192.0.2.7"}


def test_unknown_username_is_not_stored():
    Client().post("/admin/login/", {"login": "my-secret-password", "password": "eva"})
    [event] = AuditEvent.objects.all()
    assert "secret" not in event.subject + event.person_name + event.detail


def test_publications_are_recorded(eva):
    item = factories.news_item(country=factories.country("MX"))
    publish(item, by=eva)
    unpublish(item, by=eva, note="wrong")
    events = AuditEvent.objects.filter(person=eva).order_by("pk")
    assert [(event.kind, event.detail) for event in events] == [
        ("publication", "published"), ("publication", "unpublished"),
    ]  # fmt: skip
    assert events[0].subject == f"news.NewsItem {item.pk}: {item}"


def test_changed_rights_are_recorded(eva):
    administrator = factories.editor(username="root", is_superuser=True)
    client = client_for(administrator)
    path = admin_url(Editor, "change", eva.pk)
    fields = get_form_data(client, path)
    country = factories.country("CA")
    assert client.post(path, fields | {"countries": [str(country.pk)]}).status_code == 302
    [event] = AuditEvent.objects.filter(kind="rights changed")
    assert (event.person, event.account, event.detail) == (administrator, eva, "countries: Mexico → Canada")
    client.post(path, fields | {"countries": [str(country.pk)], "first_name": "Eva"})
    assert len(get_kinds(kind="rights changed")) == 1


def test_log_is_filtered_by_person_and_exported(eva):
    administrator = factories.editor(username="root", is_superuser=True)
    record_event("signed in", person=eva, account=eva)
    record_event("rights changed", person=administrator, account=eva)
    record_event("signed in", person=administrator, account=administrator)
    client = client_for(administrator)
    page = client.get(admin_url(AuditEvent, "changelist"), {"person": eva.pk})
    assert page.context["cl"].result_count == 2
    keys = [str(pk) for pk in AuditEvent.objects.filter(account=eva).values_list("pk", flat=True)]
    path = f"{admin_url(AuditEvent, 'changelist')}?person={eva.pk}"
    response = client.post(path, {"action": "export", "_selected_action": keys})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) == 3
    event = AuditEvent.objects.get(kind="export")
    assert event.person == administrator
    assert event.detail == f"audit log as CSV, chosen entries; filter: person={eva.pk}; count: 2"


def test_export_of_all_entries_is_not_in_itself(eva):
    record_event("signed in", person=eva, account=eva)
    sent = {"action": "export", "_selected_action": [AuditEvent.objects.get().pk], "select_across": "1"}
    response = superuser_client().post(admin_url(AuditEvent, "changelist"), sent)
    assert len(b"".join(response.streaming_content).decode().splitlines()) == 2
    assert "all entries; filter: -; count: 1" in AuditEvent.objects.get(kind="export").detail


def test_every_download_of_admin_is_recorded():
    client = superuser_client()
    for model, model_admin in admin.site._registry.items():
        names = [name for name in model_admin.actions if isinstance(name, str)]
        for name in names:
            path, count = admin_url(model, "changelist"), AuditEvent.objects.filter(kind="export").count()
            keys = list(model._base_manager.values_list("pk", flat=True)[:1])
            with dry_run():
                response = client.post(path, {"action": name, "_selected_action": keys})
                if "Content-Disposition" in response:
                    assert AuditEvent.objects.filter(kind="export").count() == count + 1, (model, name)


def test_changed_address_is_recorded(eva):
    client = superuser_client()
    path = admin_url(Editor, "change", eva.pk)
    client.post(path, get_form_data(client, path) | {"email": "new@portal.invalid"})
    [event] = AuditEvent.objects.filter(account=eva)
    assert (event.kind, event.detail) == ("address changed", "email: - → new@portal.invalid")


def test_accounts_deleted_together_are_recorded(eva):
    leo = factories.editor(username="leo")
    sent = {"action": "delete_selected", "_selected_action": [eva.pk, leo.pk], "post": "yes"}
    superuser_client().post(admin_url(Editor, "changelist"), sent)
    assert not Editor.objects.filter(username__in=["eva", "leo"]).exists()
    assert set(AuditEvent.objects.filter(kind="account deleted").values_list("subject", flat=True)) == {"eva", "leo"}


@pytest.mark.parametrize("role", ["contributor", "translator", "publisher", "secretariat"])
def test_only_administrators_read_log(role):
    client = client_for(factories.editor(roles=[role], countries=["MX"]))
    assert client.get(admin_url(AuditEvent, "changelist")).status_code == 403
