"""The register of what records refer to is right after every way of saving, and asked instead of the texts."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliances.models import Goal
from news.models import NewsItem
from portal.history.models import Event, get_versions
from portal.history.restore import Restoration, get_trash, restore_deleted
from portal.publishing import workflow
from portal.publishing.usage import get_usage
from portal.record_uses.models import RecordUse, get_uses_of
from tests.support import factories
from tests.support.clients import superuser_client
from tests.support.drafts import live_national_item, save_draft
from tests.support.forms import admin_url, change_url, get_record_form_data

pytestmark = pytest.mark.django_db
UNLINKED = "<p>Nada</p>"


@pytest.fixture
def document():
    return factories.document(country=factories.country("CA"))


def link_to(target):
    return f'<p><a href="record:portal.document:{target.pk}">Acta</a></p>'


def get_users(target):
    """Return the records that refer to one, and those whose drafts do."""
    uses = get_uses_of(target).order_by("pk")
    return [use.record for use in uses if not use.draft_id], [use.record for use in uses if use.draft_id]


def save(record, **fields):
    client = superuser_client()
    response = client.post(change_url(record), get_record_form_data(client, record) | fields)
    assert response.status_code == 302


def test_form_updates_uses(document):
    item = factories.news_item()
    save(item, body_es=link_to(document))
    assert get_users(document) == ([item], [])
    save(item, body_es=UNLINKED)
    assert get_users(document) == ([], [])


def test_link_in_a_part_is_of_its_record(document):
    alliance = factories.alliance()
    Goal.objects.create(alliance=alliance, emphasis="training", text_en=link_to(document))
    alliance.finalize_save(Event.SAVED, by=None)
    assert get_users(document) == ([alliance], [])


def test_draft_has_uses_of_its_own(document):
    item = live_national_item()
    item = save_draft(item, body_es=link_to(document))
    assert get_users(document) == ([], [item])
    assert get_usage(document) == [item]
    workflow.publish(item, by=factories.administrator())
    assert get_users(document) == ([item], [])


def test_discarded_draft_leaves_no_uses(document):
    item = save_draft(live_national_item(), body_es=link_to(document))
    workflow.discard_draft(item, by=factories.administrator())
    assert not get_uses_of(document).exists()


def test_published_language_leaves_the_others_in_the_draft(document):
    other = factories.document(country=factories.country("CA"))
    item = save_draft(live_national_item(), body_es=link_to(document), body_fr=link_to(other))
    workflow.publish_language(item, by=factories.administrator(), language="es")
    assert get_users(document) == ([item], [])
    assert get_users(other) == ([], [item])


def test_draft_of_another_government_protects_nothing():
    document = factories.document(country=factories.country("MX"))
    item = save_draft(live_national_item(), body_es=link_to(document))
    assert get_users(document) == ([], [item])
    assert get_usage(document) == []


def test_bulk_action_keeps_uses(document):
    item = factories.news_item(country=factories.country("CA"), body_es=link_to(document), joint_languages=["es"])
    item.finalize_save(Event.SAVED, by=None)
    path = admin_url(NewsItem, "changelist")
    for action in ("submit", "request_changes"):
        superuser_client().post(path, {"action": action, "_selected_action": [item.pk], "note": "x"})
    assert get_users(document) == ([item], [])


def test_deletion_and_restoration_from_the_trash(document):
    item = factories.news_item(body_es=link_to(document))
    item.finalize_save(Event.SAVED, by=None)
    pk = item.pk
    superuser_client().post(admin_url(NewsItem, "delete", pk), {"post": "yes", "reason": "x"})
    assert not NewsItem.objects.filter(pk=pk).exists()
    assert not RecordUse.objects.filter(object_id=pk).exists()
    restored, _ = restore_deleted(get_trash(NewsItem).get(object_id=pk), by=factories.administrator(), reason="x")
    assert get_users(document) == ([restored], [])


def test_restored_version_has_its_uses(document):
    item = factories.news_item(body_es=link_to(document))
    item.finalize_save(Event.SAVED, by=None)
    version = get_versions(item).first()
    save(item, body_es=UNLINKED)
    item.refresh_from_db()
    Restoration(item, version).restore(by=factories.administrator(), reason="x")
    assert get_users(document) == ([item], [])


def test_usage_look_up_reads_no_texts(document):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            get_usage(document)
        assert not any(" LIKE " in query["sql"].upper() for query in queries.captured_queries)
        return len(queries)

    counts = []
    for _ in range(2):
        for _ in range(3):
            factories.news_item(body_es=link_to(document)).finalize_save(Event.SAVED, by=None)
        counts.append(count())
    assert counts[0] == counts[1]
    assert len(get_usage(document)) == 6


def get_rows():
    return set(RecordUse.objects.values_list("content_type", "object_id", "draft", "target_type", "target_id"))


def make_users(document):
    factories.published(factories.news_item(body_es=link_to(document)))
    picture = factories.picture()
    save_draft(live_national_item(), picture=picture.pk, body_es=link_to(document))
    assert get_uses_of(picture).exists()


def test_rebuild_mends_the_register(document):
    make_users(document)
    rows = get_rows()
    assert rows
    RecordUse.objects.filter(draft=None).delete()
    RecordUse.objects.update(object_id=0)
    call_command("rebuild_uses")
    assert get_rows() == rows


def test_draft_deleted_by_the_old_release_counts_no_more(document):
    item = save_draft(live_national_item(), body_es=link_to(document))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_draft WHERE id = %s", [item.draft.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert get_usage(document) == []
    call_command("rebuild_uses")
    assert not get_uses_of(document).exists()


def test_migration_registers_what_exists(document):
    make_users(document)
    rows = get_rows()
    RecordUse.objects.all().delete()
    import_module("portal.migrations.0022_record_uses").register_uses(apps, None)
    assert get_rows() == rows
