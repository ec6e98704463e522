"""Translation status of records and children: original, current, outdated or missing."""

import pytest
from django.utils.translation import override

from news.models import NewsItem
from portal.models import OfficeName
from portal.translations.status import TranslationStatus, hash_text
from tests.support import factories
from tests.support.translations import get_translation_status

pytestmark = pytest.mark.django_db
ORIGINAL, CURRENT, OUTDATED, MISSING = TranslationStatus


def states(record):
    return {language: get_translation_status(record, language) for language in ("en", "es", "fr")}


def again(record):
    """Return the reloaded record."""
    return type(record).objects.get(pk=record.pk)


def translated(**fields):
    return factories.news_item(**{"title_en": "One", "title_es": "Uno", "title_fr": "Un", **fields})


def test_new_translation_is_current():
    assert states(translated()) == {"en": ORIGINAL, "es": CURRENT, "fr": CURRENT}


def test_language_without_title_is_missing():
    record = factories.news_item(title_es="Uno", title_en="One", source_language="es")
    assert states(record) == {"en": CURRENT, "es": ORIGINAL, "fr": MISSING}


def test_language_without_text_of_source_is_missing():
    record = translated(body_en="<p>Text</p>", body_es="<p>Texto</p>", body_fr="<p> </p>")
    assert states(record) == {"en": ORIGINAL, "es": CURRENT, "fr": MISSING}


def test_text_missing_in_source_is_ignored():
    assert states(translated(summary_fr="Court"))["es"] == CURRENT


@pytest.mark.parametrize(("column", "text"), [("title_en", "Two"), ("summary_en", "Longer"), ("body_en", "<p>New</p>")])
def test_changed_source_is_outdated(column, text):
    record = translated(
        summary_en="Short", summary_es="Corto", summary_fr="Court",
        body_en="<p>Old</p>", body_es="<p>Viejo</p>", body_fr="<p>Vieux</p>",
    )  # fmt: skip
    setattr(record, column, text)
    record.save()
    assert states(again(record)) == {"en": ORIGINAL, "es": OUTDATED, "fr": OUTDATED}


def test_corrected_translation_is_current():
    record = translated()
    record.title_en = "Two"
    record.save()
    record = again(record)
    record.title_fr = "Deux"
    record.save()
    assert states(again(record)) == {"en": ORIGINAL, "es": OUTDATED, "fr": CURRENT}


def test_simultaneous_change_is_current():
    record = translated()
    record.title_en, record.title_es = "Two", "Dos"
    record.save()
    assert (states(record)["es"], states(record)["fr"]) == (CURRENT, OUTDATED)


def test_reverted_source_is_current():
    record = translated()
    for title in ("Two", "One"):
        record.title_en = title
        record.save()
    assert states(record)["fr"] == CURRENT


def test_save_without_text_change_stays_outdated():
    record = translated()
    record.title_en = "Two"
    record.save()
    record.date = "2005"
    record.save()
    again(record).save()
    assert states(again(record))["fr"] == OUTDATED


@pytest.mark.parametrize("text", ["<p>Old  text</p>", "<p>Old\ntext</p>", " <p>Old text</p>\n", "<p>Old\r\n text</p>"])
def test_whitespace_in_source_is_ignored(text):
    record = translated(body_en="<p>Old text</p>", body_es="<p>A</p>", body_fr="<p>B</p>")
    record.body_en = text
    record.save()
    assert states(again(record))["fr"] == CURRENT


def test_whitespace_in_translation_stays_outdated():
    record = translated()
    record.title_en = "Two"
    record.save()
    record.title_fr = "Un "
    record.save()
    assert states(record)["fr"] == OUTDATED


def test_url_in_text_counts():
    record = translated(body_en='<p><a href="/a/">A</a></p>', body_es="<p>A</p>", body_fr="<p>A</p>")
    record.body_en = '<p><a href="/b/">A</a></p>'
    record.save()
    assert states(record)["fr"] == OUTDATED


def test_slug_does_not_count():
    record = translated(slug_en="one")
    record.slug_en = "another"
    record.save()
    assert states(record)["fr"] == CURRENT


RAW = '<p onclick="x">See <a href="https://example.gov/?a=1&b=2">it</a>,<br/>\xa0caf\u00e9</p>'


def test_sanitized_source_is_current():
    record = translated(body_en=RAW, body_es="<p>A</p>", body_fr="<p>B</p>")
    again(record).save()
    assert states(again(record))["fr"] == CURRENT


def test_sanitized_translation_is_outdated():
    record = again(translated(body_en="<p>Old</p>", body_es=RAW, body_fr=RAW))
    record.body_en = "<p>New</p>"
    record.save()
    assert states(again(record))["fr"] == OUTDATED


def test_translation_as_new_source_is_current():
    record = again(translated())
    record.source_language = "es"
    record.save()
    assert states(again(record)) == {"en": CURRENT, "es": ORIGINAL, "fr": CURRENT}


def test_later_translation_as_new_source_stays_outdated():
    record = translated()
    record.title_en, record.title_es = "Two", "Dos"
    record.save()
    record.source_language = "es"
    record.save()
    assert states(again(record)) == {"en": CURRENT, "es": ORIGINAL, "fr": OUTDATED}


def test_changed_translation_as_new_source_is_outdated():
    record = again(translated())
    record.source_language, record.title_es = "es", "Dos"
    record.save()
    assert states(again(record))["fr"] == OUTDATED


def test_emptied_source_is_outdated():
    record = translated(summary_en="Short", summary_es="Corto", summary_fr="Court")
    record.summary_en = ""
    record.save()
    assert states(record)["fr"] == OUTDATED
    record.summary_fr = ""
    record.save()
    assert states(record)["fr"] == CURRENT


@pytest.mark.parametrize("interface", ["en", "es", "fr"])
def test_state_is_independent_of_interface_language(interface):
    with override(interface):
        record = factories.news_item(title_es="Uno", source_language="es")
        record.title_es = "Dos"
        record.save()
    assert states(again(record)) == {"en": MISSING, "es": ORIGINAL, "fr": MISSING}


def test_record_without_title_is_missing():
    assert get_translation_status(NewsItem(source_language="es"), "fr") == MISSING


def test_child_state_depends_on_its_own_texts():
    link = factories.entry_link(entry=factories.entry(), text_en="OSHA", text_es="La OSHA")
    assert states(link) == {"en": ORIGINAL, "es": CURRENT, "fr": MISSING}
    link.text_en = "NIOSH"
    link.save()
    assert states(link) == {"en": ORIGINAL, "es": OUTDATED, "fr": MISSING}


def test_child_uses_source_language_of_record():
    link = factories.entry_link(entry=factories.entry(title_es="Uno", source_language="es"), text_es="La OSHA")
    assert states(link) == {"en": MISSING, "es": ORIGINAL, "fr": MISSING}


def test_untranslated_names_do_not_count():
    name = OfficeName.objects.create(office=factories.office(), name_es="Secretaría del Trabajo")
    assert states(name) == {"en": ORIGINAL, "es": CURRENT, "fr": CURRENT}


def test_hash_depends_only_on_words():
    assert hash_text("a b") == hash_text(" a \n b ")
    assert hash_text("a b") != hash_text("ab")
    assert len(hash_text("")) == 16
