"""Snapshots of records, diffs of snapshots, and a version for every transition."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import override

from news.models import NewsItem, NewsRelease
from portal.history.models import Event, Version, get_versions, record_version
from portal.history.snapshots import diff_snapshots, get_object_key, serialize_row, take_snapshot
from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name
from portal.models import DocumentFile, OfficeAddress, OfficeName
from portal.publishing.models import Publishable, publishable_models
from portal.publishing.workflow import publish, publish_record, request_changes, submit, unpublish
from programs.models import EntryLink
from tests.support import factories
from tests.support.factories import country, published

# What a snapshot leaves out: keys, clocks, counters, what only a transition or the save of another record sets, and
# what the database generates.
LEFT_OUT = {
    "id", "status", "publish_at", "withdraw_at", "version", "created_at", "created_by_id", "modified_at",
    "modified_by_id", "changed_at", "outward", "item_copy", "filing_key",
}  # fmt: skip
PARTS = [OfficeName, OfficeAddress, DocumentFile, EntryLink]


def wanted_columns(model):
    """Return the columns that a snapshot must have, from the database schema."""
    columns = {field.attname for field in model._meta.get_fields() if getattr(field, "column", None)}
    columns -= set(get_translated_fields(model))
    return columns - LEFT_OUT | {field.name for field in model._meta.many_to_many}


@pytest.mark.django_db
class TestSnapshot:
    @pytest.mark.parametrize("model", publishable_models(), ids=lambda model: model._meta.label)
    def test_snapshot_has_every_column_of_record(self, model):
        record = model.objects.order_by("pk").first() or factories.create(model, {})
        held = take_snapshot(record)[get_object_key(record)]
        assert set(held) == wanted_columns(model)
        assert {localized_field_name("title", language) for language in LANGUAGES} < set(held)
        assert not {"title", "slug", "summary", "body", "status", "version", "modified_at"} & set(held)
        for column in ("title_en", "slug_fr", "body_es", "source_language", "country_id"):
            assert held[column] == getattr(record, column)

    @pytest.mark.parametrize("model", PARTS, ids=lambda model: model._meta.label)
    def test_snapshot_has_every_column_of_child(self, model):
        assert set(serialize_row(model.objects.order_by("pk").first())) == wanted_columns(model)

    @pytest.mark.parametrize("model", publishable_models(), ids=lambda model: model._meta.label)
    def test_snapshot_has_every_child_relation(self, model):
        inline = {
            relation.get_accessor_name()
            for relation in model._meta.related_objects
            if relation.on_delete is models.CASCADE and not issubclass(relation.related_model, Publishable)
        }
        assert inline == set(getattr(model, "parts", ()))

    def test_snapshot_lists_children_after_record(self):
        record = factories.office()
        name = record.names.create(name_en="Labour Program", name_fr="Programme du travail", valid_from="2004-04")
        address = record.addresses.create(lines="Gatineau", current=True)
        other = factories.office()
        other.names.create(name_en="Other")
        held = take_snapshot(record)
        assert list(held) == [get_object_key(record), get_object_key(name), get_object_key(address)]
        assert held[get_object_key(name)]["name_fr"] == "Programme du travail"
        assert held[get_object_key(name)]["valid_from"] == "2004-04"
        assert held[get_object_key(name)]["office_id"] == record.pk
        assert held[get_object_key(address)]["current"] is True

    def test_snapshot_has_file_names(self):
        part = factories.document_file(file="documentfile/ab/notice.pdf")
        assert take_snapshot(part.document)[get_object_key(part)]["file"] == "documentfile/ab/notice.pdf"
        assert serialize_row(factories.document_file(address="https://www.dol.gov/"))["file"] == ""

    def test_snapshot_sorts_many_to_many_keys(self):
        editor = factories.editor(languages=["fr", "en"])
        editor.countries.set([country("CA"), country("US")])
        held = serialize_row(editor)
        assert held["countries"] == sorted([country("US").pk, country("CA").pk])
        assert held["languages"] == ["fr", "en"]

    def test_snapshot_is_json_serializable(self):
        record = factories.entry(review_due=date(2027, 1, 31))
        factories.entry_link(entry=record, checked=date(2026, 1, 31))
        held = take_snapshot(record)
        assert json.loads(json.dumps(held)) == held
        assert held[get_object_key(record)]["review_due"] == "2027-01-31"

    def test_snapshot_of_instance_equals_database(self):
        record = factories.news_item(body_en="<p onclick='x'>One</p>", summary_fr="Un", country=country("CA"))
        assert take_snapshot(record) == take_snapshot(NewsItem.objects.get(pk=record.pk))

    @pytest.mark.parametrize("interface", LANGUAGES)
    def test_snapshot_is_independent_of_language(self, interface):
        record = published(factories.entry())
        factories.entry_link(entry=record)
        expected = take_snapshot(record)
        with override(interface):
            assert take_snapshot(record) == expected

    def test_snapshot_is_unchanged_by_transitions(self):
        record = factories.news_item()
        before = take_snapshot(record)
        publish(record, by=factories.editor(), without_approval=True)
        unpublish(record, by=None)
        assert diff_snapshots(before, take_snapshot(record)) == {}


class TestDifference:
    SNAPSHOT = {"a:1": {"x": 1, "y": None}, "b:1": {"x": 1}}

    def test_diff_of_equal_snapshots_is_empty(self):
        assert diff_snapshots(self.SNAPSHOT, json.loads(json.dumps(self.SNAPSHOT))) == {}

    def test_changed_column_has_both_values(self):
        other = {**self.SNAPSHOT, "a:1": {"x": 2, "y": None}}
        assert diff_snapshots(self.SNAPSHOT, other) == {"a:1": {"x": {"was": 1, "now": 2}}}

    def test_emptied_column_is_reported(self):
        other = {**self.SNAPSHOT, "b:1": {"x": None}}
        assert diff_snapshots(self.SNAPSHOT, other) == {"b:1": {"x": {"was": 1, "now": None}}}

    def test_added_row_comes_last(self):
        other = {"c:1": {"x": 3}, **self.SNAPSHOT, "b:1": {"x": 2}}
        difference = diff_snapshots(self.SNAPSHOT, other)
        assert difference == {"b:1": {"x": {"was": 1, "now": 2}}, "c:1": {"x": {"was": None, "now": 3}}}
        assert list(difference) == ["b:1", "c:1"]

    def test_removed_row_is_reported(self):
        assert diff_snapshots(self.SNAPSHOT, {"a:1": self.SNAPSHOT["a:1"]}) == {"b:1": {"x": {"was": 1, "now": None}}}

    def test_row_without_values_is_reported(self):
        assert diff_snapshots({}, {"a:1": {"x": None}}) == {"a:1": {}}
        assert diff_snapshots({"a:1": {"x": None}}, {}) == {"a:1": {}}

    def test_new_column_is_reported_only_with_value(self):
        other = {**self.SNAPSHOT, "b:1": {"x": 1, "new": "", "empty": None}}
        assert diff_snapshots(self.SNAPSHOT, other) == {"b:1": {"new": {"was": None, "now": ""}}}

    def test_diff_with_empty_snapshot_has_everything(self):
        assert diff_snapshots({}, {"a:1": {"x": 1}}) == {"a:1": {"x": {"was": None, "now": 1}}}
        assert diff_snapshots({}, {}) == {}

    @pytest.mark.django_db
    def test_diff_shows_edit(self):
        record = factories.entry()
        changed = factories.entry_link(entry=record)
        removed = factories.entry_link(entry=record)
        before = take_snapshot(record)
        removed_key = get_object_key(removed)
        removed.delete()
        added = factories.entry_link(entry=record)
        changed.text_fr = "Nouveau"
        changed.save()
        record.title_es = "Nuevo"
        record.save()
        difference = diff_snapshots(before, take_snapshot(record))
        assert set(difference) == {get_object_key(record), get_object_key(changed), removed_key, get_object_key(added)}
        assert difference[get_object_key(record)]["title_es"]["now"] == "Nuevo"
        assert difference[get_object_key(changed)]["text_fr"] == {"was": "C", "now": "Nouveau"}
        assert difference[removed_key]["web_address_en"] == {"was": "https://www.example.gov/", "now": None}
        assert difference[get_object_key(added)]["web_address_en"] == {"was": None, "now": "https://www.example.gov/"}


@pytest.mark.django_db
class TestVersion:
    def test_every_transition_creates_version(self):
        author, publisher = factories.editor(), factories.editor()
        record = factories.news_item(country=factories.country("US"))
        submit(record, by=author, note="Ready")
        request_changes(record, by=publisher, note="The date is wrong.")
        publish_record(record, by=publisher, at=timezone.now() + timedelta(days=1))
        publish_record(record, by=publisher)
        unpublish(record, by=publisher, note="An error")
        versions = get_versions(record).order_by("number")
        assert [(version.number, version.event, version.by, version.note) for version in versions] == [
            (1, Event.SUBMITTED, author, "Ready"),
            (2, Event.CHANGES_REQUESTED, publisher, "The date is wrong."),
            (3, Event.SCHEDULED, publisher, ""),
            (4, Event.PUBLISHED, publisher, ""),
            (5, Event.WITHDRAWN, publisher, "An error"),
        ]

    def test_versions_are_newest_first(self):
        record = published(factories.news_item())
        unpublish(record, by=None)
        assert [version.event for version in get_versions(record)] == [Event.WITHDRAWN, Event.PUBLISHED]

    def test_version_keeps_old_values(self):
        record = published(factories.entry(title_en="One", title_es="Uno", title_fr="Un"))
        link = factories.entry_link(entry=record, text_en="Before", text_es="Antes", text_fr="Avant")
        first = record_version(record, Event.SAVED, by=None)
        link.text_fr = "Après"
        link.save()
        record.title_es = "Dos"
        record.save()
        second = record_version(record, Event.SAVED, by=None)
        first.refresh_from_db()
        changed = diff_snapshots(first.snapshot, second.snapshot)
        assert changed[get_object_key(record)]["title_es"] == {"was": "Uno", "now": "Dos"}
        assert changed[get_object_key(link)]["text_fr"] == {"was": "Avant", "now": "Après"}

    def test_versions_of_models_with_same_key_are_separate(self):
        item = published(factories.news_item())
        release = NewsRelease(pk=item.pk, date="2004", title_en="R", title_es="R", title_fr="R")
        release.save()
        publish(release, by=None, without_approval=True)
        assert get_versions(release).get().number == get_versions(item).get().number == 1
        assert get_versions(release).get().record == release

    def test_version_number_is_unique(self):
        record = published(factories.news_item())
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.create(record=record, number=1, event=Event.SAVED, snapshot={})

    def test_failed_transition_creates_no_version(self):
        record = factories.news_item(title_en="One")
        with pytest.raises(ValidationError):
            publish(record, by=None, without_approval=True)
        assert not get_versions(record).exists()

    def test_version_outlives_record(self):
        record = published(factories.news_item())
        versions = get_versions(record)
        record.delete()
        assert versions.get().record is None

    def test_seed_content_has_versions(self):
        for model in publishable_models():
            for record in model.objects.all():
                assert get_versions(record).get().snapshot == take_snapshot(record)
