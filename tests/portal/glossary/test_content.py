"""The initial terms of the glossary."""

import pytest

from portal.i18n.languages import LANGUAGES, get_translation
from portal.models import Term

pytestmark = pytest.mark.django_db


def test_glossary_has_terms_of_every_theme():
    assert Term.objects.count() >= 100
    assert {term.theme for term in Term.objects.all()} == set(Term.Theme.values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_explain_only_terms_of_their_language(language):
    for term in Term.objects.missing(language):
        for field in ("abbreviation", "definition", "usage_note", "citation"):
            assert not get_translation(term, field, language), term.key


def test_every_term_names_source():
    uncited = [term.key for term in Term.objects.all() if not any(get_citations(term))]
    assert not uncited


def get_citations(term):
    return [get_translation(term, "citation", language) for language in LANGUAGES]


def test_french_texts_have_no_break_spaces():
    for term in Term.objects.in_language("fr"):
        texts = [get_translation(term, field, "fr") for field in ("term", "definition", "usage_note", "citation")]
        assert not [text for text in texts if any(pair in text for pair in (" :", " ;", " »", "« ", " %"))], term.key


def test_missing_language_and_listed_language_are_complements():
    for language in LANGUAGES:
        listed, missing = Term.objects.in_language(language), Term.objects.missing(language)
        assert listed.count() + missing.count() == Term.objects.count()
        assert not listed & missing
