"""Seed content of the matrix: twelve sections by four columns without repeated sentences, and comparisons of facts."""

import re
from collections import Counter

import pytest

from portal.i18n.languages import LANGUAGES, get_translation
from portal.richtext.fields import html_to_text
from programs.comparisons import Answer
from programs.help import HelpPlace
from programs.models import Entry, Jurisdiction, Section

pytestmark = pytest.mark.django_db


def sentences(entry, language):
    """Return the sentences of an entry in one language."""
    text = " ".join(html_to_text(get_translation(entry, field, language)) for field in ("summary", "body"))
    return {sentence.strip() for sentence in re.split(r"(?<=[.!?])\s+", text) if sentence.strip()}


def test_matrix_is_complete():
    columns = Jurisdiction.objects.published().columns()
    assert Section.objects.published().count() == 12
    assert len(columns) == 4
    assert Entry.objects.published().filter(jurisdiction__in=columns).count() == 48


def test_provinces_and_territories_are_part_of_one_column():
    parts = Jurisdiction.objects.published().exclude(parent=None).with_related()
    assert len(parts) == 13
    assert {part.parent.slug_en for part in parts} == {"provinces-and-territories"}
    assert [part.title_en for part in parts] == sorted(part.title_en for part in parts)


def test_every_jurisdiction_with_a_help_page_is_linked():
    places = HelpPlace.objects.published().values_list("jurisdiction", flat=True)
    expected = Jurisdiction.objects.published().exclude(slug_en="provinces-and-territories")
    assert sorted(places) == sorted(expected.values_list("pk", flat=True))


def test_every_answer_has_source_and_date_of_check():
    for answer in Answer.objects.with_questions().select_related("entry__section"):
        answer.full_clean()
        assert all(get_translation(answer, "source_title", language) for language in LANGUAGES), answer.pk
        assert answer.checked_on, answer.pk


@pytest.mark.parametrize("slug", ["united-states", "canada", "mexico", "provinces-and-territories"])
def test_inspections_are_answered_in_each_column(slug):
    entry = Entry.objects.published().with_related().get(jurisdiction__slug_en=slug, section__slug_en="inspections")
    assert len(entry.get_confirmed_answers()) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_of_each_province_says_enough(language):
    for part in Jurisdiction.objects.published().exclude(parent=None):
        texts = (html_to_text(get_translation(part, field, language)) for field in ("summary", "body"))
        assert len(" ".join(texts).split()) >= 60, part


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_repeated_across_entries(language):
    counted = Counter(sentence for entry in Entry.objects.published() for sentence in sentences(entry, language))
    assert sum(counted.values()) > 50
    assert [sentence for sentence, count in counted.items() if count > 1] == []


def test_training_section_was_blank_in_2004():
    blank = Entry.objects.filter(blank_in_2004=True).values_list("section__slug_en", flat=True)
    assert [*blank] == ["training"] * 4


def test_labels_of_2004_are_kept_as_they_were():
    labels = {entry.label_2004 for entry in Entry.objects.filter(jurisdiction__slug_en="provinces-and-territories")}
    assert {"Best", "Statistics/", "Training"} <= labels


def test_labels_are_only_in_jurisdiction_languages():
    for entry in Entry.objects.with_related():
        labelled = {language for language in LANGUAGES if get_translation(entry, "label", language)}
        assert labelled <= set(entry.jurisdiction.languages_of_its_own), entry


def test_each_section_compares_two_questions_or_more():
    assert [section for section in Section.objects.with_related() if len(section.questions.all()) < 2] == []


def test_each_answer_is_short_and_in_three_languages():
    answers = Answer.objects.all()
    assert answers.count() > 200
    words = {
        (answer.pk, language): len(html_to_text(get_translation(answer, "body", language)).split())
        for answer in answers
        for language in LANGUAGES
    }
    assert [key for key, count in words.items() if not 0 < count <= 65] == []


def test_readers_see_an_answer_in_nearly_each_cell():
    columns = Entry.objects.filter(jurisdiction__parent=None)
    blank = columns.exclude(answers__confirmed=True).values_list("section__slug_en", "jurisdiction__slug_en")
    assert sorted(blank) == [("research", "mexico"), ("training", "mexico")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_of_an_entry_has_sixty_words(language):
    short = [
        str(entry)
        for entry in Entry.objects.with_page()
        if len(" ".join(html_to_text(get_translation(entry, field, language)) for field in entry.texts).split()) < 60
    ]
    assert short == []
