"""History pages in the admin: versions, comparison, restore, delete and trash."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.models import NewsItem, NewsRelease
from portal.external_links.models import DestinationUse
from portal.history.models import Event, Version, get_latest_version_number, get_versions, record_version
from portal.history.snapshots import get_object_key, take_snapshot
from portal.models import Page
from portal.publishing.change_notes import ChangeNote
from portal.publishing.workflow import submit, unpublish
from portal.records.models import Status
from portal.translations.status import TranslationStatus
from programs.models import Entry
from tests.support import factories
from tests.support.factories import country, published
from tests.support.forms import PUBLISH_CHANGES, admin_url
from tests.support.html import ParsedPage
from tests.support.translations import get_translation_status
from workinggroup.models import Meeting

pytestmark = pytest.mark.django_db


def client_of(*roles, countries=(), **fields):
    client = Client()
    client.force_login(factories.editor(roles=roles, countries=countries, **fields))
    return client


def administrator(**fields):
    return client_of("administrator", **fields)


def text_of(response):
    """Return the text of a page in one line."""
    html = re.sub(r"<(option|nav|title)\b.*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    html = re.sub(r"</(d[dt]|t[dh]|p|h\d|li|option|label)>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def save_version(record, event=Event.SAVED, **fields):
    return record_version(record, event, by=None, **fields)


def restore(client, record, version, **fields):
    record.refresh_from_db()
    path = admin_url(type(record), "restore", record.pk, version.number)
    seen = get_latest_version_number(type(record), record.pk)
    return client.post(path, {"reason": "It was right before.", "seen": seen, **fields})


class TestHistory:
    def test_history_shows_editor_event_time_and_reason(self):
        item = factories.news_item()
        author = factories.editor(first_name="Ana", last_name="Pérez")
        submit(item, by=author, note="Ready for Monday")
        get_versions(item).update(at=datetime(2026, 1, 15, 18, 30, tzinfo=UTC))
        client = administrator(interface_language="es", time_zone="America/Mexico_City")
        text = text_of(client.get(admin_url(NewsItem, "history", item.pk)))
        assert "1: enviado a revisión 15 de enero de 2026 a las 12:30 Ana Pérez Ready for Monday" in text

    def test_history_query_count_is_constant(self):
        item = factories.news_item()
        client = administrator()
        costs = []
        for count in (3, 30):
            for _ in range(count):
                record_version(item, Event.SAVED, by=factories.editor())
            with CaptureQueriesContext(connection) as captured:
                client.get(admin_url(NewsItem, "history", item.pk))
            costs.append(len(captured))
            assert not any('"snapshot"' in query["sql"] for query in captured)
        assert costs[0] == costs[1]

    def test_all_but_newest_version_can_be_restored(self):
        item = factories.news_item()
        for _ in range(3):
            record_version(item, Event.SAVED, by=None)
        page = administrator().get(admin_url(NewsItem, "history", item.pk)).content.decode()
        restorable = [number for number in (1, 2, 3) if admin_url(NewsItem, "restore", item.pk, number) in page]
        assert restorable == [1, 2]
        newest = administrator().get(admin_url(NewsItem, "version", item.pk, 3)).content.decode()
        assert admin_url(NewsItem, "restore", item.pk, 3) not in newest

    def test_last_two_versions_are_preselected(self):
        item = factories.news_item()
        for _ in range(3):
            record_version(item, Event.SAVED, by=None)
        page = ParsedPage(administrator().get(admin_url(NewsItem, "history", item.pk)).content.decode())
        checked = [(radio["name"], radio["value"]) for radio in page.all("input", type="radio") if "checked" in radio]
        assert sorted(checked) == [("one", "2"), ("other", "3")]

    def test_long_history_is_paginated(self):
        item = factories.news_item()
        for _ in range(51):
            save_version(item)
        client = administrator()
        assert '<a href="?p=2">2</a>' in client.get(admin_url(NewsItem, "history", item.pk)).content.decode()
        assert "1: saved" in text_of(client.get(admin_url(NewsItem, "history", item.pk) + "?p=2"))


class TestCompare:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", ["Type [removed: meeting of the group] [added: other meeting]", "Participant: Eva (added)"]),
            ("es", ["Primer día [eliminado: 26 de abril de 2004] [agregado: mayo de 2005]", "Eva (agregado)"]),
            ("fr", ["Documents [ajouté : Safety", "Titre [fr] Sécurité [supprimé : un] [ajouté : deux]"]),
        ],
    )
    def test_any_two_versions_are_compared(self, language, words):
        meeting = factories.meeting(title_en="Safety", title_fr="Sécurité un", place_es="Ciudad")
        gone = meeting.participants.create(name="Ada")
        first = save_version(meeting)
        meeting.title_fr, meeting.kind, meeting.start = "Sécurité deux", "other", "2005-05"
        meeting.save()
        meeting.documents.set([factories.document(title_en="Safety report")])
        gone.delete()
        meeting.participants.create(name="Eva", country=country("MX"))
        second = save_version(meeting)
        client = administrator(interface_language=language)
        path = admin_url(Meeting, "compare", meeting.pk)
        response = client.get(path, {"one": first.number, "other": second.number})
        text = text_of(response).replace("\xa0", " ")
        for word in words:
            assert word in text
        assert '<dd lang="fr">' in response.content.decode()
        assert text_of(client.get(path, {"one": first.number})).count("Eva") == text.count("Eva")
        french = text_of(client.get(path, {"one": first.number, "language": "fr"}))
        assert "deux" in french
        assert "Eva" not in french
        assert client.get(path, {"one": second.number}).content.decode().count("<dl>") == 0

    @pytest.mark.parametrize("query", ["?one=7", "?one=x", "?one=1&other=9", "?one=99999999999999999999", "?one=-1"])
    def test_unknown_version_shows_message(self, query):
        item = published(factories.news_item())
        response = administrator().get(admin_url(NewsItem, "compare", item.pk) + query, follow=True)
        assert response.redirect_chain == [(admin_url(NewsItem, "history", item.pk), 302)]
        assert "has no version" in text_of(response)

    def test_names_of_other_countries_records_are_hidden(self):
        item = factories.news_item(title_en="Secret", country=country("MX"))
        release = factories.news_release(country=country("US"), item=item)
        first = save_version(release)
        release.item = None
        release.save()
        client = client_of("publisher", countries=["US"])
        for path in (
            admin_url(NewsRelease, "compare", release.pk) + f"?one={first.number}",
            admin_url(NewsRelease, "version", release.pk, first.number),
            admin_url(NewsRelease, "restore", release.pk, first.number),
        ):
            text = text_of(client.get(path))
            assert "(a record you do not have permission to see)" in text
            assert "Secret" not in text
        number = item.pk
        item.delete()
        assert f"#{number} (deleted)" in text_of(client.get(path))

    def test_comparison_query_count_is_constant(self):
        meeting = factories.meeting()
        first = save_version(meeting)
        client, costs = administrator(), []
        for _ in range(2):
            meeting.documents.add(*(factories.document() for _ in range(3)))
            meeting.participants.create(name=f"Ada {len(costs)}", country=country("MX"))
            with CaptureQueriesContext(connection) as captured:
                client.get(admin_url(Meeting, "compare", meeting.pk) + f"?one={first.number}")
            costs.append(len(captured))
        assert costs[0] == costs[1]


class TestVersion:
    def test_version_before_field_rename_opens_and_restores(self, monkeypatch):
        monkeypatch.setattr(NewsItem, "former_names", {"abstract_es": "summary_es"}, raising=False)
        item = factories.news_item(summary_es="De ahora")
        rows = take_snapshot(item)
        del rows[get_object_key(item)]["summary_es"]
        rows[get_object_key(item)] |= {"abstract_es": "De antes", "colour": "red"}
        old = Version.objects.create(record=item, number=1, event=Event.SAVED, snapshot=rows)
        client = administrator()
        for view in ("version", "restore"):
            text = text_of(client.get(admin_url(NewsItem, view, item.pk, 1)))
            assert "Fields that no longer exist" in text
            assert f"news.newsitem:{item.pk}, colour red" in text
            assert "antes" in text
        assert restore(client, item, old).status_code == 302
        item.refresh_from_db()
        assert item.summary_es == "De antes"

    def test_version_with_removed_fields_opens(self):
        item = factories.news_item()
        save_version(item)
        get_versions(item).update(snapshot={"news.telegram:1": {"text": "Stop"}})
        client = administrator()
        assert "news.telegram:1, text Stop" in text_of(client.get(admin_url(NewsItem, "version", item.pk, 1)))
        assert "There is nothing to restore" in text_of(client.get(admin_url(NewsItem, "restore", item.pk, 1)))

    def test_column_missing_in_version_is_unchanged(self):
        item = factories.news_item(end_date="2004-05", source_language="en", title_en="Now")
        rows = take_snapshot(item)
        rows[get_object_key(item)] = {"title_en": "Former", "title_es": None, "title_fr": None}
        old = Version.objects.create(record=item, number=1, event=Event.SAVED, snapshot=rows)
        restore(administrator(), item, old)
        item.refresh_from_db()
        assert (item.title_en, item.end_date, item.source_language) == ("Former", "2004-05", "en")


class TestRestore:
    def test_draft_is_restored_completely_with_reason(self):
        meeting = factories.meeting(agenda_en='<p><a href="https://old.example/">Old</a></p>')
        document = factories.document()
        meeting.documents.set([document])
        part = meeting.participants.create(name="Ada", role_es="presidenta")
        before = save_version(meeting)
        part.delete()
        meeting.documents.clear()
        meeting.participants.create(name="Eva")
        meeting.agenda_en = meeting.title_fr = ""
        meeting.save()
        meeting.finalize_save(Event.SAVED, by=None)
        client = client_of("secretariat")
        assert restore(client, meeting, before).status_code == 302
        meeting.refresh_from_db()
        newest = get_versions(meeting).first()
        assert take_snapshot(meeting) == before.snapshot == newest.snapshot
        assert (newest.event, newest.note) == (Event.RESTORED, "Version 1. It was right before.")
        assert newest.by == meeting.modified_by
        assert DestinationUse.objects.filter(destination__address="https://old.example/").exists()
        assert "Version 1 of “" in text_of(client.get(admin_url(Meeting, "change", meeting.pk)))

    @pytest.mark.parametrize(
        ("language", "words"),
        [("en", "This field is required."), ("es", "Este campo es obligatorio."), ("fr", "Ce champ est obligatoire.")],
    )
    def test_reason_is_required(self, language, words):
        item = factories.news_item(title_en="Before")
        before = save_version(item)
        item.title_en = "After"
        item.save()
        client = administrator(interface_language=language)
        assert words in text_of(restore(client, item, before, reason=" "))
        item.refresh_from_db()
        assert item.title_en == "After"

    def test_concurrent_save_is_not_undone_unseen(self):
        item = factories.news_item(title_en="Before")
        before = save_version(item)
        item.title_en = "After"
        item.save()
        newest = save_version(item)
        with CaptureQueriesContext(connection) as captured:
            response = restore(administrator(), item, before, seen=newest.number - 1)
        assert any("news_newsitem" in query["sql"] and "FOR UPDATE" in query["sql"] for query in captured)
        assert "Someone else has saved this record." in text_of(response)
        assert "It was right before." in text_of(response)
        assert f'name="seen" value="{newest.number}"' in response.content.decode()
        item.refresh_from_db()
        assert item.title_en == "After"

    def test_get_changes_nothing(self):
        item = factories.news_item(title_en="Before")
        before = save_version(item)
        item.title_en = "After"
        item.save()
        administrator().get(
            admin_url(NewsItem, "restore", item.pk, before.number), {"reason": "x", "seen": before.number}
        )
        item.refresh_from_db()
        assert item.title_en == "After"
        assert get_versions(item).count() == 1

    def test_live_record_is_restored_with_change_note(self):
        item = factories.news_item(summary_en="Before", summary_es="A", summary_fr="A", country=country("MX"))
        before, first = get_versions(published(item)).first(), item.changed_at
        item.summary_en = "After"
        item.save()
        client = client_of("publisher", countries=["MX"])
        path = admin_url(NewsItem, "restore", item.pk, before.number)
        assert "Restoring publishes this version immediately" in text_of(client.get(path))
        assert "Choose the type of change." in text_of(restore(client, item, before))
        fields = {"transition-significance": "significant", "transition-what_changed_en": "The summary is right again."}
        assert restore(client, item, before, **fields).status_code == 302
        item.refresh_from_db()
        assert (item.summary_en, item.status) == ("Before", Status.PUBLISHED)
        assert item.changed_at > first
        assert ChangeNote.objects.get(object_id=item.pk).text_en == "The summary is right again."

    def test_incomplete_version_of_live_record_is_rejected(self):
        entry = factories.entry(country=country("CA"), summary_en="A", summary_es="B", summary_fr="")
        link = factories.entry_link(entry=entry, text_en="A", text_es="B")
        before = save_version(entry)
        entry.summary_fr = link.text_fr = "Complet"
        link.save()
        published(entry)
        text = text_of(restore(administrator(), entry, before, **PUBLISH_CHANGES))
        assert "“summary [fr]” is missing." in text
        assert "“text [fr]” is missing." in text
        entry.refresh_from_db()
        assert (entry.summary_fr, entry.links.get().text_fr) == ("Complet", "Complet")

    def test_conflict_is_reported_and_restores_nothing(self):
        item = factories.news_item(slug_es="aviso")
        before = save_version(item)
        item.slug_es = "otro"
        item.save()
        factories.news_item(slug_es="aviso")
        response = restore(administrator(), item, before)
        assert "another record now uses “aviso”." in text_of(response)
        assert "It was right before." in text_of(response)
        item.refresh_from_db()
        assert item.slug_es == "otro"

    def test_approved_public_text_is_restored_after_withdrawal(self):
        item = published(factories.news_item(date="2004"))
        before = get_versions(item).first()
        item.date = "2005"
        item.save()
        client = administrator()
        assert "changes only with the approval of their offices" in text_of(
            restore(client, item, before, **PUBLISH_CHANGES)
        )
        unpublish(item, by=None)
        assert restore(client, item, before).status_code == 302
        item.refresh_from_db()
        assert item.date == "2004"

    @pytest.mark.parametrize(
        ("status", "roles", "allowed"),
        [
            (Status.DRAFT, ["contributor"], True),
            (Status.IN_REVIEW, ["contributor"], False),
            (Status.IN_REVIEW, ["publisher"], True),
            (Status.WITHDRAWN, ["contributor"], True),
            (Status.PUBLISHED, ["contributor"], False),
            (Status.PUBLISHED, ["translator"], False),
        ],
    )
    def test_restore_requires_change_permission(self, status, roles, allowed):
        item = factories.news_item(title_en="Before", country=country("MX"))
        before = save_version(item)
        item.title_en, item.status = "After", status
        item.publish_at = datetime(2026, 1, 1, tzinfo=UTC) if status == Status.PUBLISHED else None
        item.save()
        client = client_of(*roles, countries=["MX"], languages=["en", "es"])
        path = admin_url(NewsItem, "restore", item.pk, before.number)
        assert client.get(path).status_code == (200 if allowed else 403)
        assert restore(client, item, before).status_code == (302 if allowed else 403)
        item.refresh_from_db()
        assert item.title_en == ("Before" if allowed else "After")

    def test_version_of_other_country_is_not_restored(self):
        item = factories.news_item(title_en="Before", country=country("CA"))
        before = save_version(item)
        item.country, item.title_en = country("MX"), "After"
        item.save()
        client = client_of("contributor", countries=["MX"])
        assert "belonged to a country that you do not work for" in text_of(restore(client, item, before))
        item.refresh_from_db()
        assert (item.country, item.title_en) == (country("MX"), "After")


class TestTranslator:
    def test_translator_restores_own_languages_only(self):
        entry = factories.entry(country=country("MX"), title_en="Old", title_es="Viejo", title_fr="Vieux")
        link = factories.entry_link(entry=entry, text_es="Anterior", text_fr="Ancien")
        gone = factories.entry_link(entry=entry)
        before = save_version(entry)
        entry.title_en, entry.title_es, entry.title_fr, entry.label_2004 = "New", "Nuevo", "Neuf", "Label"
        entry.save()
        link.text_es, link.text_fr, link.web_address_en = "Ahora", "Maintenant", "https://b.gov/"
        link.save()
        gone.delete()
        added = factories.entry_link(entry=entry)
        assert get_translation_status(entry, "es") == TranslationStatus.CURRENT
        client = client_of("translator", countries=["MX"], languages=["es"])
        text = text_of(client.get(admin_url(Entry, "restore", entry.pk, before.number)))
        assert "Only the texts in your languages are restored. Everything else stays as it is: Español" in text
        assert "Vieux" not in text
        assert restore(client, entry, before).status_code == 302
        entry, link = Entry.objects.get(pk=entry.pk), entry.links.get(pk=link.pk)
        assert (entry.title_en, entry.title_es, entry.title_fr) == ("New", "Viejo", "Neuf")
        assert entry.label_2004 == "Label"
        assert (link.text_es, link.text_fr, link.web_address_en) == ("Anterior", "Maintenant", "https://b.gov/")
        assert set(entry.links.all()) == {link, added}
        # What was translated from the old text does not follow the new one, and is not said to.
        assert get_translation_status(entry, "es") == TranslationStatus.OUTDATED
        assert get_translation_status(entry, "fr") == TranslationStatus.CURRENT

    def test_restored_former_source_text_is_outdated(self):
        item = factories.news_item(source_language="es", title_es="Viejo", title_en="Old", country=country("MX"))
        before = save_version(item)
        item.source_language, item.title_en, item.title_es = "en", "New", "Nuevo"
        item.save()
        restore(client_of("translator", countries=["MX"], languages=["es"]), item, before)
        item.refresh_from_db()
        assert item.title_es == "Viejo"
        assert get_translation_status(item, "es") == TranslationStatus.OUTDATED


class TestOtherCountries:
    def test_record_of_other_country_is_not_found(self):
        item = factories.news_item(title_en="Secret", country=country("CA"))
        before = save_version(item)
        item.title_en = "Secret still"
        item.save()
        client = client_of("publisher", countries=["MX"])
        pages = [("compare", item.pk), ("version", item.pk, 1), ("restore", item.pk, 1), ("restore_deleted", item.pk)]
        for view, *args in pages:
            for response in (client.get(admin_url(NewsItem, view, *args) + "?one=1"), restore(client, item, before)):
                assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
        number = item.pk
        administrator().post(admin_url(NewsItem, "delete", number), {"post": "yes", "reason": "A test"})
        assert "Secret" not in text_of(client.get(admin_url(NewsItem, "deleted")))
        for response in [
            client.get(path := admin_url(NewsItem, "restore_deleted", number)),
            client.post(path, {"reason": "x"}),
        ]:
            assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
        assert not NewsItem.objects.filter(pk=number).exists()

    def test_editor_without_role_gets_no_page(self):
        item = factories.news_item(country=country("MX"))
        save_version(item)
        client = client_of(countries=["MX"])
        assert client.get(admin_url(NewsItem, "deleted")).status_code == 403
        for view, *args in (("compare",), ("version", 1), ("restore", 1)):
            assert client.get(admin_url(NewsItem, view, item.pk, *args)).headers["Location"] == "/admin/"


class TestDeleted:
    def test_delete_requires_and_stores_reason(self):
        item = factories.news_item()
        number, client = item.pk, administrator(interface_language="es")
        path = admin_url(NewsItem, "delete", number)
        for reason in ("", "x" * 501):
            response = client.post(path, {"post": "yes", "reason": reason})
            assert "errorlist" in response.content.decode()
            assert reason in response.content.decode()
        assert NewsItem.objects.filter(pk=number).exists()
        assert client.post(path, {"post": "yes", "reason": "Entró dos veces"}).status_code == 302
        assert not NewsItem.objects.filter(pk=number).exists()
        listed = text_of(client.get(admin_url(NewsItem, "deleted")))
        assert "Entró dos veces" in listed
        assert "Restaurar de la papelera" in listed
        assert admin_url(NewsItem, "deleted") in client.get(admin_url(NewsItem, "changelist")).content.decode()

    def deleted(self, record):
        number = record.pk
        client = administrator()
        client.post(admin_url(type(record), "delete", number), {"post": "yes", "reason": "By mistake"})
        assert not type(record).objects.filter(pk=number).exists()
        return client, admin_url(type(record), "restore_deleted", number), number

    def test_restored_record_is_complete_draft(self):
        link_back = '<p><a href="https://back.example/">A</a></p>'
        entry = factories.entry(body_en=link_back, body_es="B", body_fr="C")
        link = factories.entry_link(entry=entry, text_fr="Lien")
        unpublish(published(entry), by=None)
        before, part = take_snapshot(entry), link.pk
        client, path, number = self.deleted(entry)
        page = text_of(client.get(path))
        assert "Official link: Lien" in page
        assert "By mistake" in page
        assert "This field is required." in text_of(client.post(path, {"reason": ""}))
        assert client.post(path, {"reason": "It was needed"}).status_code == 302
        entry = Entry.objects.get(pk=number)
        assert take_snapshot(entry) == before
        assert (entry.status, entry.publish_at, entry.links.get().pk) == (Status.DRAFT, None, part)
        assert DestinationUse.objects.filter(destination__address="https://back.example/").exists()
        events = [(version.event, version.note) for version in get_versions(entry)[:2]]
        assert events == [(Event.RESTORED_FROM_TRASH, "It was needed"), (Event.DELETED, "By mistake")]
        assert entry.created_by == get_versions(entry).first().by
        assert "By mistake" not in text_of(client.get(admin_url(Entry, "deleted")))
        assert client.get(path).headers["Location"] == admin_url(Entry, "change", number)

    def test_message_links_to_restored_record(self):
        item, client = factories.news_item(title_en="Heat & noise"), administrator()
        pk = item.pk
        client.post(admin_url(NewsItem, "delete", pk), {"post": "yes", "reason": "Twice"})
        path = admin_url(NewsItem, "restore_deleted", pk)
        html = client.post(path, {"reason": "Needed"}, follow=True).content.decode()
        link = f'<a href="{admin_url(NewsItem, "change", pk)}">Heat &amp; noise</a>'
        assert f"“{link}” was restored as a draft." in html

    def test_restore_numbers_taken_slug_and_reports_missing(self):
        picture_less = factories.news_release(slug_en="notice", office=(office := factories.office()))
        client, path, number = self.deleted(picture_less)
        office.delete()
        factories.news_release(slug_en="notice")
        response = client.post(path, {"reason": "Needed"}, follow=True)
        text = text_of(response)
        assert "another record now uses “notice”, so it was changed to “notice-2”." in text
        assert "“Office” referred to something that no longer exists" in text
        release = NewsRelease.objects.get(pk=number)
        assert (release.slug_en, release.office) == ("notice-2", None)

    def test_record_with_taken_unique_value_is_not_restored(self):
        client, path, number = self.deleted(factories.page(key="once"))
        factories.page(key="once")
        text = text_of(client.post(path, {"reason": "Needed"}))
        assert "another record now uses “once”." in text
        assert "Needed" in text
        assert not Page.objects.filter(pk=number).exists()

    @pytest.mark.parametrize(
        ("roles", "countries", "sees", "may"),
        [
            (["contributor"], ["MX"], True, True),
            (["translator"], ["MX"], True, False),
            (["contributor"], ["US"], False, False),
            (["secretariat"], [], False, False),
        ],
    )
    def test_trash_permissions_match_former_record(self, roles, countries, sees, may):
        _, path, number = self.deleted(factories.news_item(title_en="Lost", country=country("MX")))
        client = client_of(*roles, countries=countries, languages=["en"])
        listed = client.get(admin_url(NewsItem, "deleted"))
        assert ("Lost" in text_of(listed)) is sees
        assert (path in listed.content.decode()) is may
        status = 200 if may else 403 if sees else 302
        assert client.get(path).status_code == status
        assert client.post(path, {"reason": "Needed"}).status_code == (302 if may else status)
        assert NewsItem.objects.filter(pk=number).exists() is may

    def test_trash_query_count_is_constant(self):
        client, costs = administrator(), []
        for count in (1, 3):
            for _ in range(count):
                self.deleted(factories.news_item())
            with CaptureQueriesContext(connection) as captured:
                client.get(admin_url(NewsItem, "deleted"))
            costs.append(len(captured))
        assert costs[0] == costs[1]

    @pytest.mark.parametrize("number", ["0", "x", "99999999999999999999"])
    def test_unknown_record_is_not_restored(self, number):
        response = administrator().get(admin_url(NewsItem, "restore_deleted", number))
        assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
