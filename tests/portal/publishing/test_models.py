"""What "public" means, the transitions, and the languages that are required first."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from news.models import NewsItem
from portal.history.models import Event, get_versions
from portal.models import Country
from portal.publishing.workflow import FUNCTIONS, publish, publish_record, request_changes, submit, unpublish
from portal.records.models import Status
from tests.support import factories
from tests.support.factories import country, published

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def set_clock(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def reload(record):
    """Return the record from the database."""
    return type(record).objects.get(pk=record.pk)


def state(record):
    """Return what a failed transition must not change."""
    stored = reload(record)
    return stored.status, stored.publish_at, stored.withdraw_at, get_versions(record).count()


def refused(transition, record, **options):
    """Return the messages of a rejected transition, which must change nothing."""
    before = state(record)
    with pytest.raises(ValidationError) as refusal:
        FUNCTIONS[transition](record, **{"by": None, **options})
    assert state(record) == before
    return refusal.value.messages


class TestPublished:
    @pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN])
    def test_other_status_is_not_public(self, status):
        record = factories.news_item(status=status, publish_at=timezone.now() - SECOND)
        assert not record.is_public()

    def test_missing_publish_at_is_not_public(self):
        assert not factories.news_item(status=Status.PUBLISHED).is_public()

    @pytest.mark.parametrize(("ahead", "public"), [(-SECOND, True), (0 * SECOND, True), (SECOND, False)])
    def test_record_appears_at_publish_at(self, monkeypatch, ahead, public):
        set_clock(monkeypatch, NOW)
        assert factories.news_item(status=Status.PUBLISHED, publish_at=NOW + ahead).is_public() is public

    @pytest.mark.parametrize(("ahead", "public"), [(-SECOND, False), (0 * SECOND, False), (SECOND, True)])
    def test_record_disappears_at_expire_at(self, monkeypatch, ahead, public):
        set_clock(monkeypatch, NOW)
        record = factories.news_item(status=Status.PUBLISHED, publish_at=NOW - SECOND, withdraw_at=NOW + ahead)
        assert record.is_public() is public

    def test_record_appears_and_disappears_without_action(self, monkeypatch):
        record = factories.news_item(status=Status.PUBLISHED, publish_at=NOW, withdraw_at=NOW + 10 * SECOND)
        seen = []
        for after in (-1, 0, 9, 10):
            set_clock(monkeypatch, NOW + after * SECOND)
            seen.append(NewsItem.objects.published().filter(pk=record.pk).exists())
        assert seen == [False, True, True, False]

    def test_is_public_is_independent_of_time_zone(self):
        record = published(factories.news_item())
        with timezone.override("America/Mexico_City"):
            assert record.is_public()

    def test_unsaved_record_is_not_public(self):
        assert not NewsItem(title_en="One").is_public()

    @pytest.mark.parametrize("parent", ["jurisdiction", "section"])
    def test_entry_is_public_only_with_section_and_jurisdiction(self, parent):
        entry = published(
            factories.entry(jurisdiction=published(factories.jurisdiction()), section=published(factories.section()))
        )
        assert entry.is_public()
        unpublish(getattr(entry, parent), by=None)
        assert not entry.is_public()


class TestTransitions:
    def test_publish_makes_public_now(self, monkeypatch):
        set_clock(monkeypatch, NOW)
        editor = factories.editor()
        record = factories.news_item(country=country("US"))
        publish(record, by=editor)
        stored = reload(record)
        assert (stored.status, stored.publish_at, stored.modified_by) == (Status.PUBLISHED, NOW, editor)
        assert stored.is_public()

    def test_publish_in_future_schedules(self, monkeypatch):
        set_clock(monkeypatch, NOW)
        record = factories.news_item()
        publish_record(record, by=None, without_approval=True, at=NOW + SECOND)
        assert not reload(record).is_public()
        assert get_versions(record).first().event == Event.SCHEDULED
        set_clock(monkeypatch, NOW + SECOND)
        assert reload(record).is_public()

    def test_publish_in_past_publishes(self, monkeypatch):
        set_clock(monkeypatch, NOW)
        record = factories.news_item()
        publish_record(record, by=None, without_approval=True, at=NOW - SECOND)
        assert reload(record).publish_at == NOW - SECOND
        assert get_versions(record).first().event == Event.PUBLISHED

    def test_publish_clears_expiry(self):
        record = factories.news_item(withdraw_at=timezone.now() - SECOND)
        publish(record, by=None, without_approval=True)
        assert record.is_public()

    @pytest.mark.parametrize("transition", ["submit", "unpublish"])
    def test_withdrawn_record_can_be_published_again(self, transition):
        record = published(factories.news_item())
        unpublish(record, by=None)
        if transition == "submit":
            submit(record, by=None)
        publish(record, by=None, without_approval=True)
        assert record.is_public()

    def test_withdraw_unschedules(self):
        record = factories.news_item()
        publish_record(record, by=None, without_approval=True, at=timezone.now() + timedelta(days=1))
        unpublish(record, by=None)
        assert reload(record).status == Status.WITHDRAWN

    def test_submit_and_return_lead_to_draft(self):
        record = factories.news_item()
        submit(record, by=None)
        assert reload(record).status == Status.IN_REVIEW
        request_changes(record, by=None, note="The date is wrong.")
        assert reload(record).status == Status.DRAFT

    @pytest.mark.parametrize(
        ("transition", "status"),
        [
            ("submit", Status.IN_REVIEW),
            ("request_changes", Status.DRAFT),
            ("request_changes", Status.PUBLISHED),
            ("request_changes", Status.WITHDRAWN),
            ("unpublish", Status.DRAFT),
            ("unpublish", Status.IN_REVIEW),
            ("unpublish", Status.WITHDRAWN),
        ],
    )
    def test_transition_from_wrong_status_is_rejected(self, transition, status):
        record = factories.news_item(title_en="One", status=status, publish_at=timezone.now())
        options = {"note": "Why"} if transition == "request_changes" else {}
        messages = refused(transition, record, **options)
        assert messages == [f"You can’t do this to “One” while its status is “{status.label}”."]
        assert record.status == status

    @pytest.mark.parametrize("transition", ["submit", "schedule", "discard_draft"])
    def test_transition_of_missing_draft_is_rejected(self, transition):
        record = factories.published(factories.news_item(title_en="One", title_es="Uno", title_fr="Un"))
        options = {"at": timezone.now() + SECOND} if transition == "schedule" else {}
        assert refused(transition, record, **options) == ["“One” has no unpublished changes."]

    @pytest.mark.parametrize("note", ["", " ", "\n"])
    def test_return_without_reason_is_rejected(self, note):
        record = factories.news_item(status=Status.IN_REVIEW)
        assert refused("request_changes", record, note=note) == ["Explain what needs to change."]

    def test_publish_of_incomplete_record_is_rejected(self):
        record = factories.news_item(
            title_en="One", title_es="Uno", body_en="<p>x</p>", body_es="<p>x</p>", country=country("CA")
        )
        messages = refused("publish", record)
        assert len(messages) == 2
        assert all("is missing" in message for message in messages)
        assert record.status == Status.DRAFT
        assert refused("schedule", record, at=timezone.now() + SECOND) == messages

    def test_error_is_in_editor_language(self):
        record = factories.news_item(title_en="One")
        with override("fr"), pytest.raises(ValidationError) as refusal:
            publish(record, by=None, without_approval=True)
        assert not any("is missing" in message for message in refusal.value.messages)

    def test_failed_transition_creates_no_version(self):
        factories.news_item(slug_en="taken")
        record = factories.news_item()
        record.slug_en = "taken"
        before = state(record)
        with pytest.raises(IntegrityError), transaction.atomic():
            publish(record, by=None, without_approval=True)
        assert state(record) == before


def missing(record):
    return sorted(record.missing_translation_errors(record))


class TestJointLanguages:
    def test_trinational_record_needs_all_three(self):
        record = factories.news_item(title_en="One")
        assert record.required_languages() == ["en", "es", "fr"]
        assert missing(record) == ["title_es", "title_fr"]

    def test_canadian_record_needs_english_and_french(self):
        record = factories.news_item(title_fr="Un", source_language="fr", country=country("CA"))
        assert record.required_languages() == ["en", "fr"]
        assert missing(record) == ["title_en"]

    def test_canadian_record_in_spanish_needs_all_three(self):
        record = factories.news_item(title_es="Uno", source_language="es", country=country("CA"))
        assert record.required_languages() == ["en", "es", "fr"]

    @pytest.mark.parametrize(("code", "language"), [("MX", "es"), ("US", "en")])
    def test_record_of_monolingual_country_needs_its_language(self, code, language):
        record = factories.news_item(**{f"title_{language}": "One"}, source_language=language, country=country(code))
        assert record.required_languages() == [language]
        publish(record, by=None, without_approval=True)
        assert record.is_public()

    def test_editor_can_require_another_language(self):
        record = factories.news_item(
            title_es="Uno", source_language="es", country=country("MX"), joint_languages=["en"]
        )
        assert missing(record) == ["title_en"]
        refused("publish", record)

    def test_rule_depends_on_country(self):
        Country.objects.filter(code="MX").update(joint_languages=["fr"])
        record = factories.news_item(title_es="Uno", source_language="es", country=country("MX"))
        assert record.required_languages() == ["es", "fr"]

    def test_missing_source_title_is_reported(self):
        record = factories.news_item(title_en="One", source_language="es", country=country("MX"))
        assert missing(record) == ["title_es"]
        refused("publish", record)

    @pytest.mark.parametrize("body", [None, "", "<p> </p>", "<p>&nbsp;</p>"])
    def test_text_without_words_is_missing(self, body):
        texts = {"title_en": "One", "title_es": "Uno", "title_fr": "Un"}
        record = factories.news_item(**texts, body_en="<p>x</p>", body_es="<p>x</p>", body_fr=body)
        assert missing(record) == ["body_fr"]

    def test_text_missing_in_source_is_not_required(self):
        assert missing(factories.news_item()) == []

    def test_incomplete_child_is_reported(self):
        record = factories.entry()
        factories.entry_link(entry=record, text_en="OSHA")
        messages = refused("publish", record)
        assert [message for message in messages if "Approval" not in message] == [
            "“text [es]” is missing.", "“text [fr]” is missing.",
        ]  # fmt: skip

    def test_office_names_are_not_translated(self):
        record = factories.office(country=country("CA"))
        record.names.create(name_en="Labour Program")
        publish(record, by=None, without_approval=True)
        assert record.is_public()

    def test_live_record_cannot_become_incomplete(self):
        record = published(factories.news_item())
        record.title_fr = ""
        with pytest.raises(ValidationError) as refusal:
            record.full_clean()
        assert list(refusal.value.message_dict) == ["title_fr"]

    def test_live_record_cannot_lose_words_to_sanitizer(self):
        record = published(factories.news_item(**dict.fromkeys(("body_en", "body_es", "body_fr"), "<p>x</p>")))
        record.body_fr = "<script>words</script>"
        with pytest.raises(ValidationError) as refusal:
            record.full_clean()
        assert list(refusal.value.message_dict) == ["body_fr"]

    def test_missing_source_title_is_rejected_at_its_field(self):
        with pytest.raises(ValidationError) as refusal:
            NewsItem(date="2004", title_en="One", source_language="fr").full_clean()
        assert list(refusal.value.message_dict) == ["title_fr"]


def test_publish_of_public_record_is_rejected():
    item = factories.published(factories.news_item())
    before = item.publish_at
    with pytest.raises(ValidationError):
        publish_record(item, by=None, without_approval=True, at=timezone.now() + timedelta(days=1))
    item.refresh_from_db()
    assert item.publish_at == before
    assert item.is_public()


def test_scheduled_record_is_rescheduled():
    item = factories.news_item()
    later = timezone.now() + timedelta(days=2)
    publish_record(item, by=None, without_approval=True, at=timezone.now() + timedelta(days=1))
    publish_record(item, by=None, without_approval=True, at=later)
    item.refresh_from_db()
    assert item.publish_at == later


def test_transition_on_stale_instance_is_rejected():
    item = factories.published(factories.news_item())
    stale = NewsItem.objects.get(pk=item.pk)
    unpublish(item, by=None)
    with pytest.raises(ValidationError, match="while its status is “unpublished”"):
        unpublish(stale, by=None)
    assert get_versions(item).count() == 2
    item.refresh_from_db()
    assert item.status == Status.WITHDRAWN


def test_document_without_file_or_url_is_not_published():
    with pytest.raises(ValidationError, match="Add a file or a URL"):
        published(factories.document())
