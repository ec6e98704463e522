"""Validation of content files: all errors are reported with file, line and reason."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from alliances.models import Hazard
from news.models import NewsItem
from portal.content_import.reader import find_content_files, read_content
from portal.content_import.records import ContentError, ContentRecord, find_unknown_references
from portal.history.models import Version
from portal.models import Acronym, Country, DirectHost, Document, LoadedRecord, Synonym, Term
from portal.publishing.models import Publishable
from tests.support import factories
from tests.support.factories import COUNTRIES, write_content_file

GOOD = """\
model: news.newsitem
records:
  - key: good
    country: mx
    source: es
    date: "2004-04"
    title: {es: Buena}
"""


def refusals(*paths):
    """Return the errors of these files: [(file name, line, reason)]."""
    with pytest.raises(ContentError) as refusal:
        read_content([COUNTRIES, *paths])
    return [(mistake.file.name, mistake.line, mistake.reason) for mistake in refusal.value.problems]


# A file, the line of its mistake, and a part of what is said of it.
MISTAKES = {
    "unknown key": (GOOD + "    titel: {es: Mala}\n", 8, "unknown key “titel”; known are "),
    "unknown key at the top": (GOOD + "extra: 1\n", 8, "unknown key “extra”; known are model, records"),
    "unknown language": (GOOD.replace("es: Buena", "es: Buena, de: Gut"), 7, "unknown key “de”; known are en, es, fr"),
    "suffixed name": (GOOD + "    title_en: Good\n", 8, "unknown key “title_en”"),
    "status": (GOOD + "    status: published\n", 8, "unknown key “status”"),
    "primary key": (GOOD + "    id: 1\n", 8, "unknown key “id”"),
    "key missing": (GOOD.replace("key: good", "end_date: \"2004\""), 3, "“key” is missing"),
    "key empty": (GOOD.replace("key: good", "key:"), 3, "“key” is missing"),
    "model missing": ("records: []\n", 1, "“model” is missing"),
    "records missing": ("model: news.newsitem\n", 1, "“records” is missing"),
    "unknown model": (GOOD.replace("news.newsitem", "news.nothing"), 1, "there is no model “news.nothing”"),
    "model without app": (GOOD.replace("news.newsitem", "newsitem"), 1, "there is no model “newsitem”"),
    "title missing": (GOOD.replace("    title: {es: Buena}\n", ""), 3, "the title is missing in the source language"),
    "title empty": (GOOD.replace("es: Buena", "es: ''"), 7, "the title is missing in the source language, “es”"),
    "source language missing": (
        GOOD.replace("es: Buena", "en: Good"), 7, "“title” is missing in the source language, “es”",
    ),
    "source language of a text missing": (
        GOOD + "    body:\n      en: '<p>Good</p>'\n", 9, "“body” is missing in the source language, “es”",
    ),
    "unknown source": (GOOD.replace("source: es", "source: de"), 5, "“source”"),
    "bad date": (GOOD.replace("2004-04", "2004-02-30"), 6, "“date”: “2004-02-30” is not a date."),
    "date empty": (GOOD.replace('"2004-04"', ""), 6, "“date”: This field cannot be blank."),
    "bad day of review": (GOOD + "    review_due: 2026-02-30\n", 8, "“review_due”: "),
    "unknown reference": (GOOD.replace(": mx", ": de"), 4, "there is no portal.country with the key “de”"),
    "empty reference": (GOOD.replace("country: mx", "country:"), 4, "there is no portal.country with the key “”"),
    "reference that is a list": (GOOD.replace("country: mx", "country: [mx]"), 4, "one value is expected here"),
    "text where languages are expected": (GOOD.replace("{es: Buena}", "x"), 7, "names and values are expected here"),
    "list where a text is expected": (GOOD.replace("es: Buena", "es: [Buena]"), 7, "one value is expected here"),
    "names where a list is expected": (GOOD + "    joint_languages: {en: fr}\n", 8, "a list is expected here"),
    "text where a list is expected": (GOOD + "    joint_languages: en\n", 8, "a list is expected here"),
    "unknown language in a list": (GOOD + "    joint_languages: [de]\n", 8, "“joint_languages”: "),
    "records that are no list": ("model: news.newsitem\nrecords: good\n", 2, "a list is expected here"),
    "record that is a text": ("model: news.newsitem\nrecords:\n  - good\n", 3, "names and values are expected here"),
    "a text in place of a file": ("good\n", 1, "names and values are expected here"),
    "key of a record twice in a file": (GOOD + GOOD[GOOD.index("  - key") :], 8, "the key “good” occurs twice"),
    "name twice in a record": (GOOD + "    source: es\n", 8, "“source” occurs twice"),
    "language twice": (GOOD.replace("es: Buena", "es: Buena, es: Otra"), 7, "“es” occurs twice"),
    "name that is a list": (GOOD + "    [a, b]: c\n", 8, "one value is expected here"),
    "too long a title": (GOOD.replace("Buena", "x" * 201), 7, "“title_es”: Ensure this value has at most 200 "),
    "bad slug": (GOOD + "    slug: {es: año nuevo}\n", 8, "“slug_es”: "),
    "nul": (GOOD.replace("Buena", '"Bue\\0na"'), 7, "NUL characters are not allowed"),
    "not YAML": (GOOD.replace("{es: Buena}", "{es: Buena"), 8, "this is not YAML: "),
    "tab": (GOOD + "\tdate: 2004\n", 8, "this is not YAML: "),
    "two documents": (GOOD + "---\n" + GOOD, 8, "this is not YAML: "),
    "unknown anchor": (GOOD + "    summary: *nowhere\n", 8, "this is not YAML: "),
    "control character": (GOOD.replace("Buena", "Bue\x07na"), 7, "this is not YAML: "),
}  # fmt: skip


@pytest.mark.parametrize("case", MISTAKES)
def test_error_has_file_line_and_reason(case, tmp_path):
    text, line, reason = MISTAKES[case]
    errors = refusals(write_content_file(tmp_path, text, "bad.yaml"))
    assert [(name, at) for name, at, _ in errors] == [("bad.yaml", line)]
    assert reason in errors[0][2]


COUNTRY = """\
model: portal.country
records:
  - {key: xx, code: XX, name: {en: X}, languages: [en], order: ORDER}
