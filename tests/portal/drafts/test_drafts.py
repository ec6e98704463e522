"""Drafts of live records: editing, review, conflicts and publication."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from news.models import NewsItem
from portal.drafts.models import Draft
from portal.history.models import Event, get_versions
from portal.history.snapshots import take_snapshot
from portal.i18n.languages import LANGUAGES
from portal.publishing.change_notes import get_change_notes
from portal.publishing.workflow import publish_draft, publish_language, unpublish
from portal.records.models import Status
from portal.translations.status import TranslationStatus
from tests.support import factories
from tests.support.clients import client_for, superuser_client
from tests.support.drafts import item_with_conflict, live_item, live_national_item, save_draft
from tests.support.forms import PUBLISH_CHANGES, admin_url, change_url, get_record_form_data, get_seen
from tests.support.html import FormParser
from tests.support.translations import get_translation_status
from workinggroup.models import Meeting

pytestmark = pytest.mark.django_db


def test_saved_changes_of_live_record_are_not_public(client):
    item = live_item()
    before = take_snapshot(item)
    editor = superuser_client()
    item = save_draft(item, editor, body_es="<p>Dos</p>", title_es="Otro título")
    assert take_snapshot(item) == before
    assert "Otro título" not in client.get(item.get_url("es")).content.decode()
    assert 'value="Otro título"' in editor.get(change_url(item)).content.decode()
    assert item.draft.changes[f"news.newsitem:{item.pk}"]["body_es"] == {"was": "<p>Uno</p>", "now": "<p>Dos</p>"}
    assert get_versions(item).first().of_draft


def test_publish_draft_publishes_and_deletes_draft():
    item = save_draft(live_national_item(), body_es="<p>Dos</p>")
    item = save_draft(item, body_fr="<p>Deux</p>", **PUBLISH_CHANGES)
    assert (item.body_en, item.body_es, item.body_fr) == ("<p>One</p>", "<p>Dos</p>", "<p>Deux</p>")
    assert item.draft is None
    assert get_versions(item).first().event == Event.CHANGES_PUBLISHED


def test_incomplete_draft_is_saved_but_not_published():
    item = live_item()
    client = superuser_client()
    item = save_draft(item, client, title_fr="")
    page = client.post(change_url(item), get_record_form_data(client, item) | PUBLISH_CHANGES).content.decode()
    assert "“title [fr]” is missing." in page
    item.refresh_from_db()
    assert item.title_fr
    assert Draft.objects.count() == 1


def test_draft_without_changes_is_deleted():
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    item = save_draft(item, body_es="<p>Uno</p>")
    assert item.draft is None
    assert get_versions(item).first().event == Event.DISCARDED


def test_draft_keeps_first_replaced_value():
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    item = save_draft(item, body_es="<p>Tres</p>")
    assert item.draft.changes[f"news.newsitem:{item.pk}"]["body_es"] == {"was": "<p>Uno</p>", "now": "<p>Tres</p>"}


def test_children_and_relations_are_drafted_and_published():
    meeting = factories.published(factories.meeting())
    participant = meeting.participants.create(name="Ana")
    subgroup = factories.published(factories.subgroup())
    client = superuser_client()
    fields = get_record_form_data(client, meeting)
    fields |= {"subgroups": [subgroup.pk], "participants-0-name": "Ana María"}
    assert client.post(change_url(meeting), fields).status_code == 302
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert list(meeting.subgroups.all()) == []
    assert meeting.participants.get().name == "Ana"
    publish_draft(meeting, by=None, without_approval=True)
    assert list(meeting.subgroups.all()) == [subgroup]
    assert (meeting.participants.get().pk, meeting.participants.get().name) == (participant.pk, "Ana María")


def test_draft_file_is_private_until_published(client):
    release = factories.news_release(country=factories.country("MX"))
    part = factories.release_file(release=release)
    factories.published(release)
    ana = client_for(factories.editor(roles=["publisher"], countries=["MX"]))
    other = client_for(factories.editor(roles=["publisher"], countries=["US"]))
    new = factories.pdf_file(words="new")
    release = save_draft(release, ana, **{"files-0-file": new})
    name = release.draft.changes[f"news.releasefile:{part.pk}"]["file"]["now"]
    file = reverse("file", args=[name])
    assert [browser.get(file).status_code for browser in (client, other)] == [404, 404]
    assert b"".join(ana.get(file)) == factories.pdf_bytes(words="new")
    assert b"".join(client.get(part.target)) == factories.pdf_bytes()
    save_draft(release, ana, **PUBLISH_CHANGES)
    assert b"".join(client.get(part.target)) == factories.pdf_bytes(words="new")
    old = reverse("file", args=[part.file.name])
    assert client.get(old).status_code == 404
    assert b"".join(ana.get(old)) == factories.pdf_bytes()


# Who may do what with it


def test_draft_review_workflow():
    item = live_item(country=factories.country("MX"))
    author, publisher = (
        factories.editor(roles=[role], countries=["MX"], username=role) for role in ("contributor", "publisher")
    )
    ana, bo = client_for(author), client_for(publisher)
    item = save_draft(item, ana, body_es="<p>Dos</p>", _submit="1")
    assert (item.draft.state, item.draft.author, item.body_es) == (Draft.State.IN_REVIEW, author, "<p>Uno</p>")
    assert 'name="body_es"' not in ana.get(change_url(item)).content.decode()
    assert "Dos" in ana.get(change_url(item)).content.decode()
    refused = bo.post(admin_url(NewsItem, "transition", item.pk, "request_changes"), get_seen(item), follow=True)
    assert "Explain what needs to change." in refused.content.decode()
    reason = {"transition-note": "Falta la hora"} | get_seen(item)
    bo.post(admin_url(NewsItem, "transition", item.pk, "request_changes"), reason)
    item = save_draft(NewsItem.objects.get(pk=item.pk), ana, body_es="<p>Tres</p>", _submit="1")
    assert item.draft.state == Draft.State.IN_REVIEW
    item = save_draft(item, bo, **PUBLISH_CHANGES)
    assert (item.draft, item.body_es) == (None, "<p>Tres</p>")
    events = [version.event for version in get_versions(item).reverse()]
    assert events[-6:] == ["saved", "submitted", "changes requested", "saved", "submitted", "changes published"]
    assert [version.note for version in get_versions(item) if version.event == Event.CHANGES_REQUESTED] == [
        "Falta la hora"
    ]


@pytest.mark.parametrize("transition", ["publish", "schedule", "publish_language", "unschedule"])
def test_contributor_cannot_publish_draft(transition):
    item = live_item(country=factories.country("MX"))
    ana = client_for(factories.editor(roles=["contributor"], countries=["MX"]))
    item = save_draft(item, ana, body_es="<p>Dos</p>")
    sent = {"transition-significance": "correction", "transition-at": "2099-01-01T00:00", "transition-language": "es"}
    assert ana.post(admin_url(NewsItem, "transition", item.pk, transition), sent).status_code == 403
    page = ana.post(change_url(item), get_record_form_data(ana, item) | sent | {f"_{transition}": "1"}).content.decode()
    assert "This action is not available for “" in page
    assert NewsItem.objects.get(pk=item.pk).body_es == "<p>Uno</p>"


def test_translator_drafts_own_languages_of_live_record():
    item = live_item(country=factories.country("MX"))
    translator = factories.editor(roles=["translator"], countries=["MX"], languages=["fr"])
    item = save_draft(item, client_for(translator), body_fr="<p>Deux</p>", body_es="<p>Dos</p>")
    assert set(item.draft.changes[f"news.newsitem:{item.pk}"]) == {"body_fr", "fingerprints"}


def test_draft_is_discarded_only_by_author():
    item = live_item(country=factories.country("MX"))
    ana, bo = (client_for(factories.editor(roles=["contributor"], countries=["MX"])) for _ in range(2))
    item = save_draft(item, ana, body_es="<p>Dos</p>")
    path = admin_url(NewsItem, "transition", item.pk, "discard_draft")
    assert bo.post(path).status_code == 403
    ana.post(path, {"transition-note": "Mistaken"} | get_seen(item))
    item = NewsItem.objects.get(pk=item.pk)
    assert (item.draft, get_versions(item).first().note) == (None, "Mistaken")


# Two editors on one draft


def test_two_editors_of_one_draft_keep_both_edits():
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    ana, bo = superuser_client(), superuser_client()
    ana_form, bo_form = get_record_form_data(ana, item), get_record_form_data(bo, item)
    ana.post(change_url(item), ana_form | {"title_fr": "D’Ana"})
    assert bo.post(change_url(item), bo_form | {"title_en": "Bo’s"}).status_code == 302
    changes = NewsItem.objects.get(pk=item.pk).draft.changes[f"news.newsitem:{item.pk}"]
    assert {column: changes[column]["now"] for column in ("title_fr", "title_en", "body_es")} == {
        "title_fr": "D’Ana", "title_en": "Bo’s", "body_es": "<p>Dos</p>",
    }  # fmt: skip


def test_simultaneous_first_drafts_merge_into_one():
    item = live_item()
    ana, bo = superuser_client(), superuser_client()
    ana_form, bo_form = get_record_form_data(ana, item), get_record_form_data(bo, item)
    ana.post(change_url(item), ana_form | {"title_fr": "D’Ana"})
    html = bo.post(change_url(item), bo_form | {"title_fr": "De Bo"}).content.decode()
    assert "Not saved yet: you and another editor changed the same fields." in html
    assert "D’Ana" in html
    assert 'value="De Bo"' in html
    assert Draft.objects.filter(object_id=item.pk).count() == 1


def test_stale_form_of_published_draft_is_merged():
    item = save_draft(live_national_item(), body_es="<p>Dos</p>")
    ana, bo = superuser_client(), superuser_client()
    other = get_record_form_data(bo, item)
    sent = {"transition-significance": "correction"} | get_seen(item)
    ana.post(admin_url(NewsItem, "transition", item.pk, "publish"), sent)
    bo.post(change_url(item), other | {"title_fr": "De Bo"})
    item = NewsItem.objects.get(pk=item.pk)
    assert set(item.draft.changes[f"news.newsitem:{item.pk}"]) == {"title_fr", "fingerprints"}


def test_list_marks_records_with_draft():
    item = save_draft(live_item(), title_en="Other")
    html = superuser_client().get(admin_url(NewsItem, "changelist")).content.decode()
    assert html.count("published, with unpublished changes (draft)") == 1
    assert item.draft


def test_conflict_is_shown_before_draft_opens():
    item, client = item_with_conflict(), superuser_client()
    page = client.get(change_url(item), follow=True)
    assert page.redirect_chain[0][0] == admin_url(NewsItem, "resolve_conflicts", item.pk)
    html = page.content.decode()
    assert "Dos" in html
    assert "Público" in html


@pytest.mark.parametrize(("answer", "text"), [("draft", "<p>Dos</p>"), ("public", "<p>Público</p>")])
def test_conflict_resolution_keeps_rest_of_draft(answer, text):
    item, client = item_with_conflict(), superuser_client()
    path = admin_url(NewsItem, "resolve_conflicts", item.pk)
    fields = FormParser(client.get(path).content.decode()).fields
    missing = client.post(path, fields)
    assert "Choose which version to keep." in missing.content.decode()
    client.post(path, fields | {f"news.newsitem:{item.pk}:body_es": answer})
    item = NewsItem.objects.get(pk=item.pk)
    publish_draft(item, by=None, without_approval=True)
    item.refresh_from_db()
    assert (item.body_es, item.title_fr) == (text, "Autre titre")


def test_unresolved_draft_is_not_published():
    item, client = item_with_conflict(), superuser_client()
    sent = {"transition-significance": "correction"} | get_seen(item)
    page = client.post(admin_url(NewsItem, "transition", item.pk, "publish"), sent, follow=True)
    assert "Resolve the conflicts first" in page.content.decode()
    assert NewsItem.objects.get(pk=item.pk).body_es == "<p>Público</p>"


def test_stale_form_keeps_input_and_conflict():
    item, client = save_draft(live_item(), body_es="<p>Dos</p>"), superuser_client()
    fields = get_record_form_data(client, item)
    item = NewsItem.objects.get(pk=item.pk)
    item.body_es = "<p>Público</p>"
    item.transition_to(item.status, Event.CHANGES_PUBLISHED, by=None, note="")
    page = client.post(change_url(item), fields | {"title_fr": "Tapé"}, follow=True)
    item = NewsItem.objects.get(pk=item.pk)
    assert item.draft.changes[f"news.newsitem:{item.pk}"]["title_fr"]["now"] == "Tapé"
    assert page.redirect_chain[-1][0] == admin_url(NewsItem, "changelist")
    assert client.get(change_url(item)).headers["Location"] == admin_url(NewsItem, "resolve_conflicts", item.pk)


def test_draft_includes_public_changes():
    item, client = save_draft(live_item(), body_es="<p>Dos</p>"), superuser_client()
    fields = get_record_form_data(client, item)
    item = NewsItem.objects.get(pk=item.pk)
    item.body_fr = "<p>Public</p>"
    item.transition_to(item.status, Event.CHANGES_PUBLISHED, by=None, note="")
    client.post(change_url(item), fields | {"title_en": "Typed"}, follow=True)
    item = NewsItem.objects.get(pk=item.pk)
    assert set(item.draft.changes[f"news.newsitem:{item.pk}"]) == {"body_es", "title_en", "fingerprints"}
    publish_draft(item, by=None, without_approval=True)
    assert (item.body_fr, item.body_es, item.title_en) == ("<p>Public</p>", "<p>Dos</p>", "Typed")


def test_taken_slug_is_a_conflict_to_resolve():
    item, client = save_draft(live_item(), slug_es="nueva"), superuser_client()
    factories.news_item(slug_es="nueva")
    page = client.get(change_url(item), follow=True).content.decode()
    assert "nueva-2" in page
    path = admin_url(NewsItem, "resolve_conflicts", item.pk)
    fields = FormParser(page).fields
    client.post(path, fields | {f"news.newsitem:{item.pk}:slug_es": "alternative"})
    item = NewsItem.objects.get(pk=item.pk)
    publish_draft(item, by=None, without_approval=True)
    assert item.slug_es == "nueva-2"


def test_deleted_reference_is_a_conflict():
    meeting, subgroup = factories.published(factories.meeting()), factories.published(factories.subgroup())
    client = superuser_client()
    meeting = save_draft(
        meeting,
        client,
        subgroups=[subgroup.pk],
        date_note_en="In April",
        date_note_es="En abril",
        date_note_fr="En avril",
    )
    subgroup.delete()
    page = client.get(change_url(meeting), follow=True).content.decode()
    assert "refers to something that no longer exists" in page
    fields = FormParser(page).fields | {f"workinggroup.meeting:{meeting.pk}:subgroups": "alternative"}
    client.post(admin_url(Meeting, "resolve_conflicts", meeting.pk), fields)
    meeting = Meeting.objects.get(pk=meeting.pk)
    publish_draft(meeting, by=None, without_approval=True)
    assert meeting.date_note_fr == "En avril"


@pytest.mark.parametrize("answer", ["draft", "public"])
def test_child_changed_and_deleted_is_a_conflict(answer):
    meeting = factories.published(factories.meeting())
    ana, bo = (meeting.participants.create(name=name) for name in ("Ana", "Bo"))
    client = superuser_client()
    fields = get_record_form_data(client, meeting)
    order = {fields[f"participants-{place}-id"][0]: place for place in range(2)}
    changed, removed = order[str(ana.pk)], order[str(bo.pk)]
    client.post(
        change_url(meeting), fields | {f"participants-{changed}-name": "Anna", f"participants-{removed}-DELETE": "on"}
    )
    meeting.participants.filter(pk=ana.pk).delete()
    meeting.participants.filter(pk=bo.pk).update(name="Beau")
    page = client.get(change_url(meeting), follow=True).content.decode()
    path = admin_url(Meeting, "resolve_conflicts", meeting.pk)
    answers = {f"workinggroup.participant:{participant.pk}:": answer for participant in (ana, bo)}
    assert client.post(path, FormParser(page).fields | answers).status_code == 302
    meeting = Meeting.objects.get(pk=meeting.pk)
    publish_draft(meeting, by=None, without_approval=True)
    names = sorted(meeting.participants.values_list("name", flat=True))
    assert names == (["Anna"] if answer == "draft" else ["Beau"])


# One language alone, and at a time


def test_one_language_is_published_alone():
    item, client = live_national_item(), superuser_client()
    item = save_draft(item, client, body_en="<p>Rewritten</p>", body_fr="<p>Corrigé</p>")
    sent = {"_publish_language": "1", "transition-language": "fr", "transition-significance": "correction"}
    item = save_draft(item, client, **sent)
    assert (item.body_en, item.body_fr) == ("<p>One</p>", "<p>Corrigé</p>")
    assert item.draft.languages == ["en"]
    assert get_translation_status(item, "fr") == TranslationStatus.CURRENT
    publish_draft(item, by=None, without_approval=True)
    assert (item.body_en, item.body_fr) == ("<p>Rewritten</p>", "<p>Corrigé</p>")


def test_scheduled_draft_adds_change_note_when_published():
    item, client = live_national_item(), superuser_client()
    at = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    notes = {f"transition-what_changed_{language}": f"Told {language}" for language in LANGUAGES}
    sent = {"_schedule": "1", "transition-at": at, "transition-significance": "significant", **notes}
    item = save_draft(item, client, body_es="<p>Dos</p>", **sent)
    assert item.draft.state == Draft.State.SCHEDULED
    assert item.body_es == "<p>Uno</p>"
    assert not get_change_notes(item)
    assert item.draft.what_changed["fr"] == "Told fr"


def test_withdrawn_record_is_published_with_draft():
    item = save_draft(live_national_item(), body_es="<p>Dos</p>")
    unpublish(item, by=None)
    item = save_draft(item, **PUBLISH_CHANGES)
    assert (item.status, item.body_es, item.draft) == (Status.PUBLISHED, "<p>Dos</p>", None)


def test_draft_from_older_schema_is_opened_and_published(monkeypatch):
    item = save_draft(live_item(), summary_es="Resumen", body_es="<p>Dos</p>")
    key = f"news.newsitem:{item.pk}"
    old = item.draft.changes[key]
    old |= {"abstract_es": old.pop("summary_es"), "colour": {"was": "red", "now": "blue"}}
    item.draft.save()
    monkeypatch.setattr(NewsItem, "former_names", {"abstract_es": "summary_es"}, raising=False)
    html = superuser_client().get(change_url(item)).content.decode()
    assert "Resumen" in html
    item = NewsItem.objects.get(pk=item.pk)
    publish_draft(item, by=None, without_approval=True)
    assert (item.summary_es, item.body_es) == ("Resumen", "<p>Dos</p>")


@pytest.mark.parametrize(
    ("language", "refusal", "note"),
    [
        ("en", "The draft does not change any text in French.", "only in Spanish"),
        ("es", "El borrador no cambia ningún texto en francés.", "solo en español"),
        ("fr", "Le brouillon ne modifie aucun texte en français.", "en espagnol seulement"),
    ],
)
def test_published_language_is_named_in_editor_language(language, refusal, note):
    item = save_draft(live_national_item(), body_es="<p>Dos</p>")
    with override(language):
        with pytest.raises(ValidationError) as error:
            publish_language(item, by=None, language="fr")
        assert error.value.messages == [refusal]
        publish_language(item, by=None, language="es")
    assert get_versions(item).first().note == note
