"""Partial dates: validation, and format in each language."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from portal.i18n import dates
from portal.i18n.dates import (
    PartialDate,
    ends_before_start,
    format_date_or_range,
    parse_partial_date,
    render_date_phrase,
    render_time_element,
    validate_date_order,
    validate_partial_date,
)

LANGUAGES = ("en", "es", "fr")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2004", PartialDate(2004)),
        ("2004-04", PartialDate(2004, 4)),
        ("2004-04-26", PartialDate(2004, 4, 26)),
        ("2004-02-29", PartialDate(2004, 2, 29)),
        ("1900-01-01", PartialDate(1900, 1, 1)),
        ("9999", PartialDate(9999)),
    ],
)
def test_partial_date_is_parsed(text, date):
    assert parse_partial_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "2004-02-30", "2003-02-29", "2004-13", "2004-00", "2004-04-00", "2004-04-31", "0000", "99999",
        "2004-4-26", "2004/04/26", "20040426", "26-04-2004", "April 2004", "-2004", "2004-", "2004-04-26T00:00",
        " 2004", "2004\n", "2004\x00", "\x00", "２００４", "٢٠٠٤", "2004-0４",
    ],
)  # fmt: skip
def test_invalid_date_is_rejected(text):
    with pytest.raises(ValidationError) as refusal:
        parse_partial_date(text)
    assert refusal.value.code == "date"
    assert "2004-04-26" in refusal.value.messages[0]


@pytest.mark.parametrize("text", ["1899", "1899-12-31", "0001", "0204-04-26"])
def test_date_before_minimum_is_rejected(text):
    with pytest.raises(ValidationError) as refusal:
        validate_partial_date(text)
    assert refusal.value.messages == ["Enter a date from 1900 onward."]


def test_date_field_error_is_in_editor_language():
    field = dates.PartialDateField(blank=True)
    assert field.clean("2004-04", None) == "2004-04"
    assert field.clean("", None) == ""
    with pytest.raises(ValidationError) as refusal:
        field.clean("2004-02-30", None)
    with override("es"):
        assert "2004-02-30" in refusal.value.messages[0]
        assert "is not a date" not in refusal.value.messages[0]


def test_required_date_field_rejects_blank():
    with pytest.raises(ValidationError):
        dates.PartialDateField().clean("", None)


def test_date_form_field_rejects_nul():
    with pytest.raises(ValidationError):
        dates.PartialDateField().formfield().clean("2004\x00")


def format_text(start, end=None):
    return [format_date_or_range(start, end, language) for language in LANGUAGES]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2004-04-08", ["April 8, 2004", "8 de abril de 2004", "8 avril 2004"]),
        ("2000-09-01", ["September 1, 2000", "1 de septiembre de 2000", "1<sup>er</sup> septembre 2000"]),
        ("2004-08-11", ["August 11, 2004", "11 de agosto de 2004", "11 août 2004"]),
        ("2004-12-31", ["December 31, 2004", "31 de diciembre de 2004", "31 décembre 2004"]),
        ("2004-09", ["September 2004", "septiembre de 2004", "septembre 2004"]),
        ("2004", ["2004", "2004", "2004"]),
    ],
)
def test_date_is_formatted_in_each_language(text, expected):
    assert format_text(text) == expected


RANGES = {
    "neighbours": (
        "2004-04-26", "2004-04-27",
        ["April 26–27, 2004", "26 y 27 de abril de 2004", "les 26 et 27 avril 2004"],
    ),
    "neighbours on the first": (
        "2000-09-01", "2000-09-02",
        ["September 1–2, 2000", "1 y 2 de septiembre de 2000", "les 1<sup>er</sup> et 2 septembre 2000"],
    ),
    "longer": (
        "2003-08-26", "2003-08-28",
        ["August 26–28, 2003", "del 26 al 28 de agosto de 2003", "du 26 au 28 août 2003"],
    ),
    "across months": (
        "2004-08-30", "2004-09-01",
        ["August 30–September 1, 2004", "del 30 de agosto al 1 de septiembre de 2004",
         "du 30 août au 1<sup>er</sup> septembre 2004"],
    ),
    "neighbours across months": (
        "2004-08-31", "2004-09-01",
        ["August 31–September 1, 2004", "del 31 de agosto al 1 de septiembre de 2004",
         "du 31 août au 1<sup>er</sup> septembre 2004"],
    ),
    "across years": (
        "2004-12-30", "2005-01-02",
        ["December 30, 2004–January 2, 2005", "del 30 de diciembre de 2004 al 2 de enero de 2005",
         "du 30 décembre 2004 au 2 janvier 2005"],
    ),
    "same days of two years": (
        "2004-04-26", "2005-04-26",
        ["April 26, 2004–April 26, 2005", "del 26 de abril de 2004 al 26 de abril de 2005",
         "du 26 avril 2004 au 26 avril 2005"],
    ),
    "months": (
        "2004-03", "2004-05", ["March–May 2004", "de marzo a mayo de 2004", "de mars à mai 2004"],
    ),
    "months that begin with a vowel": (
        "2004-04", "2004-10", ["April–October 2004", "de abril a octubre de 2004", "d’avril à octobre 2004"],
    ),
    "months across years": (
        "2004-10", "2005-02",
        ["October 2004–February 2005", "de octubre de 2004 a febrero de 2005", "d’octobre 2004 à février 2005"],
    ),
    "years": ("2004", "2006", ["2004–2006", "de 2004 a 2006", "de 2004 à 2006"]),
    "a day to a month": (
        "2004-04-26", "2004-06",
        ["April 26, 2004–June 2004", "del 26 de abril a junio de 2004", "du 26 avril à juin 2004"],
    ),
    "a month to a day": (
        "2004-04", "2004-06-01",
        ["April 2004–June 1, 2004", "de abril al 1 de junio de 2004", "d’avril au 1<sup>er</sup> juin 2004"],
    ),
    "a year to a month": (
        "2004", "2005-04", ["2004–April 2005", "de 2004 a abril de 2005", "de 2004 à avril 2005"],
    ),
    "equal ends": ("2004-04-26", "2004-04-26", ["April 26, 2004", "26 de abril de 2004", "26 avril 2004"]),
    "no end": ("2004-04-26", "", ["April 26, 2004", "26 de abril de 2004", "26 avril 2004"]),
}  # fmt: skip


@pytest.mark.parametrize("case", RANGES)
def test_range_is_formatted_in_each_language(case):
    start, end, expected = RANGES[case]
    assert format_text(start, end) == expected


def test_date_defaults_to_reader_language():
    with override("fr"):
        assert format_date_or_range("2004-04-26", "2004-04-27") == "les 26 et 27 avril 2004"
    with override("es-mx"):
        assert format_date_or_range("2004-04-26") == "26 de abril de 2004"
    with override(None):
        assert format_date_or_range("2004-04-26") == "April 26, 2004"


def test_date_in_other_language_keeps_active_language():
    with override("es"):
        format_date_or_range("2004-04-26", language="fr")
        assert format_date_or_range("2004-04-26") == "26 de abril de 2004"


@pytest.mark.parametrize("text", ["2004-04-26", "2004-04", "2004"])
def test_time_element_keeps_precision(text):
    assert (
        render_time_element(text, language="es")
        == f'<time datetime="{text}">{format_date_or_range(text, language="es")}</time>'
    )


def test_time_element_of_range_has_first_day():
    assert render_time_element("2004-04-26", "2004-04-27", "fr") == (
        '<time class="range" datetime="2004-04-26">les 26 et 27 avril 2004</time>'
    )


def test_time_element_keeps_first_of_month_ordinal():
    assert render_time_element("2000-09-01", language="fr") == (
        '<time datetime="2000-09-01">1<sup>er</sup> septembre 2000</time>'
    )


RELATED = {
    ("from", "2004-12-17"): [
        "from December 17, 2004", "desde el 17 de diciembre de 2004", "depuis le 17 décembre 2004",
    ],
    ("from", "2004-04"): ["from April 2004", "desde abril de 2004", "depuis avril 2004"],
    ("from", "2004"): ["from 2004", "desde 2004", "depuis 2004"],
    ("until", "2004-12-17"): [
        "until December 17, 2004", "hasta el 17 de diciembre de 2004", "jusqu’au 17 décembre 2004",
    ],
    ("until", "2004-10"): ["until October 2004", "hasta octubre de 2004", "jusqu’en octobre 2004"],
    ("until", "2004"): ["until 2004", "hasta 2004", "jusqu’en 2004"],
    ("as of", "2004-04-01"): [
        "source of April 1, 2004", "fuente del 1 de abril de 2004", "source du 1<sup>er</sup> avril 2004",
    ],
    ("as of", "2004-08"): ["source of August 2004", "fuente de agosto de 2004", "source d’août 2004"],
    ("as of", "2004-09"): ["source of September 2004", "fuente de septiembre de 2004", "source de septembre 2004"],
    ("as of", "2004"): ["source of 2004", "fuente de 2004", "source de 2004"],
}  # fmt: skip


@pytest.mark.parametrize(("relation", "text"), RELATED)
def test_date_in_sentence_has_prepositions_of_language(relation, text):
    phrases = [render_date_phrase(relation, text, language) for language in LANGUAGES]
    assert [phrase.replace(f'<time datetime="{text}">', "").replace("</time>", "") for phrase in phrases] == RELATED[
        relation, text
    ]
    assert all(f'<time datetime="{text}">' in phrase for phrase in phrases)


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        ("2004-09-27", "2004-09-26", True),
        ("2004-09-27", "2004-09-27", False),
        ("2004-09-27", "2004-09", False),
        ("2004-09-27", "2004-08", True),
        ("2004-09", "2004-09-01", False),
        ("2004-09", "2004-08-31", True),
        ("2004", "2004-01-01", False),
        ("2004-01-01", "2003", True),
        ("2004-12-31", "2005", False),
    ],
)
def test_end_before_start_needs_both_dates(start, end, before):
    assert ends_before_start(start, end) is before


def test_end_before_start_is_rejected_at_end_field():
    with pytest.raises(ValidationError) as refusal:
        validate_date_order("2004-09-27", "2004-09-26", "end_date")
    assert list(refusal.value.message_dict) == ["end_date"]


@pytest.mark.parametrize(("start", "end"), [("", "2004"), ("2004", ""), ("", "")])
def test_end_without_start_is_rejected(start, end):
    validate_date_order(start, end, "end_date")


def test_year_of_each_precision():
    assert [dates.get_year(text) for text in ("2004-04-26", "2004-04", "2004")] == [2004, 2004, 2004]
