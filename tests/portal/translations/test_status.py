"""What the portal says of a translation: original, current, outdated, missing; for a record and its parts."""

import pytest
from django.utils.translation import override

from news.models import NewsItem
from portal.models import OfficeName
from portal.translations.status import TranslationStatus, get_translation_status, hash_text
from tests.support import factories

pytestmark = pytest.mark.django_db
ORIGINAL, CURRENT, OUTDATED, MISSING = TranslationStatus


def states(record):
    return {language: get_translation_status(record, language) for language in ("en", "es", "fr")}


def again(record):
    """The record as the next editor meets it."""
    return type(record).objects.get(pk=record.pk)


def translated(**fields):
    return factories.news_item(**{"title_en": "One", "title_es": "Uno", "title_fr": "Un", **fields})


def test_state_of_a_new_translation_is_current():
    assert states(translated()) == {"en": ORIGINAL, "es": CURRENT, "fr": CURRENT}


def test_state_of_a_language_without_title_is_missing():
    record = factories.news_item(title_es="Uno", title_en="One", source_language="es")
    assert states(record) == {"en": CURRENT, "es": ORIGINAL, "fr": MISSING}


def test_state_of_a_language_without_a_text_of_the_source_is_missing():
    record = translated(body_en="<p>Text</p>", body_es="<p>Texto</p>", body_fr="<p> </p>")
    assert states(record) == {"en": ORIGINAL, "es": CURRENT, "fr": MISSING}


def test_state_ignores_what_the_source_does_not_have():
    assert states(translated(summary_fr="Court"))["es"] == CURRENT


@pytest.mark.parametrize(("column", "text"), [("title_en", "Two"), ("summary_en", "Longer"), ("body_en", "<p>New</p>")])
def test_state_is_outdated_once_the_source_has_changed(column, text):
    record = translated(
        summary_en="Short", summary_es="Corto", summary_fr="Court",
        body_en="<p>Old</p>", body_es="<p>Viejo</p>", body_fr="<p>Vieux</p>",
    )  # fmt: skip
    setattr(record, column, text)
    record.save()
    assert states(again(record)) == {"en": ORIGINAL, "es": OUTDATED, "fr": OUTDATED}


def test_state_is_current_again_once_the_translation_is_corrected():
    record = translated()
    record.title_en = "Two"
    record.save()
    record = again(record)
    record.title_fr = "Deux"
    record.save()
    assert states(again(record)) == {"en": ORIGINAL, "es": OUTDATED, "fr": CURRENT}


def test_state_is_current_where_source_and_translation_change_at_once():
    record = translated()
    record.title_en, record.title_es = "Two", "Dos"
    record.save()
    assert (states(record)["es"], states(record)["fr"]) == (CURRENT, OUTDATED)


def test_state_is_current_again_once_the_source_is_changed_back():
    record = translated()
    for title in ("Two", "One"):
        record.title_en = title
        record.save()
    assert states(record)["fr"] == CURRENT


def test_state_stays_outdated_through_saves_that_change_no_text():
    record = translated()
    record.title_en = "Two"
    record.save()
    record.date = "2005"
    record.save()
    again(record).save()
    assert states(again(record))["fr"] == OUTDATED


@pytest.mark.parametrize("text", ["<p>Old  text</p>", "<p>Old\ntext</p>", " <p>Old text</p>\n", "<p>Old\r\n text</p>"])
def test_state_is_not_changed_by_spaces(text):
    record = translated(body_en="<p>Old text</p>", body_es="<p>A</p>", body_fr="<p>B</p>")
    record.body_en = text
    record.save()
    assert states(again(record))["fr"] == CURRENT


def test_state_of_a_translation_whose_spaces_changed_stays_outdated():
    record = translated()
    record.title_en = "Two"
    record.save()
    record.title_fr = "Un "
    record.save()
    assert states(record)["fr"] == OUTDATED


