"""Public pages of the indicators, their values as CSV, and the facts of the initial content."""

import csv
import re
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from portal.i18n.languages import LANGUAGES, get_translation
from programs.datasets import INDICATOR_COLUMNS
from programs.indicators import Indicator, IndicatorValue
from tests.support import factories
from tests.support.clients import get_page
from tests.support.html import ParsedPage, collapse_whitespace
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db
LISTS = {"en": "/en/indicators/", "es": "/es/indicadores/", "fr": "/fr/indicateurs/"}
FILES = {"en": "indicators.csv", "es": "indicadores.csv", "fr": "indicateurs.csv"}
NUMBERS = {"en": ("5,070", "3.5"), "es": ("5,070", "3.5"), "fr": ("5\xa0070", "3,5")}
REASONS = {
    "en": "Why these figures aren’t compared",
    "es": "Por qué no se comparan estas cifras",
    "fr": "Pourquoi ces chiffres ne sont pas comparés",
}
WORDS = {
    "en": ("5,703", "revised", "preliminary"),
    "es": ("5,703", "revisado", "preliminar"),
    "fr": ("5\xa0703", "révisée", "provisoire"),
}


def read_csv(language="en"):
    response = Client().get(LISTS[language] + FILES[language])
    assert response.status_code == 200
    content = b"".join(response)
    return content, [*csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""))]


def get_drawings(html):
    return re.findall(r"<svg [^>]*role=\"?img.*?</svg>", html, re.DOTALL)


@pytest.fixture
def indicator():
    """Return a public indicator of Canada without values."""
    return factories.published(factories.indicator(country=factories.country("CA")))


@pytest.mark.parametrize("language", LANGUAGES)
class TestLanguages:
    def test_page_has_panel_for_each_country_and_measure(self, language):
        html = get_page(LISTS[language])
        links = [link.get("href") for link in ParsedPage(html).all("a")]
        assert all(indicator.get_url(language) in links for indicator in Indicator.objects.published())
        assert len(get_drawings(html)) == 6

    def test_reasons_stand_between_drawings_and_definitions(self, language):
        html = get_page(LISTS[language])
        reasons, table = html.index(REASONS[language]), html.index('class="counted"')
        assert html.rindex("</svg>", 0, table) < reasons < table

    def test_numbers_are_written_as_in_the_language(self, language):
        html = get_page(LISTS[language])
        assert all(number in html for number in NUMBERS[language])

    def test_coordinates_have_decimal_points(self, language):
        for drawing in get_drawings(get_page(LISTS[language])):
            for name in ("x", "y", "cx", "cy", "r", "d", "transform"):
                assert not re.search(rf' {name}="[^"]*,', drawing)

    def test_revised_value_keeps_the_earlier_one(self, language):
        html = get_page(LISTS[language])
        assert all(word in html for word in WORDS[language])

    def test_switcher_and_download_are_in_the_language(self, language):
        links = [link.get("href") for link in ParsedPage(get_page(LISTS[language])).all("a")]
        assert LISTS[language] + FILES[language] in links
        assert all(LISTS[other] in links for other in LANGUAGES)

    def test_unconfirmed_facts_are_not_public(self, language, indicator):
        factories.indicator_value(indicator=indicator, year=2001, value=4711)
        factories.indicator_value(indicator=indicator, year=2002, value=8151, confirmed=False)
        quetzal = {"text_en": "Quetzal", "text_es": "Quetzal", "text_fr": "Quetzal"}
        factories.indicator_definition(indicator=indicator, confirmed=False, **quetzal)
        pages = get_page(LISTS[language]) + get_page(indicator.get_url(language))
        assert "Quetzal" not in pages
        assert re.search(r"4.?711", pages)
        assert not re.search(r"8.?151", pages)
        assert {row["value"] for row in read_csv(language)[1] if row["series"] == indicator.slug_en} == {"4711"}

    def test_page_of_indicator_has_values_and_definitions(self, language, indicator):
        factories.indicator_value(indicator=indicator, year=2001, value=4711)
        definition = factories.indicator_definition(indicator=indicator)
        html = get_page(indicator.get_url(language))
        assert get_translation(definition, "text", language) in html
        assert len(get_drawings(html)) == 1
        assert "https://www.bls.gov/" in html


def test_preliminary_value_has_another_shape(indicator):
    value = factories.indicator_value(indicator=indicator, status="preliminary")
    html = get_page(indicator.get_absolute_url())
    assert "<circle" not in html
    assert "A diamond marks a preliminary value." in html
    IndicatorValue.objects.filter(pk=value.pk).update(status="final")
    html = get_page(indicator.get_absolute_url())
    assert "<circle" in html
    assert "diamond" not in html


