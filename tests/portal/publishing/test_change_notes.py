"""Change notes: one for each significant change, none for corrections."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.i18n.languages import LANGUAGES
from portal.publishing.change_notes import ChangeNote
from portal.publishing.workflow import publish
from tests.support import factories
from tests.support.factories import country, published

pytestmark = pytest.mark.django_db
HEADINGS = {"en": "What changed", "es": "Qué cambió", "fr": "Ce qui a changé"}


def note(record, days=0, **texts):
    return ChangeNote.objects.create(record=record, at=timezone.now() - timedelta(days=days), **texts)


def get_notes(record, language):
    return Client().get(record.get_url(language)).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_shows_change_note_in_reader_language(language):
    item = published(factories.news_item())
    assert HEADINGS[language] not in get_notes(item, language)
    note(item, text_en="A second date", text_es="Otra fecha", text_fr="Une autre date")
    html = get_notes(item, language)
    words = {"en": "A second date", "es": "Otra fecha", "fr": "Une autre date"}
    assert html.count(HEADINGS[language]) == 1
    assert [text in html for text in words.values()] == [text == language for text in words]
    assert html.index("modified") < html.index(words[language])


def test_fallback_note_has_lang_and_source_text():
    item = published(factories.news_item(country=country("MX"), source_language="es", title_es="Aviso", title_en="A"))
    note(item, text_en="Moved", text_es="Cambió de día <b>")
    html = get_notes(item, "fr")
    assert '<span lang="es">Cambió de día &lt;b&gt;</span>' in html
    assert "Moved" not in html


def test_page_shows_newest_five_and_no_future_notes():
    page = published(factories.page())
    for days in range(6):
        note(page, days, text_en=f"Change {days}.")
    note(page, -1, text_en="Not yet")
    note(published(factories.page()), text_en="Elsewhere")
    html = get_notes(page, "en")
    shown = [words for words in [*(f"Change {days}." for days in range(6)), "Not yet", "Elsewhere"] if words in html]
    assert shown == [f"Change {days}." for days in range(5)]
    assert html.index("Change 0.") < html.index("Change 4.")


def test_notes_need_one_query():
    item = published(factories.news_item())
    get_notes(item, "en")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            get_notes(item, "en")
        counts.append(len([query for query in captured if "portal_changenote" in query["sql"]]))
        for days in range(4):
            note(item, days, text_en="A change")
    assert counts == [1, 1]


def test_feed_updated_follows_public_date():
    item = published(factories.news_item(date="2099"))
    item.publish_at = item.changed_at = timezone.now() - timedelta(days=40)
    item.save()
    before = Client().get("/en/news/feed/").content.decode()
    publish(item, by=None, without_approval=True)
    assert Client().get("/en/news/feed/").content.decode() == before
    publish(item, by=None, without_approval=True, change_note={"en": "New date"})
    feed = Client().get("/en/news/feed/").content.decode()
    assert item.changed_at.date().isoformat() in feed
    assert feed != before
