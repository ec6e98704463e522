"""The index holds the published records after any change, and a rebuild makes the same rows."""

import random
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from portal.drafts.models import Draft
from portal.editing.deletion import delete_record
from portal.glossary.models import Term
from portal.history.models import get_versions
from portal.history.restore import Restoration, get_trash, restore_deleted
from portal.publishing import workflow
from portal.publishing.models import publishable_models
from portal.publishing.releases import Release
from portal.scheduler.publisher import publish_due
from portal.search_index import rebuild
from portal.search_index.indexing import get_search_models, index_record
from portal.search_index.models import SearchRow
from tests.support import factories
from tests.support.approvals import approve_for_all
from tests.support.drafts import live_item, save_draft, schedule_draft
from tests.support.page_kinds import make_missing
from tests.support.search import find_titles, get_public_rows, get_published_keys

pytestmark = pytest.mark.django_db


def check_index():
    assert get_public_rows(timezone.now()) == get_published_keys()


def read_rows():
    """Return all rows but the times of indexing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT language, content_type_id, object_id, public_from, public_until, date, facet_id, text_language,"
            " title_vector::text, lead_vector::text, text_vector::text FROM portal_searchrow ORDER BY 1, 2, 3"
        )
        return cursor.fetchall()


def set_schedule(record, **hours):
    for name, value in hours.items():
        setattr(record, name, timezone.now() + timedelta(hours=value) if value else None)
    record.save()
    record.finalize_save("saved", by=None)


def change_at_random(record, generator):
    """Carry out a random change of a record, as the parts of the portal do that write records."""
    editor = None
    change = generator.choice(("edit", "unpublish", "publish", "future", "past", "expired", "expires", "draft"))
    if change == "edit":
        record.title_en = f"{record.title_en} {generator.randrange(100)}"[:190]
        record.save()
        record.finalize_save("saved", by=editor)
    elif change == "unpublish":
        record.transition_to("withdrawn", "unpublished", by=editor, note="")
    elif change == "draft":
        record.transition_to("draft", "saved", by=editor, note="")
    elif change == "publish":
        record.transition_to("published", "published", by=editor, note="", publish_at=timezone.now(), withdraw_at=None)
    elif record.status == "published":
        hours = {"future": (2, None), "past": (-2, None), "expired": (-3, -1), "expires": (-3, 4)}[change]
        set_schedule(record, publish_at=hours[0], withdraw_at=hours[1])


def test_index_has_the_published_records_of_the_content():
    assert set(get_search_models()) == {*publishable_models(), Term}
    check_index()


@pytest.mark.parametrize("seed", range(3))
def test_index_follows_random_changes(seed):
    make_missing()
    generator = random.Random(seed)  # noqa: S311
    records = [
        record for model in publishable_models() for record in list(model.objects.order_by("pk")[:3])
    ]  # fmt: skip
    for _ in range(60):
        record = generator.choice(records)
        record.refresh_from_db()
        change_at_random(record, generator)
    check_index()


def test_index_follows_drafts_of_the_admin():
    item = live_item(title_en="Zebra", title_es="Cebra", title_fr="Zèbre")
    item = save_draft(item, title_en="Quagga")
    assert find_titles("quagga") == []
    assert find_titles("zebra") == ["Zebra"]
    schedule_draft(item, hours=1)
    assert Draft.objects.exists()
    publish_due()
    assert find_titles("quagga") == ["Quagga"]
    assert find_titles("zebra") == []


def test_index_follows_a_release():
    editor = factories.editor(roles=["administrator"])
    release = Release.objects.create(name="Both", made_by=editor)
    items = [factories.news_item(title_en="Zebra", title_es="Z", title_fr="Z", date="2004") for _ in range(2)]
    for item in items:
        release.add(approve_for_all(item), by=editor)
    assert release.blockers() == {}
    assert find_titles("zebra") == []
    release.publish(by=editor)
    assert find_titles("zebra") == ["Zebra", "Zebra"]


def test_index_follows_restoring_and_deletion():
    editor = factories.editor(roles=["administrator"])
    item = live_item(title_en="Zebra", title_es="Cebra", title_fr="Zèbre")
    first = get_versions(item).last()
    item.title_en = "Quagga"
    item.save()
    item.finalize_save("saved", by=editor)
    assert find_titles("zebra") == []
    Restoration(item, first).restore(by=editor, reason="Why")
    assert find_titles("zebra") == ["Zebra"]
    item.refresh_from_db()
    workflow.unpublish(item, by=editor)
    assert find_titles("zebra") == []
    delete_record(item, by=editor)
    assert not SearchRow.objects.filter(object_id=item.pk).filter(language="en", date=item.date[:4] + "-04-26").exists()
    restored, _ = restore_deleted(get_trash(type(item)).first(), by=editor, reason="Why")
    assert find_titles("zebra") == []
    restored.transition_to("published", "published", by=editor, note="", publish_at=timezone.now())
    assert find_titles("zebra") == ["Zebra"]
    check_index()


def test_index_follows_terms():
    term = factories.term(key="zebra", term_en="zebra")
    assert find_titles("zebra") == ["zebra"]
    delete_record(term, by=factories.editor())
    assert find_titles("zebra") == []


def test_rebuild_makes_the_same_rows(capsys):
    make_missing()
    before = read_rows()
    call_command("rebuild_search")
    assert read_rows() == before
    assert "News items:" in capsys.readouterr().out
    index_record(factories.term(key="zebra", term_en="zebra"))
    assert find_titles("zebra") == ["zebra"]


def test_rebuild_keeps_changes_made_meanwhile(monkeypatch):
    old, deleted = (live_item(title_en=title, title_es="Z", title_fr="Z") for title in ("Zebra", "Quagga"))
    original = rebuild.index_models

    def index_and_change(report):
        original(report)
        old.title_en = "Okapi"
        old.save()
        old.finalize_save("saved", by=None)
        delete_record(deleted, by=factories.editor())
        live_item(title_en="Bongo", title_es="Z", title_fr="Z")

    monkeypatch.setattr(rebuild, "index_models", index_and_change)
    rebuild.rebuild_index()
    assert [find_titles(word) for word in ("zebra", "quagga", "okapi", "bongo")] == [[], [], ["Okapi"], ["Bongo"]]
    check_index()


def test_rebuild_if_empty_does_nothing_to_a_full_index(capsys):
    call_command("rebuild_search", if_empty=True)
    assert capsys.readouterr().out == ""
