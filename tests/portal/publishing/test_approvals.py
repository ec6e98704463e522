"""Approval of one text by the offices of the three governments of a trinational record, required before publication."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from news.models import NewsItem
from portal.drafts.models import take_draft_snapshot
from portal.history.models import Event, get_versions
from portal.i18n.languages import LANGUAGES
from portal.notifications.models import Notification, NotificationKind
from portal.publishing.approvals import (
    approve,
    cancel_approval_request,
    compute_fingerprint,
    get_approvals,
    get_pending_approvals,
    get_published_approvals,
    request_approval,
)
from portal.publishing.models import publishable_models
from portal.publishing.workflow import publish, publish_draft, publish_record, unpublish
from portal.records.models import Status
from tests.support import factories
from tests.support.factories import country
from tests.support.forms import PUBLISH_CHANGES, admin_url, get_seen
from tests.support.html import FormParser
from tests.support.record_fixtures import make_record

pytestmark = pytest.mark.django_db
CODES = ("US", "MX", "CA")
# Columns that only editors see.
NOT_FOR_READERS = {"review_due", "joint_languages", "source_language", "fingerprints"}


@pytest.fixture
def secretary():
    return factories.editor(roles=["secretariat"])


@pytest.fixture
def offices():
    """Create a publisher for each office."""
    return {code: factories.editor(roles=["publisher"], countries=[code]) for code in CODES}


def signed_in(editor):
    client = Client()
    client.force_login(editor)
    return client


def posted(client, path):
    return FormParser(client.get(path).content.decode()).fields


def give(record, code, by):
    approve(record, by=by, country=country(code), seen=compute_fingerprint(record))


def give_all_approvals(record, offices, secretary):
    """Give the approval of all offices and return the record."""
    request_approval(record, by=secretary)
    for code, editor in offices.items():
        give(record, code, editor)
    return record


def press(client, record, code):
    """Return the name and value of the approval button of a country."""
    path = admin_url(type(record), "change", record.pk)
    fields = posted(client, path)
    return lambda: client.post(
        admin_url(type(record), "transition", record.pk, "approve"),
        fields | {"_approve": country(code).pk},
        follow=True,
    ).content.decode()


def still_open(record):
    return [approval.country.code for approval in get_pending_approvals(record)]


def get_recipients(record, kind):
    return {notification.recipient for notification in Notification.objects.filter(object_id=record.pk, kind=kind)}


def test_request_notifies_offices_and_is_in_history(offices, secretary):
    item = factories.news_item()
    shared_publisher = factories.editor(roles=["publisher"], countries=["US", "CA"])
    factories.editor(roles=["contributor"], countries=["US"])
    client = signed_in(secretary)
    path = admin_url(NewsItem, "change", item.pk)
    client.post(path, posted(client, path) | {"_request_approval": "1", "transition-note": "By Friday."})
    assert still_open(item) == list(CODES)
    assert get_recipients(item, NotificationKind.APPROVAL_REQUESTED) == {*offices.values(), shared_publisher}
    assert Notification.objects.filter(recipient=shared_publisher).count() == 1
    newest = get_versions(item).first()
    assert (newest.event, newest.by, newest.note) == (Event.APPROVAL_REQUESTED, secretary, "By Friday.")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Approval is missing: Mexico."),
        ("es", "Falta la aprobación de: México."),
        ("fr", "Approbation manquante\xa0: Mexique."),
    ],
)
def test_publish_requires_all_three_approval(offices, secretary, language, sentence):
    item = factories.news_item()
    request_approval(item, by=secretary)
    for code in ("US", "CA"):
        give(item, code, offices[code])
    for at in (None, timezone.now() + timedelta(days=9)):
        with override(language), pytest.raises(ValidationError) as refusal:
            publish_record(item, by=secretary, at=at)
        assert refusal.value.messages == [sentence]
    give(item, "MX", offices["MX"])
    publish(item, by=secretary)
    assert item.status == Status.PUBLISHED


def test_publisher_reads_trinational_text_and_approval(offices, secretary):
    item = factories.news_item()
    request_approval(item, by=secretary)
    client = signed_in(offices["MX"])
    html = client.get(admin_url(NewsItem, "change", item.pk)).content.decode()
    assert 'name="title_en"' not in html
    assert "requested by" in html
    assert "Approve: Mexico" in html
    assert "Approve: Canada" not in html
    assert "approved by" in press(client, item, "MX")()
    assert still_open(item) == ["US", "CA"]
    newest = get_versions(item).first()
    assert (newest.event, newest.by, newest.note) == (Event.APPROVED, offices["MX"], "MX")


def test_editor_of_two_offices_approval_separately(secretary):
    item = factories.news_item()
    request_approval(item, by=secretary)
    client = signed_in(factories.editor(roles=["publisher"], countries=["US", "CA"]))
    press(client, item, "CA")()
    assert still_open(item) == ["US", "MX"]
    press(client, item, "US")()
    assert still_open(item) == ["MX"]


@pytest.mark.parametrize(
    "fields",
    [
        {"roles": ["publisher"], "countries": ["US"]},
        {"roles": ["contributor", "translator"], "countries": ["MX"]},
        {"roles": ["secretariat"], "countries": ["MX"]},
        {"roles": ["administrator"]},
        {"is_superuser": True},
    ],
)
def test_approval_requires_role_in_office(secretary, fields):
    item = factories.news_item()
    request_approval(item, by=secretary)
    client = signed_in(factories.editor(**fields))
    sent = {"_approve": country("MX").pk, "transition-seen": compute_fingerprint(item)} | get_seen(item)
    client.post(admin_url(NewsItem, "transition", item.pk, "approve"), sent)
    path = admin_url(NewsItem, "change", item.pk)
    client.post(path, posted(client, path) | sent)
    assert still_open(item) == list(CODES)


def test_approval_is_invalidated_by_text_change(offices, secretary):
    item = give_all_approvals(factories.news_item(), offices, secretary)
    client = signed_in(secretary)
    path = admin_url(NewsItem, "change", item.pk)
    other = factories.editor(roles=["secretariat"])
    client.post(path, posted(client, path) | {"title_fr": "Un autre titre"})
    assert still_open(item) == list(CODES)
    assert get_recipients(item, NotificationKind.APPROVAL_REVOKED) == {*offices.values(), other}
    with pytest.raises(ValidationError, match="Approval is no longer valid because the text changed: Canada"):
        publish(NewsItem.objects.get(pk=item.pk), by=secretary)
    assert "no longer valid because the text changed, " in client.get(path).content.decode()
    client.post(path, posted(client, path) | {"_request_approval": "1"})
    assert {approval.invalidated_at for approval in get_approvals(item)} == {None}


def test_approval_is_invalidated_by_children_and_relations(offices, secretary):
    document = factories.published_document()
    unpublish(document, by=None)
    give_all_approvals(document, offices, secretary)
    document.files.update(address="https://www.dol.gov/other")
    document.finalize_save(Event.SAVED, by=secretary)
    assert still_open(document) == list(CODES)
    meeting = give_all_approvals(factories.meeting(), offices, secretary)
    meeting.documents.add(document)
    meeting.finalize_save(Event.SAVED, by=secretary)
    assert still_open(meeting) == list(CODES)


def test_approval_survives_non_public_changes(offices, secretary):
    item = give_all_approvals(factories.news_item(summary_en="One\ntwo"), offices, secretary)
    client = signed_in(secretary)
    path = admin_url(NewsItem, "change", item.pk)
    unseen = {"summary_en": "One\r\ntwo ", "review_due": "2030-01-01", "joint_languages": ["en"], "_submit": "1"}
    client.post(path, posted(client, path) | unseen)
    item.refresh_from_db()
    assert (item.status, str(item.review_due)) == (Status.IN_REVIEW, "2030-01-01")
    assert still_open(item) == []
    assert not get_recipients(item, NotificationKind.APPROVAL_REVOKED)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The text has changed since you opened it. Read the current text, then approve it."),
        ("es", "El texto cambió desde que usted lo abrió. Lea el texto actual y después apruébelo."),
        ("fr", "Le texte a changé depuis que vous l’avez ouvert. Lisez le texte actuel, puis approuvez-le."),
    ],
)
def test_approval_applies_to_displayed_text(secretary, language, sentence):
    item = factories.news_item()
    request_approval(item, by=secretary)
    editor = factories.editor(roles=["publisher"], countries=["MX"], interface_language=language)
    approve_again = press(signed_in(editor), item, "MX")
    NewsItem.objects.filter(pk=item.pk).update(title_es="Cambiado en ese momento")
    assert sentence in approve_again()
    assert still_open(item) == list(CODES)


def test_repeated_approval_is_stored_once(offices, secretary):
    item = factories.news_item()
    request_approval(item, by=secretary)
    first, second = (press(signed_in(offices["CA"]), item, "CA") for _ in range(2))
    first()
    versions = get_versions(item).count()
    assert "it has already been given" in second()
    with pytest.raises(ValidationError, match="it has already been given"):
        give(item, "CA", offices["CA"])
    assert get_versions(item).count() == versions


def test_unsaved_text_is_stored_without_approval(secretary):
    item = factories.news_item()
    request_approval(item, by=secretary)
    client = signed_in(factories.editor(roles=["publisher", "secretariat"], countries=["CA"]))
    path = admin_url(NewsItem, "change", item.pk)
    html = client.post(
        path, posted(client, path) | {"title_en": "Mine", "_approve": country("CA").pk}, follow=True
    ).content.decode()
    item.refresh_from_db()
    assert item.title_en == "Mine"
    assert "The text has changed since you opened it. Read the current text, then approve it." in html
    assert still_open(item) == list(CODES)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Approval is missing: Mexico."),
        ("es", "Falta la aprobación de: México."),
        ("fr", "Approbation manquante\xa0: Mexique."),
    ],
)
def test_change_of_approved_public_text_requires_approval(offices, secretary, language, sentence):
    item = factories.published(give_all_approvals(factories.news_item(), offices, secretary))
    fingerprint = compute_fingerprint(item)
    client = signed_in(factories.editor(roles=["secretariat"], interface_language=language))
    path = admin_url(NewsItem, "change", item.pk)
    fields = posted(client, path) | {"title_en": "Typed"} | PUBLISH_CHANGES
    html = client.post(path, fields, follow=True).content.decode()
    assert sentence in html
    assert 'value="Typed"' in html
    item = NewsItem.objects.get(pk=item.pk)
    assert item.title_en != "Typed"
    assert {approval.approved_fingerprint for approval in get_published_approvals(item)} == {fingerprint}
    request_approval(item, by=secretary)
    for code, office in offices.items():
        approve(item, by=office, country=factories.country(code), seen=compute_fingerprint(item))
    publish_draft(item, by=secretary)
    assert (item.title_en, still_open(item)) == ("Typed", [])


def test_approved_public_text_cannot_bypass_approval(offices, secretary):
    item = factories.published(give_all_approvals(factories.news_item(), offices, secretary))
    item.title_en = "Past it"
    item.save()
    with pytest.raises(ValidationError, match="Unpublish it or cancel its schedule first"):
        cancel_approval_request(item, by=secretary, note="Now")


def test_withdrawing_request_requires_reason(offices, secretary):
    item = factories.news_item()
    request_approval(item, by=secretary)
    client = signed_in(secretary)
    path = admin_url(NewsItem, "change", item.pk)
    fields = posted(client, path) | {"_cancel_approval_request": "1", "title_en": "Typed"}
    html = client.post(path, fields).content.decode()
    assert "Explain why approval is no longer requested." in html
    assert 'value="Typed"' in html
    client.post(path, fields | {"transition-note": "Only a change of address."})
    newest = get_versions(item).first()
    assert (newest.event, newest.note) == (Event.APPROVAL_REQUEST_CANCELED, "Only a change of address.")
    assert not get_approvals(item)
    factories.published(NewsItem.objects.get(pk=item.pk))


def test_request_requires_publisher_of_trinational_record(offices):
    item, mexican = factories.news_item(), factories.news_item(country=country("MX"))
    for record in (item, mexican):
        client = signed_in(offices["MX"])
        assert client.post(admin_url(NewsItem, "transition", record.pk, "request_approval")).status_code == 403
    with pytest.raises(ValidationError, match="all three governments"):
        request_approval(mexican, by=None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_panel_is_in_editor_language(offices, secretary, language):
    item = give_all_approvals(factories.news_item(), offices, secretary)
    client = signed_in(factories.editor(roles=["secretariat"], interface_language=language))
    words = {"en": "approved by", "es": "aprobado por", "fr": "approuvé par"}[language]
    assert client.get(admin_url(NewsItem, "change", item.pk)).content.decode().count(words) == 3


def another(value):
    """Return a different value for a column of a snapshot."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, list):
        return [*value, 99]
    return value + 1 if isinstance(value, int) else f"{value or ''} other"


@pytest.mark.parametrize("model", publishable_models(), ids=lambda model: model._meta.label)
def test_approval_covers_every_public_column(model, monkeypatch):
    record = make_record(model, None, "text")
    rows, before = take_draft_snapshot(record), compute_fingerprint(record)
    assert len(rows) > len(model.parts if hasattr(model, "parts") else ())
    for key, row in rows.items():
        for column, value in row.items():
            changed = {**rows, key: {**row, column: another(value)}}
            monkeypatch.setattr(
                "portal.publishing.approvals.take_draft_snapshot", lambda record, changed=changed: changed
            )
            assert (compute_fingerprint(record) == before) is (column in NOT_FOR_READERS), (key, column)