def test_break_is_drawn_and_explained(indicator):
    factories.indicator_value(indicator=indicator, year=2003)
    factories.indicator_value(indicator=indicator, year=2009, break_before=True, break_note_en="Another census")
    html = collapse_whitespace(get_page(indicator.get_absolute_url()))
    assert "Break in the series before 2009:</b> Another census" in html
    assert html.count('class="break"') == 1


def test_years_between_values_have_no_stem(indicator):
    for year in (2003, 2009):
        factories.indicator_value(indicator=indicator, year=year)
    assert get_page(indicator.get_absolute_url()).count('class="stem"') == 2


def test_year_with_rate_alone_has_row_and_no_stem(indicator):
    factories.indicator_value(indicator=indicator, value=None, rate="2.2", rate_unit_en="per 100 workers")
    html = collapse_whitespace(get_page(indicator.get_absolute_url()))
    assert "2.2 per 100 workers" in html
    assert not get_drawings(html)


def test_indicator_without_confirmed_value_has_no_panel(indicator):
    factories.indicator_value(indicator=indicator, confirmed=False)
    assert indicator.get_absolute_url() not in get_page("/en/indicators/")
    assert get_page(indicator.get_absolute_url())


def test_topic_that_one_country_lacks_is_a_dash(indicator):
    factories.indicator_value(indicator=indicator)
    html = get_page("/en/indicators/")
    assert "A dash:" in html
    assert html.count("not on record") > 0


def test_csv_is_the_same_in_every_language():
    assert len({read_csv(language)[0] for language in LANGUAGES}) == 1


def test_csv_has_stable_columns_and_plain_values():
    content, rows = read_csv()
    assert content.startswith(b"\xef\xbb\xbf")
    assert [*rows[0]] == [column.name for column in INDICATOR_COLUMNS]
    [row] = [row for row in rows if row["series"] == "deaths-united-states" and row["year"] == "2005"]
    names = ("measure", "country", "value", "status", "earlier_value", "rate", "break_before", "source_date")
    assert [row[name] for name in names] == ["deaths", "US", "5734", "revised", "5702", "4", "false", "2007-08-09"]
    assert row["unit_fr"] == "blessures mortelles"
    assert row["numerator_en"].startswith("Fatal injuries")


def test_csv_neutralizes_formulas(indicator):
    factories.indicator_value(indicator=indicator, source_title_en="=HYPERLINK()")
    assert "'=HYPERLINK()" in {row["source_en"] for row in read_csv()[1]}


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"year": 1899}, "year"),
        ({"year": 2999}, "year"),
        ({"value": None}, "value"),
        ({"value": -1}, "value"),
        ({"rate": "-0.1", "rate_unit_en": "per 100"}, "rate"),
        ({"rate": "3.5"}, "rate"),
        ({"earlier_value": 9}, "earlier_value"),
        ({"earlier_value": 9, "status": "preliminary"}, "earlier_value"),
        ({"break_before": True}, "break_before"),
        ({"source_address_en": ""}, "confirmed"),
    ],
    ids=[
        "early", "future", "empty", "negative", "negative rate", "rate of what", "not revised", "preliminary",
        "no note", "no source",
    ],
)  # fmt: skip
def test_value_is_validated(indicator, fields, column):
    value = IndicatorValue(**{"indicator": indicator, "year": 2004, "value": 10, **factories.SOURCE, **fields})
    with pytest.raises(ValidationError) as error:
        value.full_clean()
    assert [*error.value.message_dict] == [column]


def test_year_has_one_value(indicator):
    factories.indicator_value(indicator=indicator, year=2004)
    with pytest.raises(ValidationError):
        IndicatorValue(indicator=indicator, year=2004, value=1).full_clean()


def test_query_counts_are_constant(indicator):
    paths = (indicator.get_absolute_url(), "/en/indicators/", "/sitemap.xml")
    factories.indicator_value(indicator=indicator)
    counts = [[count_queries(path) for path in paths]]
    for number in range(3):
        factories.indicator_value(indicator=indicator, year=2010 + number)
        factories.published(factories.indicator(country=factories.country("US"), counts=((2001, 1), (2002, 2))))
    counts.append([count_queries(path) for path in paths])
    assert counts[0] == counts[1]


def test_content_is_valid_and_shows_no_secondary_figures():
    for indicator in Indicator.objects.published().with_related():
        for fact in (*indicator.get_confirmed_values(), *indicator.get_ordered_definitions()):
            fact.full_clean()
    html = get_page("/en/indicators/")
    # Seen only in secondary sources.
    for number in ("859", "410,266", "418,514", "951", "1,057", "274,022", "2,800,000", "2,500,000"):
        assert not re.search(rf"(?<![\d,]){number}(?![\d,])", html), number
