"""Ranking, phrases, facets, fallback and suggestions, with records of the tests' own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.i18n.languages import LANGUAGES
from portal.search_index.models import Synonym
from tests.support import factories
from tests.support.search import find, find_titles

pytestmark = pytest.mark.django_db


def item(**fields):
    """Return a public news item in English, whose other languages have other words."""
    texts = {"title_en": "Zq", "title_es": "Zq", "title_fr": "Zq", **fields}
    for name in ("summary", "body"):
        if text := texts.get(f"{name}_en"):
            texts |= {f"{name}_es": text, f"{name}_fr": text}
    return factories.published(factories.news_item(**texts))


def test_results_rank_titles_first():
    item(title_en="In the text", body_en="<p>Zebra</p>", date="2020-01-01")
    item(title_en="In the summary", summary_en="A zebra.", date="2010-01-01")
    item(title_en="Old zebra", date="2001-01-01")
    item(title_en="New zebra", date="2005-01-01")
    assert find_titles("zebra") == ["New zebra", "Old zebra", "In the summary", "In the text"]


def test_words_in_title_and_summary_together():
    item(title_en="Zebra", summary_en="Quagga", date="2001")
    item(title_en="Other", body_en="<p>Zebra and quagga</p>", date="2020")
    assert find_titles("zebra quagga") == ["Zebra", "Other"]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ('"striped zebra runs"', True),
        ('"zebra runs fast"', False),
        ('"striped zebras"', True),
        ('"zebra striped"', False),
        ("zebra striped", True),
        ("zebra -striped", False),
        ("zebra -quagga", True),
        ('zebra -"striped zebra"', False),
        ('zebra -"zebra striped"', True),
    ],
)
def test_phrases_and_minus(query, is_found):
    item(title_en="Animals", body_en="<p>The striped zebra runs.</p><p>Lions run fast.</p>")
    assert find_titles(query) == (["Animals"] if is_found else [])


def test_phrase_of_several_pairs_keeps_its_order():
    item(title_en="Apart", body_en="<p>red zebra stripes and blue zebra crossing</p>")
    assert find_titles('"red zebra crossing"') == []
    assert find_titles('"blue zebra crossing"') == ["Apart"]


def test_words_of_two_blocks_stay_apart():
    item(title_en="Blocks", body_en="<ul><li>zebra</li><li>quagga</li></ul>")
    assert find_titles("zebra") == ["Blocks"]


def test_entities_are_no_words():
    item(title_en="Smith & Zebra", body_en="<p>Quagga &amp; Co</p>")
    assert find_titles("zebra") == ["Smith & Zebra"]
    assert find_titles("quagga amp") == []


def test_editor_can_add_synonyms():
    item(title_en="Zebra")
    assert find_titles("quagga") == []
    Synonym.objects.create(language="en", words="zebra, quagga, striped horse")
    assert find_titles("quagga") == find_titles("striped horses") == ["Zebra"]
    assert find_titles("quagga", "es") == []


def test_glossary_finds_equivalents_in_other_languages():
    factories.term(key="zebra", term_en="zebra", term_es="cebra", term_fr="zèbre", abbreviation_es="ZBR")
    item(title_en="Zebra crossing")
    assert "Zebra crossing" in find_titles("cebra")
    assert "Zebra crossing" in find_titles("zebres")
    assert "Zebra crossing" in find_titles("ZBR")


def test_record_without_translation_is_found_in_its_language():
    record = factories.news_item(title_en="Zebra crossings", country=factories.country("US"))
    factories.published(record)
    for language, query in (("es", "zebra crossing"), ("fr", "zebras")):
        [result] = find(query, language).results
        assert result.language == "en"
        assert 'lang="en"' in result.heading
        assert "<mark>" in result.heading
    assert find("zebra").results[0].language == ""


def test_parts_numbers_and_people_are_found():
    meeting = factories.meeting(title_en="Gathering", title_es="Encuentro", title_fr="Rencontre")
    meeting.participants.create(name="Zoraida Quintanilla")
    factories.published(meeting)
    factories.published(factories.submission(number="MX 9999", title_en="Zq", title_es="Zq", title_fr="Zq"))
    assert find_titles("quintanilla") == ["Gathering"]
    assert find_titles("MX 9999", "fr")[0] == "Zq"


def test_unconfirmed_facts_are_not_found():
    place = factories.help_place(title_en="Zebraland", title_es="Z", title_fr="Z", country=factories.country("US"))
    factories.help_entry(place=place, title_en="Quagga", title_es="Q", title_fr="Q", confirmed=False)
    factories.published(place)
    assert find_titles("zebraland") == ["Zebraland"]
    assert find_titles("quagga") == []


@pytest.mark.parametrize(
    ("schedule", "is_found"),
    [
        ({"publish_at": -1}, True),
        ({"publish_at": 1}, False),
        ({"publish_at": -2, "withdraw_at": 1}, True),
        ({"publish_at": -2, "withdraw_at": -1}, False),
    ],
    ids=str,
)
def test_clock_is_applied_by_the_query(schedule, is_found):
    record = item(title_en="Zebra")
    for name, hours in schedule.items():
        setattr(record, name, timezone.now() + timedelta(hours=hours))
    record.save()
    record.finalize_save("saved", by=None)
    assert find_titles("zebra") == (["Zebra"] if is_found else [])


def test_entry_follows_its_section_and_jurisdiction():
    section = factories.published(factories.section())
    jurisdiction = factories.published(factories.jurisdiction(country=factories.country("US")))
    entry = factories.entry(
        section=section, jurisdiction=jurisdiction, **{f"title_{code}": "Zebra" for code in LANGUAGES}
    )
    factories.published(entry)
    assert find_titles("zebra") == ["Zebra"]
    section.transition_to("withdrawn", "unpublished", by=None, note="")
    assert find_titles("zebra") == []


class TestFacets:
    @pytest.fixture(autouse=True)
    def records(self):
        item(title_en="Zebra one", date="2004-05", country=factories.country("US"))
        item(title_en="Zebra two", date="2004-06", country=factories.country("MX"), **{"summary_en": "x"})
        item(title_en="Zebra three", date="2005", country=factories.country("US"))
        factories.published(factories.section(title_en="Zebra section", title_es="Z", title_fr="Z"))

    def describe(self, **params):
        outcome = find("zebra", **params)
        return outcome.total, {
            facet.name: {value.display: value.count for value in facet.values} for facet in outcome.facets
        }

    def test_facets_count_hits(self):
        total, facets = self.describe()
        assert total == 4
        assert facets == {
            "kind": {"All types": 4, "News items": 3, "Sections": 1},
            "country": {"All": 4, "United States": 2, "Mexico": 1, "All three countries": 1},
            "year": {"All": 4, "2005": 1, "2004": 2},
        }

    def test_facets_keep_the_other_filters(self):
        total, facets = self.describe(year="2004")
        assert total == 2
        assert facets["country"] == {"All": 2, "United States": 1, "Mexico": 1}
        assert facets["year"] == {"All": 4, "2005": 1, "2004": 2}

    def test_filters_combine(self):
        assert find_titles("zebra", kind="newsitem", country="us", year="2004") == ["Zebra one"]
        assert find("zebra", kind="section", year="2004").total == 0

    @pytest.mark.parametrize("params", [{"kind": "nothing"}, {"country": "de"}, {"year": "x" * 50}], ids=str)
    def test_unknown_values_are_ignored(self, params):
        assert find("zebra", **params).total == 4


@pytest.mark.parametrize(
    ("language", "query", "suggestion"),
    [
        ("en", "inspecton", "inspections"),
        ("en", "nispection", "inspections"),
        ("es", "inspecion", "inspección"),
        ("fr", "secruité", "sécurité"),
        ("en", "inspection", ""),
        ("en", "zzzzzz", ""),
        ("en", "xy", ""),
        ("en", "99999", ""),
    ],
)
def test_suggestion(language, query, suggestion):
    outcome = find(query, language)
    assert outcome.suggestion[:6] == suggestion[:6]
    assert not outcome.suggestion or (outcome.total == 0 and find(outcome.suggestion, language).total)


def test_suggestion_has_no_word_of_a_draft():
    factories.news_item(title_en="Zebracadabra", title_es="Zebracadabra", title_fr="Zebracadabra")
    assert find("zebracadabrx").suggestion == ""
    item(title_en="Zebracadabra")
    assert find("zebracadabrx").suggestion == "zebracadabra"


def test_excerpt_marks_hits_without_accents():
    item(title_es="Cebras", title_en="Zq", summary_en="La protección de la cebra.")
    [result] = find("proteccion cebras", "es").results
    assert result.excerpt == "La <mark>protección</mark> de la <mark>cebra</mark>."
    assert result.heading == "<mark>Cebras</mark>"


def test_excerpt_escapes_texts():
    item(title_en="<b>Zebra</b> & co")
    [result] = find("zebra").results
    assert result.heading == "&lt;b&gt;<mark>Zebra</mark>&lt;/b&gt; &amp; co"
