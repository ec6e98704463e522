"""The indicators as CSV: a row for each confirmed value, with the texts of all languages.

The columns are part of the interface: programs of readers name them. Add new ones at the end.
"""

from portal.i18n.languages import LANGUAGES, get_translation, localized_field_name
from programs.indicators import IndicatorDefinition

NUMERATOR, DENOMINATOR = IndicatorDefinition.Topic.CASES, IndicatorDefinition.Topic.DENOMINATOR


def get_columns(*fields):
    """Return the names of the columns of translated fields."""
    return [localized_field_name(field, language) for field in fields for language in LANGUAGES]


HEADER = [
    "series", "measure", "country", "year", "value", "status", "earlier_value", "rate", "break_before",
    *get_columns("title", "unit", "rate_unit", "numerator", "denominator", "break_note", "source", "source_url"),
    "source_date", "checked_on",
]  # fmt: skip


def get_texts(record, *fields):
    """Return the texts of translated fields in all languages; empty texts without a record."""
    return [get_translation(record, field, language) if record else "" for field in fields for language in LANGUAGES]


def format_rate(rate):
    """Return a rate with a decimal point and without trailing zeros, None if there is none."""
    return None if rate is None else f"{rate.normalize():f}"


def build_row(indicator, definitions, value):
    """Return the cells of a value, in the order of HEADER."""
    numbers = (value.value, value.status, value.earlier_value, format_rate(value.rate))
    return [
        get_translation(indicator, "slug", "en"),
        indicator.kind,
        indicator.country.code if indicator.country else "",
        str(value.year),
        *("" if number is None else str(number) for number in numbers),
        "true" if value.break_before else "false",
        *get_texts(indicator, "title", "unit"),
        *get_texts(value, "rate_unit"),
        *get_texts(definitions.get(NUMERATOR), "text"),
        *get_texts(definitions.get(DENOMINATOR), "text"),
        *get_texts(value, "break_note", "source_title", "source_address"),
        value.source_date,
        value.checked_on,
    ]


def build_rows(indicators):
    """Yield the rows of the confirmed values of indicators, in their order and by year."""
    for indicator in indicators:
        definitions = indicator.get_confirmed_definitions()
        for value in indicator.get_confirmed_values():
            yield build_row(indicator, definitions, value)