def test_state_counts_an_address_in_the_text():
    record = translated(body_en='<p><a href="/a/">A</a></p>', body_es="<p>A</p>", body_fr="<p>A</p>")
    record.body_en = '<p><a href="/b/">A</a></p>'
    record.save()
    assert states(record)["fr"] == OUTDATED


def test_state_does_not_count_the_address_of_the_page():
    record = translated(slug_en="one")
    record.slug_en = "another"
    record.save()
    assert states(record)["fr"] == CURRENT


RAW = '<p onclick="x">See <a href="https://example.gov/?a=1&b=2">it</a>,<br/>\xa0caf\u00e9</p>'


def test_state_is_current_where_the_source_was_sanitised_at_its_save():
    record = translated(body_en=RAW, body_es="<p>A</p>", body_fr="<p>B</p>")
    again(record).save()
    assert states(again(record))["fr"] == CURRENT


def test_state_is_outdated_where_the_translation_was_sanitised_at_its_save():
    record = again(translated(body_en="<p>Old</p>", body_es=RAW, body_fr=RAW))
    record.body_en = "<p>New</p>"
    record.save()
    assert states(again(record))["fr"] == OUTDATED


def test_state_stays_current_where_a_translation_becomes_the_source():
    record = again(translated())
    record.source_language = "es"
    record.save()
    assert states(again(record)) == {"en": CURRENT, "es": ORIGINAL, "fr": CURRENT}


def test_state_stays_outdated_where_a_later_translation_becomes_the_source():
    record = translated()
    record.title_en, record.title_es = "Two", "Dos"
    record.save()
    record.source_language = "es"
    record.save()
    assert states(again(record)) == {"en": CURRENT, "es": ORIGINAL, "fr": OUTDATED}


def test_state_is_outdated_where_a_translation_becomes_the_source_and_changes_at_once():
    record = again(translated())
    record.source_language, record.title_es = "es", "Dos"
    record.save()
    assert states(again(record))["fr"] == OUTDATED


def test_state_is_outdated_where_the_source_has_lost_its_text():
    record = translated(summary_en="Short", summary_es="Corto", summary_fr="Court")
    record.summary_en = ""
    record.save()
    assert states(record)["fr"] == OUTDATED
    record.summary_fr = ""
    record.save()
    assert states(record)["fr"] == CURRENT


@pytest.mark.parametrize("interface", ["en", "es", "fr"])
def test_state_does_not_depend_on_the_language_of_the_interface(interface):
    with override(interface):
        record = factories.news_item(title_es="Uno", source_language="es")
        record.title_es = "Dos"
        record.save()
    assert states(again(record)) == {"en": MISSING, "es": ORIGINAL, "fr": MISSING}


def test_state_of_a_record_without_any_title_is_missing():
    assert get_translation_status(NewsItem(source_language="es"), "fr") == MISSING


def test_state_of_a_part_is_told_by_its_own_texts():
    link = factories.entry_link(entry=factories.entry(), text_en="OSHA", text_es="La OSHA")
    assert states(link) == {"en": ORIGINAL, "es": CURRENT, "fr": MISSING}
    link.text_en = "NIOSH"
    link.save()
    assert states(link) == {"en": ORIGINAL, "es": OUTDATED, "fr": MISSING}


def test_state_takes_the_source_language_of_a_part_from_its_record():
    link = factories.entry_link(entry=factories.entry(title_es="Uno", source_language="es"), text_es="La OSHA")
    assert states(link) == {"en": MISSING, "es": ORIGINAL, "fr": MISSING}


def test_state_does_not_count_names_as_their_owners_write_them():
    name = OfficeName.objects.create(office=factories.office(), name_es="Secretaría del Trabajo")
    assert states(name) == {"en": ORIGINAL, "es": CURRENT, "fr": CURRENT}


def test_fingerprint_changes_with_the_words_alone():
    assert hash_text("a b") == hash_text(" a \n b ")
    assert hash_text("a b") != hash_text("ab")
    assert len(hash_text("")) == 16
