"""Texts are stored and searched in NFC, also if they were typed or pasted in another form."""

import json

import pytest
from django.apps import apps
from django.urls import reverse

from news.models import NewsItem
from portal.content_import.loader import load_content
from portal.content_import.reader import read_content
from portal.history.models import get_versions
from portal.i18n.text import NormalizedTextModel, is_text_field
from portal.models import DirectHost, Editor, Notification, Picture
from portal.notifications.models import NotificationKind, notify
from portal.translations.status import TranslationStatus
from tests.support import factories
from tests.support.clients import editor_client
from tests.support.drafts import live_item, save_draft
from tests.support.forms import admin_url
from tests.support.html import FormParser
from tests.support.translations import get_translation_status

NFD, NFC = "Comunicacio\u0301n", "Comunicaci\u00f3n"
NEVER_TYPED = {
    "AccountMail", "AuditEvent", "SignInAttempt", "LoadedRecord", "Destination", "ReleaseMember", "FormerAddress",
    "Upload", "ScheduleCheck", "SearchRow", "SearchWord",
}  # fmt: skip


def test_every_model_with_typed_text_is_normalized():
    others = {
        model.__name__
        for model in apps.get_models()
        if model.__module__.split(".")[0] in {"portal", "news", "programs", "workinggroup", "alliances"}
        and not issubclass(model, NormalizedTextModel)
        and any(is_text_field(field) and not field.choices for field in model._meta.concrete_fields)
    }
    assert others == NEVER_TYPED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: factories.news_item(title_es=NFD), "title_es"),
        (lambda: factories.news_item(summary_es=NFD), "summary_es"),
        (lambda: factories.participant(alliance=factories.alliance(), name=NFD), "name"),
        (lambda: Editor.objects.create(username="zzq", first_name=NFD), "first_name"),
        (lambda: DirectHost.objects.create(host="zzq.example.org", note=NFD), "note"),
        (lambda: factories.picture(credit=NFD), "credit"),
    ],
    ids=["title", "summary", "participant", "editor", "host", "picture"],
)
def test_saved_text_is_normalized(make, field):
    record = make()
    assert getattr(record, field) == NFC
    assert getattr(type(record).objects.get(pk=record.pk), field) == NFC


@pytest.mark.django_db
@pytest.mark.parametrize("html", [f"<p>{NFD}</p>", "<p>Comunicacio&#769;n</p>"], ids=["character", "reference"])
def test_saved_rich_text_is_normalized(html):
    assert NewsItem.objects.get(pk=factories.news_item(body_es=html).pk).body_es == f"<p>{NFC}</p>"


@pytest.mark.django_db
def test_text_from_form_is_normalized_and_versioned():
    item = factories.news_item()
    client = editor_client(is_superuser=True)
    path = admin_url(NewsItem, "change", item.pk)
    fields = FormParser(client.get(path).content.decode()).fields | {"title_es": NFD, "_continue": "1"}
    client.post(path, fields)
    item.refresh_from_db()
    assert item.title_es == NFC
    assert NFD not in json.dumps(get_versions(item).first().snapshot, ensure_ascii=False)


@pytest.mark.django_db
def test_draft_is_normalized():
    item = save_draft(live_item(), title_es=NFD)
    assert NFC in json.dumps(item.draft.changes, ensure_ascii=False)
    assert NFD not in json.dumps(item.draft.changes, ensure_ascii=False)


@pytest.mark.django_db
def test_note_to_editors_is_normalized():
    item, editor = factories.news_item(), factories.editor()
    notify(NotificationKind.CHANGES_REQUESTED, item, to=[editor], note=NFD)
    assert Notification.objects.get(recipient=editor).note == NFC


@pytest.mark.django_db
def test_initial_content_is_normalized(tmp_path):
    path = tmp_path / "hazards.yaml"
    path.write_text(f"model: alliances.hazard\nrecords:\n  - {{key: zzq, name: {{en: A, es: {NFD}, fr: B}}}}\n")
    load_content(read_content([path]))
    assert apps.get_model("alliances.hazard").objects.get(key="zzq").name_es == NFC


@pytest.mark.django_db
def test_source_hash_is_that_of_normalized_text():
    item = factories.news_item(title_en=NFD, title_es="A")
    item.title_en = NFC
    item.save()
    assert get_translation_status(item, "es") != TranslationStatus.OUTDATED


@pytest.mark.django_db
@pytest.mark.parametrize("words", [NFC, NFD], ids=["NFC", "NFD"])
@pytest.mark.parametrize("stored", [NFC, NFD], ids=["typed in NFC", "pasted in NFD"])
def test_search_finds_either_form(words, stored):
    item = factories.news_item(title_es=f"zzq {stored}")
    client = editor_client(is_superuser=True)
    page = client.get(admin_url(NewsItem, "changelist"), {"q": words}).content.decode()
    assert admin_url(NewsItem, "change", item.pk) in page
    records = client.get(reverse("admin:records"), {"q": f"zzq {words}", "lang": "es"}).json()["records"]
    assert [record["title"] for record in records] == [item.title_es]


@pytest.mark.django_db
def test_library_search_finds_either_form():
    picture = factories.picture(alt_en=f"zzq {NFC}")
    page = editor_client(is_superuser=True).get(reverse("admin:library"), {"words": f"zzq {NFD}"}).content.decode()
    assert admin_url(Picture, "change", picture.pk) in page
