"""The query for missing translations agrees with the records."""

import pytest

from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.records.parts import get_parts
from portal.translations.models import Translated
from portal.translations.queries import build_missing_languages
from portal.translations.status import get_missing_fields
from tests.support import factories

pytestmark = pytest.mark.django_db


def get_states(record):
    """Return the languages that the query reports for a record."""
    [annotated] = type(record).objects.annotate(missing=build_missing_languages(type(record))).filter(pk=record.pk)
    return set(annotated.missing)


def own_words(record):
    """Return the languages that the record and its children report."""
    rows = [record, *(part for part in get_parts(record) if isinstance(part, Translated))]
    return {language for language in LANGUAGES for row in rows if get_missing_fields(row, language)}


@pytest.mark.parametrize(
    ("source", "lacks", "field"),
    [
        (source, lacks, field)
        for source in LANGUAGES
        for lacks in LANGUAGES
        for field in ("title", "body")
        if field == "body" or lacks != source  # a title in the source language is always there
    ],
)
def test_column_matches_record(source, lacks, field):
    texts = {localized_field_name("body", language): "<p>Text</p>" for language in LANGUAGES} | factories.titles()
    texts[localized_field_name(field, lacks)] = None if field == "title" else "<p> </p>"
    record = factories.news_item(source_language=source, **texts)
    assert get_states(record) == own_words(record) == ({lacks} if lacks != source else set())


def test_child_uses_language_of_its_record():
    entry = factories.entry(source_language="es")
    factories.entry_link(entry=entry, text_en="", text_es="Enlace", text_fr="Lien")
    assert get_states(entry) == own_words(entry) == {"en"}


def test_untranslated_names_are_not_missing():
    entry = factories.entry(label_es="Inspección")
    assert get_states(entry) == own_words(entry) == set()
