"""Transition buttons: required input, error messages and kept input."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from news.models import NewsItem
from portal.history.models import Event, get_versions
from portal.i18n.languages import LANGUAGES
from portal.i18n.timezones import format_in_capitals
from portal.publishing.change_notes import ChangeNote
from portal.publishing.workflow import submit, unpublish
from portal.records.models import Status
from tests.support import factories
from tests.support.clients import superuser_client
from tests.support.factories import country, published
from tests.support.forms import PUBLISH_CHANGES, admin_url, get_seen
from tests.support.html import FormParser

pytestmark = pytest.mark.django_db


def canadian(**fields):
    return {"country": country("CA"), "title_en": "Notice", "title_fr": "Avis", **fields}


def press(client, record, button, **fields):
    """Submit the form with changed fields and a button, and return the page."""
    path = admin_url(type(record), "change", record.pk)
    sent = FormParser(client.get(path).content.decode()).fields | {f"_{button}": "1"}
    return client.post(path, sent | fields, follow=True).content.decode()


def reload(record):
    return type(record).objects.get(pk=record.pk)


def at(text):
    return {"transition-at": text}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The clocks go forward on this day, so this time does not exist. Enter an earlier or later time."),
        ("es", "Ese día se adelanta el reloj, por lo que esta hora no existe. Indique una hora anterior o posterior."),
        (
            "fr",
            "Ce jour-là, on avance l’heure\xa0: cette heure n’existe pas. Indiquez une autre heure.",
        ),
    ],
)
def test_time_skipped_by_clock_change_is_rejected(language, sentence):
    item = factories.news_item(**canadian())
    client = superuser_client(interface_language=language, time_zone="America/Toronto")
    html = press(client, item, "schedule", title_en="Typed", **at("2099-03-08T02:30"))
    assert sentence in html
    assert 'value="Typed"' in html
    assert 'value="2099-03-08T02:30"' in html
    assert reload(item).title_en == "Notice"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The clocks go back on this day, so this time occurs twice. Choose which one you mean."),
        ("es", "Ese día se atrasa el reloj, por lo que esta hora ocurre dos veces. Elija cuál de las dos."),
        ("fr", "Ce jour-là, on recule l’heure\xa0: cette heure se produit deux fois. Choisissez laquelle."),
    ],
)
@pytest.mark.parametrize(("fold", "hour"), [("0", 5), ("1", 6)])
def test_time_repeated_by_clock_change_is_chosen(language, sentence, fold, hour):
    item = factories.news_item(**canadian())
    client = superuser_client(interface_language=language, time_zone="America/Toronto")
    html = press(client, item, "schedule", **at("2099-11-01T01:30"))
    assert sentence in html
    assert ("UTC-0400" in html, "UTC-0500" in html) == (True, True)
    assert 'value="2099-11-01T01:30"' in html
    assert reload(item).status == Status.DRAFT
    press(client, item, "schedule", **at("2099-11-01T01:30"), **{"transition-at_fold": fold})
    assert reload(item).publish_at == datetime(2099, 11, 1, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize("button", ["publish", "save", "continue"])
def test_unused_time_is_rejected_and_preserved(button):
    item = factories.news_item(**canadian())
    html = press(superuser_client(), item, button, title_en="Typed", **at("2099-01-05T10:00"))
    assert "This action does not use a date and time. Remove it, or choose an action that does." in html
    assert 'value="Typed"' in html
    assert 'value="2099-01-05T10:00"' in html
    assert reload(item).title_en == "Notice"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (at("2020-01-01T10:00"), "Enter a date and time in the future."),
        (at("0001-01-01T00:00"), "Enter a date and time in the future."),
        (at("9999-12-31T23:59"), "This date and time is too far in the future. Check the year."),
        (at("2099-12-31T23:59"), "This date and time is too far in the future. Check the year."),
        ({}, "Enter the date and time."),
    ],
)
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Apia"])
def test_time_is_required_and_in_future(fields, sentence, zone):
    item = factories.news_item(**canadian())
    html = press(superuser_client(time_zone=zone), item, "schedule", title_en="Typed", **fields)
    assert sentence in html
    assert 'value="Typed"' in html
    assert reload(item).status == Status.DRAFT


TOO_LATE = {
    "en": "This date and time is too far in the future. Check the year.",
    "es": "Esta fecha y hora es demasiado lejana. Revise el año.",
    "fr": "Cette date et cette heure sont trop éloignées. Vérifiez l’année.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("is_live", "button", "fields"),
    [
        (False, "submit", {}), (False, "schedule", {}), (True, "submit", {"title_en": "Typed"}),
        (True, "schedule", {"title_en": "Typed", "transition-significance": "correction"}),
        (True, "schedule_unpublishing", {}),
    ],
    ids=["submit", "schedule", "submit draft", "schedule draft", "schedule unpublishing"],
)  # fmt: skip
def test_time_beyond_bound_is_rejected_by_every_button(is_live, button, fields, language):
    item = factories.news_item(**canadian())
    if is_live:
        published(item)
    client = superuser_client(interface_language=language, time_zone="America/New_York")
    html = press(client, item, button, **fields, **at("9999-12-31T23:59"))
    assert TOO_LATE[language] in html.replace("\xa0", " ")
    assert 'value="9999-12-31T23:59"' in html
    assert (reload(item).publish_at, reload(item).withdraw_at) == (item.publish_at, None)
    assert reload(item).draft is None


def test_missing_time_is_linked_from_top():
    item = factories.news_item(**canadian())
    html = press(superuser_client(), item, "schedule")
    summary = html[html.index('<ul class="error-summary">') :].partition("</ul>")[0]
    assert '<a href="#id_transition-at">Date and time</a>' in summary
    assert 'id="id_transition-at"' in html


def test_time_is_in_editor_time_zone():
    item = factories.news_item(**canadian())
    html = press(superuser_client(time_zone="America/Mexico_City"), item, "schedule", **at("2099-07-01T08:00"))
    assert reload(item).publish_at == datetime(2099, 7, 1, 14, tzinfo=UTC)
    assert "Washington July 1, 2099, 10 a.m." in html


@pytest.mark.parametrize(("month", "mexico"), [(7, "08:00"), (1, "09:00")])
def test_capital_times_follow_dst(month, mexico):
    moment = datetime(2026, month, 15, 14 if month == 7 else 15, tzinfo=UTC)
    with override("es"):
        assert [time.split()[-1] for _, time in format_in_capitals(moment)] == ["10:00", mexico, "10:00"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The public sees the published version until the draft is published."),
        ("es", "El público ve la versión publicada hasta que se publique el borrador."),
        ("fr", "Le public voit la version publiée jusqu’à la publication du brouillon."),
    ],
)
def test_save_of_live_record_creates_draft(language, sentence):
    item = published(factories.news_item(**canadian()))
    client = superuser_client(interface_language=language)
    assert sentence in press(client, item, "continue", title_en="Typed")
    assert reload(item).title_en == "Notice"


def test_correction_keeps_public_date():
    item = published(factories.news_item(**canadian()))
    press(superuser_client(), item, "publish", title_en="Corrected", **{"transition-significance": "correction"})
    assert (reload(item).title_en, reload(item).changed_at) == ("Corrected", item.changed_at)
    assert not ChangeNote.objects.filter(object_id=item.pk).exists()


def test_significant_change_requires_note_per_language():
    item = published(factories.news_item(**canadian()))
    client = superuser_client()
    sent = {"title_en": "Changed", "transition-significance": "significant", "transition-what_changed_en": "Other day"}
    html = press(client, item, "publish", **sent)
    assert html.count("<li>Explain to readers in this language what changed.</li>") == 1
    assert 'value="Changed"' in html
    assert 'value="Other day"' in html
    assert reload(item).title_en == "Notice"
    press(client, item, "publish", **sent, **{"transition-what_changed_fr": "Autre jour"})
    note = ChangeNote.objects.get(object_id=item.pk)
    assert (note.text_en, note.text_es or "", note.text_fr) == ("Other day", "", "Autre jour")
    assert reload(item).changed_at == note.at > item.changed_at
    assert "Autre jour" in Client().get(reload(item).get_url("fr")).content.decode()


def test_significance_is_required():
    item = published(factories.news_item(**canadian()))
    html = press(superuser_client(), item, "publish", title_en="Typed")
    assert "Choose the type of change." in html
    assert 'value="Typed"' in html


def test_scheduled_record_is_unscheduled():
    item = factories.news_item(**canadian())
    client = superuser_client()
    press(client, item, "schedule", **at("2099-07-01T08:00"))
    press(client, item, "unschedule")
    assert (reload(item).status, reload(item).publish_at) == (Status.DRAFT, None)
    assert get_versions(item).first().event == Event.UNSCHEDULED


def test_scheduled_withdrawal_can_be_cancelled():
    item = published(factories.news_item(**canadian()))
    client = superuser_client(time_zone="America/Toronto")
    press(client, item, "schedule_unpublishing", **at("2099-01-01T00:00"))
    assert reload(item).withdraw_at == datetime(2099, 1, 1, 5, tzinfo=UTC)
    press(client, item, "unschedule")
    assert (reload(item).status, reload(item).withdraw_at) == (Status.PUBLISHED, None)


def test_expired_record_is_changed_and_republished(monkeypatch):
    item = published(factories.news_item(**canadian()))
    unpublish(item, by=None, at=timezone.now() + timedelta(hours=1))
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    client = superuser_client()
    press(client, item, "save", title_en="Second edition")
    assert reload(item).title_en == "Second edition"
    assert not reload(item).is_public()
    press(client, item, "publish", title_en="Third edition")
    assert reload(item).is_public()
    assert reload(item).title_en == "Third edition"


def test_contributor_cancels_submission():
    editor = factories.editor(roles=["contributor"], countries=["CA"])
    client = Client()
    client.force_login(editor)
    item = factories.news_item(**canadian())
    submit(item, by=editor)
    html = client.get(admin_url(NewsItem, "change", item.pk)).content.decode()
    go = admin_url(NewsItem, "transition", item.pk, "withdraw_from_review")
    assert f'formaction="{go}"' in html
    assert client.get(go).status_code == 405
    client.post(go, {"transition-note": "Not yet.", **get_seen(item)})
    assert reload(item).status == Status.DRAFT
    assert get_versions(item).first().note == "Not yet."
    assert client.post(go).status_code == 403
    stranger = Client()
    stranger.force_login(factories.editor(roles=["contributor"], countries=["US"]))
    assert stranger.post(go).headers["Location"] == "/admin/"


@pytest.mark.parametrize("code", ["CA", None])
@pytest.mark.parametrize("language", LANGUAGES)
def test_incomplete_record_is_not_scheduled(code, language):
    item = factories.news_item(title_en="Notice", country=code and country(code))
    html = press(superuser_client(interface_language=language), item, "schedule", **at("2099-07-01T08:00"))
    sentences = {
        "en": "“title [{}]” is missing.", "es": "Falta “título [{}]”.", "fr": "Il manque «\xa0titre [{}]\xa0».",
    }  # fmt: skip
    messages = html.split('class="messagelist"')[1].split("</ul>")[0]
    lacking = [text_language for text_language in LANGUAGES if sentences[language].format(text_language) in messages]
    assert lacking == (["fr"] if code else ["es", "fr"])
    assert reload(item).status == Status.DRAFT


@pytest.mark.parametrize("button", [{"_publish": "1"}, PUBLISH_CHANGES | {"transition-significance": "other"}])
def test_invalid_form_input_is_handled(button):
    item = published(factories.news_item(**canadian()))
    client = superuser_client()
    assert client.post(admin_url(NewsItem, "change", item.pk), button).status_code == 200
    assert client.post(admin_url(NewsItem, "transition", item.pk, "nothing")).status_code == 403
