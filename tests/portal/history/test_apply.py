"""Applying a snapshot diff to the database: complete and in order, or rejected with messages."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import NewsItem
from portal.history.apply import apply_changes
from portal.history.snapshots import diff_snapshots, get_object_key, migrate_snapshot, take_snapshot
from portal.models import Country, Document, Page
from portal.records.models import Status
from portal.records.redirects import FormerAddress
from portal.translations.status import TranslationStatus
from programs.models import Entry, EntryLink
from tests.support import factories
from tests.support.translations import get_translation_status
from workinggroup.models import Meeting

pytestmark = pytest.mark.django_db


def whole(record):
    """Return the snapshot of a record from the database."""
    return take_snapshot(type(record)._base_manager.get(pk=record.pk))


def back(record, before):
    """Apply the diff from the current record to `before`."""
    return apply_changes(diff_snapshots(whole(record), before))


def refusals(changes):
    with pytest.raises(ValidationError) as refused:
        apply_changes(changes)
    connection.check_constraints()  # the transaction goes on
    return refused.value.messages


class TestRows:
    def test_translations_children_and_relations_are_restored(self):
        first, second = factories.document(), factories.document()
        record = factories.meeting(title_en="One", title_es="Uno", title_fr="Un", outcomes_es="<p>Antes</p>")
        record.documents.set([first])
        changed = record.participants.create(name="Kept", role_fr="présidente")
        removed = record.participants.create(name="Removed", country=factories.country("MX"))
        before = whole(record)
        record.title_fr, record.outcomes_es, record.start = "Deux", "", "2005"
        record.save()
        record.documents.set([second])
        changed.role_fr, changed.name = "", "Changed"
        changed.save()
        removed.delete()
        record.participants.create(name="Removed")
        assert back(record, before) == []
        assert whole(record) == before

    def test_swapped_child_conflict_is_reported_and_rolled_back(self):
        document = factories.document()
        files = [
            factories.document_file(document=document, language=language, address="https://a.gov/") for language in "es"
        ]
        document.title_en = "Before"
        document.save()
        before = whole(document)
        document.title_en = "After"
        document.save()
        changes = diff_snapshots(whole(document), before)
        for file, other in (files, reversed(files)):
            changes[get_object_key(file)] = {"language": {"was": file.language, "now": other.language}}
        assert "already exists" in refusals(changes)[0]
        document.refresh_from_db()
        assert document.title_en == "After"

    def test_row_waits_for_unique_value_to_be_freed(self):
        document = factories.document()
        first = factories.document_file(document=document, language="en", address="https://a.gov/")
        second = factories.document_file(document=document, language="es", address="https://b.gov/")
        before = whole(document)
        type(first).objects.filter(pk=first.pk).update(language="fr")
        type(second).objects.filter(pk=second.pk).update(language="en")
        back(document, before)
        assert whole(document) == before

    def test_deleted_record_is_restored_as_draft(self):
        entry = factories.published(factories.entry())
        link = factories.entry_link(entry=entry, text_es="Enlace")
        before, number, part = whole(entry), entry.pk, link.pk
        entry.delete()
        # As jsonb gives it back, the parts may stand first.
        apply_changes(diff_snapshots({}, dict(sorted(before.items(), reverse=True))))
        restored = Entry.objects.get(pk=number)
        assert take_snapshot(restored) == before
        assert (restored.status, restored.publish_at) == (Status.DRAFT, None)
        assert restored.links.get().pk == part

    def test_restore_uses_save_of_model(self):
        item = factories.news_item(slug_es="antes")
        before = whole(item)
        item.slug_es = "despues"
        item.save()
        changes = diff_snapshots(whole(item), before)
        changes[get_object_key(item)]["body_en"] = {"was": "", "now": "<p>New<script>x</script></p>"}
        apply_changes(changes)
        item.refresh_from_db()
        assert (item.slug_es, item.body_en) == ("antes", "<p>New</p>")
        assert FormerAddress.objects.filter(object_id=item.pk, language="es", slug="despues").exists()

    @pytest.mark.parametrize("part", [False, True])
    def test_source_hashes_match_restored_texts(self, part):
        record = factories.entry()
        if part:
            record = factories.entry_link(entry=record)
        name = "text" if part else "title"
        for value, outdated in (("old", False), ("new", True)):
            setattr(record, f"{name}_en", value)
            if not outdated:
                setattr(record, f"{name}_es", "viejo")
            record.save()
        outdated = record.entry if part else record
        before = whole(outdated)
        setattr(record, f"{name}_es", "nuevo")
        record.save()
        assert get_translation_status(record, "es") == TranslationStatus.CURRENT
        back(outdated, before)
        assert get_translation_status(type(record).objects.get(pk=record.pk), "es") == TranslationStatus.OUTDATED
        assert whole(outdated) == before


class TestObstacles:
    def test_taken_slug_is_reported(self):
        item = factories.news_item(slug_fr="avis")
        before = whole(item)
        item.slug_fr = "autre"
        item.save()
        factories.news_item(slug_fr="avis")
        [sentence] = refusals(diff_snapshots(whole(item), before))
        assert "another record now uses “avis”." in sentence
        item.refresh_from_db()
        assert item.slug_fr == "autre"

    def test_slug_of_restored_record_is_numbered(self):
        item = factories.news_item(slug_fr="avis")
        before, number = whole(item), item.pk
        item.delete()
        factories.news_item(slug_fr="avis")
        [sentence] = apply_changes(diff_snapshots({}, before))
        assert "“avis-2”" in sentence
        assert NewsItem.objects.get(pk=number).slug_fr == "avis-2"

    def test_other_taken_value_is_reported(self):
        page = factories.page(key="once")
        before = whole(page)
        page.delete()
        factories.page(key="once")
        assert "another record now uses “once”." in refusals(diff_snapshots({}, before))[0]
        assert Page.objects.filter(key="once").count() == 1

    def test_missing_optional_reference_is_dropped_and_reported(self):
        documents = [factories.document() for _ in range(2)]
        office = factories.office()
        release = factories.news_release(office=office)
        meeting = factories.meeting()
        meeting.documents.set(documents)
        before = {record: whole(record) for record in (release, meeting)}
        release.office = None
        release.save()
        office.delete()
        documents[0].delete()
        meeting.documents.clear()
        [sentence] = back(release, before[release])
        number = before[release][get_object_key(release)]["office_id"]
        assert (
            sentence == f"“Office” referred to something that no longer exists (#{number}). The reference was removed."
        )
        assert len(back(meeting, before[meeting])) == 1
        assert list(meeting.documents.all()) == documents[1:]

    def test_missing_required_reference_is_a_conflict(self):
        submission = factories.submission()
        before, office = whole(submission), submission.office
        submission.delete()
        number = office.pk
        office.delete()
        sentence = f"“Office that received it” is required, but what it refers to no longer exists (#{number})."
        assert refusals(diff_snapshots({}, before)) == [sentence]

    def test_reference_deleted_meanwhile_is_detected(self, monkeypatch):
        item = factories.news_item()
        changes = {get_object_key(item): {"country_id": {"was": None, "now": 99}}}
        monkeypatch.setattr("portal.history.apply.ChangeSetApplier.drop_missing_relations", lambda applier, keys: None)
        assert refusals(changes) == ["A related record that it requires no longer exists."]

    def test_missing_row_is_reported(self):
        link = factories.entry_link(entry=factories.entry())
        changes = {get_object_key(link): {"text_en": {"was": "A", "now": "B"}}}
        link.delete()
        assert refusals(changes) == ["“Official link” no longer exists."]

    def test_row_in_use_is_not_deleted(self):
        office = factories.office()
        factories.submission(office=office)
        assert "is used elsewhere and cannot be removed." in refusals(diff_snapshots(whole(office), {}))[0]

    def test_invalid_value_is_reported(self):
        item = factories.news_item()
        before = whole(item)
        changes = {get_object_key(item): {"date": {"was": "2004", "now": "a date that is far too long"}}}
        assert "conflicts with the current data." in refusals(changes)[0]
        assert whole(item) == before

    def test_removed_field_is_reported(self):
        item = factories.news_item()
        changes = {
            get_object_key(item): {"colour": {"was": "", "now": "red"}, "title_en": {"was": "", "now": "New"}},
            "news.telegram:1": {"text_en": {"was": None, "now": "Stop"}},
        }
        assert apply_changes(changes) == [
            "“colour” no longer exists and was skipped.", "“text_en” no longer exists and was skipped.",
        ]  # fmt: skip
        item.refresh_from_db()
        assert item.title_en == "New"

    def test_rows_are_locked_in_key_order(self):
        first, second = factories.news_item(), factories.news_item()
        changes = {get_object_key(item): {"title_en": {"was": "", "now": "New"}} for item in (second, first)}
        with CaptureQueriesContext(connection) as captured:
            apply_changes(changes)
        [locks] = [query["sql"] for query in captured if "FOR UPDATE" in query["sql"]]
        assert locks.endswith('ORDER BY "news_newsitem"."id" ASC FOR UPDATE')


class TestFormerNames:
    def test_older_snapshot_is_migrated_to_current_names(self, monkeypatch):
        monkeypatch.setattr(EntryLink, "former_names", {"words_es": "text_es", "words_en": "text_en"}, raising=False)
        monkeypatch.setattr(Meeting, "former_names", {"town_fr": "place_fr"}, raising=False)
        link = {"words_es": "Enlace", "web_address_en": "https://a.gov/", "fingerprints": {"words_es": {"text": "1"}}}
        old = {"programs.entrylink:7": link, "workinggroup.meeting:3": {"town_fr": "Ottawa", "colour": "red"}}
        known, unknown = migrate_snapshot({**old, "news.telegram:1": {"text": "Stop"}})
        assert known == {
            "programs.entrylink:7": {
                "text_es": "Enlace", "web_address_en": "https://a.gov/", "fingerprints": {"text_es": {"text": "1"}},
            },
            "workinggroup.meeting:3": {"place_fr": "Ottawa"},
        }  # fmt: skip
        assert unknown == {"workinggroup.meeting:3": {"colour": "red"}, "news.telegram:1": {"text": "Stop"}}

    def test_current_snapshot_is_unchanged(self):
        for model in (Meeting, Document, Country):
            record = model.objects.first() or factories.create(model, {})
            assert migrate_snapshot(take_snapshot(record)) == (take_snapshot(record), {})