"""


@pytest.mark.parametrize("order", ["-1", "many", "1.5", "99999", "''"])
def test_invalid_number_is_rejected(order, tmp_path):
    errors = refusals(write_content_file(tmp_path, COUNTRY.replace("ORDER", order)))
    assert [(line, reason.split(":")[0]) for _, line, reason in errors] == [(3, "“order”")]


OFFICE = """\
model: portal.office
records:
  - key: xx
    country: us
    title: {en: Office}
    addresses:
      - {key: one, lines: A, current: BOOLEAN}
"""


@pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False), ("True", True)])
def test_boolean_is_parsed(text, value, tmp_path):
    records = read_content([COUNTRIES, write_content_file(tmp_path, OFFICE.replace("BOOLEAN", text))])
    assert records[-1].parts[0].values["current"] is value


@pytest.mark.parametrize("text", ["maybe", "yes", "2", "[true]", "~", "''"])
def test_invalid_boolean_is_rejected(text, tmp_path):
    errors = refusals(write_content_file(tmp_path, OFFICE.replace("BOOLEAN", text)))
    assert [line for _, line, _ in errors] == [7]


def test_error_in_child_has_its_own_line(tmp_path):
    text = OFFICE.replace("BOOLEAN", "true") + "      - {key: two, lines: B, street: C}\n"
    assert refusals(write_content_file(tmp_path, text))[0][:2] == ("content.yaml", 8)


def test_child_cannot_set_its_parent(tmp_path):
    text = OFFICE.replace("current: BOOLEAN", "office: us")
    assert "unknown key “office”" in refusals(write_content_file(tmp_path, text))[0][2]


def test_duplicate_child_key_is_rejected(tmp_path):
    text = OFFICE.replace("BOOLEAN", "true")
    part = text[text.index("      - {key") :]
    assert refusals(write_content_file(tmp_path, text + part)) == [("content.yaml", 8, "the key “xx/one” occurs twice")]
    other = text[text.index("  - key: xx") :].replace("key: xx", "key: yy")
    assert len(read_content([COUNTRIES, write_content_file(tmp_path, text + other)])) == 5


def test_duplicate_key_across_files_is_rejected(tmp_path):
    first, second = write_content_file(tmp_path, GOOD, "one.yaml"), write_content_file(tmp_path, GOOD, "two.yaml")
    assert refusals(first, second) == [("two.yaml", 3, "the key “good” occurs twice")]


def test_unknown_reference_of_child_is_rejected(tmp_path):
    whole = ContentRecord(NewsItem, "whole", tmp_path, 1)
    part = ContentRecord(NewsItem, "part", tmp_path, 2, references={"country_id": (("portal.country", "de"), 3)})
    whole.parts = [part]
    assert [mistake.line for mistake in find_unknown_references([whole])] == [3]


def test_circular_references_are_rejected(tmp_path):
    text = """\
    model: portal.page
    records:
      - {key: one, country: us, parent: two, title: {en: One}}
      - {key: two, country: us, parent: one, title: {en: Two}}
    """
    assert [line for _, line, _ in refusals(write_content_file(tmp_path, text))] == [3, 4]


def test_all_errors_of_all_files_are_reported(tmp_path):
    first = write_content_file(
        tmp_path, GOOD.replace("2004-04", "2004-13") + "  - {key: second, titel: x}\n", "one.yaml"
    )
    second = write_content_file(tmp_path, "{", "two.yaml")
    third = write_content_file(tmp_path, GOOD.replace("mx", "de"), "three.yaml")
    assert [(name, line) for name, line, _ in refusals(first, second, third)] == [
        ("one.yaml", 6), ("one.yaml", 8), ("two.yaml", 2), ("three.yaml", 4),
    ]  # fmt: skip


def test_error_format_is_clickable(tmp_path):
    path = write_content_file(tmp_path, GOOD.replace("2004-04", "2004-13"))
    with pytest.raises(ContentError) as refusal:
        read_content([COUNTRIES, path])
    assert str(refusal.value).startswith(f"{path}:6: “date”: ")


def test_file_with_wrong_encoding_is_rejected(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes(GOOD.replace("Buena", "Año").encode("latin-1"))
    assert refusals(path) == [("latin.yaml", 7, "this is not UTF-8")]


def test_missing_file_is_rejected(tmp_path):
    assert refusals(tmp_path / "nowhere.yaml") == [("nowhere.yaml", 1, "this file cannot be read")]


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_empty_file_has_no_records(text, tmp_path):
    assert len(read_content([COUNTRIES, write_content_file(tmp_path, text)])) == 3


def test_file_with_byte_order_mark_is_read(tmp_path):
    assert read_content([COUNTRIES, write_content_file(tmp_path, "\ufeff" + GOOD)])[-1].key == "good"


def test_record_has_values_of_file(tmp_path):
    text = GOOD + "    body: {es: '<p onclick=\"x\">Hola</p>'}\n    review_due: 2027-01-31\n    joint_languages: [en]\n"
    record = read_content([COUNTRIES, write_content_file(tmp_path, text)])[-1]
    assert record.values == {
        "source_language": "es", "date": "2004-04", "title_es": "Buena", "body_es": "<p>Hola</p>",
        "review_due": date(2027, 1, 31), "joint_languages": ["en"],
    }  # fmt: skip
    assert record.references == {"country_id": (("portal.country", "mx"), 4)}


def test_source_language_defaults_to_english(tmp_path):
    text = GOOD.replace("    source: es\n", "").replace("es: Buena", "en: Good")
    assert read_content([COUNTRIES, write_content_file(tmp_path, text)])[-1].values["title_en"] == "Good"


def test_records_follow_their_references(tmp_path):
    path = write_content_file(tmp_path, GOOD, "a.yaml")
    assert [record.key for record in read_content([path, COUNTRIES])] == ["us", "mx", "ca", "good"]


def test_files_of_all_apps_are_found():
    names = {f"{path.parent.parent.name}/{path.name}" for path in find_content_files()}
    assert {"portal/countries.yaml", "programs/entries.yaml", "news/items.yaml"} <= names


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["bad date", "unknown reference", "key of a record twice in a file", "not YAML"])
def test_error_in_one_file_loads_nothing(case, tmp_path):
    before = [model.objects.count() for model in (NewsItem, Document, Country, LoadedRecord, Version)]
    document = GOOD.replace("news.newsitem", "portal.document").replace("date:", "issued:")
    good = write_content_file(tmp_path, document, "good.yaml")
    bad = write_content_file(tmp_path, MISTAKES[case][0], "bad.yaml")
    with pytest.raises(CommandError, match=r"^Nothing was loaded\.\n.*bad\.yaml:\d+: ") as refusal:
        call_command("load_content", COUNTRIES, good, bad)
    assert refusal.value.returncode == 1
    assert [model.objects.count() for model in (NewsItem, Document, Country, LoadedRecord, Version)] == before


def test_seed_content_is_valid():
    records = read_content(find_content_files())
    assert len(records) > 70
    assert all(
        issubclass(record.model, (Publishable, Acronym, Country, DirectHost, Hazard, Synonym, Term))
        for record in records
    )
    assert factories.COUNTRIES in find_content_files()
