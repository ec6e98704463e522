"""Every dataset as a program reads it: CSV, JSON and schema in three languages, and only public records."""

import csv
import json
import tracemalloc
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from jsonschema import Draft202012Validator, FormatChecker

from portal.i18n.languages import LANGUAGES
from portal.models import Term
from portal.open_data.datasets import CHUNK_SIZE, get_dataset, get_datasets
from portal.records.tag_uris import get_tag_uri
from tests.support import factories
from tests.support.queries import count_queries
from workinggroup.models import Submission

pytestmark = pytest.mark.django_db
NAMES = [*get_datasets()]
BASES = {"en": "/en/data/", "es": "/es/datos/", "fr": "/fr/donnees/"}


def download(path):
    response = Client().get(path)
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


def read_json(name, language="en"):
    return json.loads(download(f"{BASES[language]}{name}.json"))


def read_csv(name, language="en"):
    return [*csv.DictReader(StringIO(download(f"{BASES[language]}{name}.csv").decode("utf-8-sig")))]


def get_record(name, record, language="en"):
    """Return the JSON of one record."""
    return next(row for row in read_json(name, language)["records"] if row["id"] == get_tag_uri(record))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_json_matches_schema_and_csv(name, language):
    schema = json.loads(download(f"{BASES[language]}{name}.schema.json"))
    Draft202012Validator.check_schema(schema)
    data = read_json(name, language)
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(data)
    rows = read_csv(name, language)
    assert [row["id"] for row in rows] == [record["id"] for record in data["records"]]
    assert all([*row] == [*record] for row, record in zip(rows, data["records"], strict=True))
    identifiers = [record["id"] for record in data["records"]]
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize("name", NAMES)
def test_column_names_are_unique(name):
    header = get_dataset(name).header
    assert len(set(header)) == len(header)


def test_schema_rejects_wrong_record():
    schema = json.loads(download("/en/data/meetings.schema.json"))
    data = read_json("meetings")
    data["records"][0]["start"] = "April 2004"
    assert not Draft202012Validator(schema).is_valid(data)


@pytest.mark.parametrize(("date", "precision"), [("1998", "year"), ("1998-02", "month"), ("1998-02-18", "day")])
def test_date_has_its_precision(date, precision):
    submission = factories.submission()
    factories.submission_step(submission=submission, kind="hearing", date=date)
    row = get_record("public-communications", factories.published(submission))
    assert (row["hearing"], row["hearing_precision"]) == (date, precision)
    assert (row["report"], row["report_precision"]) == (None, None)


@pytest.mark.parametrize(("language", "title", "text_language"), [
    ("en", "Reunión", "es"), ("es", "Reunión", "es"), ("fr", "Réunion", "fr"),
])  # fmt: skip
def test_text_names_its_language(language, title, text_language):
    fields = {"title_es": "Reunión", "title_fr": "Réunion", "source_language": "es"}
    meeting = factories.meeting(country=factories.country("MX"), **fields)
    type(meeting).objects.filter(pk=meeting.pk).update(status="published", publish_at="2020-01-01T00:00Z")
    row = get_record("meetings", meeting, language)
    assert (row["title"], row["text_language"]) == (title, text_language)


def test_rich_text_is_plain():
    texts = {f"body_{language}": "<p>A &amp; B</p><ul><li>C</li></ul>" for language in LANGUAGES}
    item = factories.published(factories.news_item(**texts))
    assert get_record("news", item)["body"] == "A & B\nC"


def test_drafts_stay_out():
    submission, item = factories.submission(), factories.news_item()
    factories.submission_step(submission=submission, kind="filed", date="1998")
    for name, record in (("public-communications", submission), ("news", item)):
        assert get_tag_uri(record) not in {row["id"] for row in read_json(name)["records"]}
    before = read_json("public-communication-steps")["records"]
    factories.published(submission)
    assert len(read_json("public-communication-steps")["records"]) == len(before) + 1


def test_identifiers_of_unpublished_relations_stay_out():
    document = factories.document()
    submission = factories.submission()
    submission.documents.add(document)
    factories.published(submission)
    release = factories.published(factories.news_release(item=factories.news_item(), country=factories.country("MX")))
    assert get_record("public-communications", submission)["documents"] == []
    assert get_record("national-releases", release)["item"] is None
    factories.document_file(document=document, address="https://www.dol.gov/")
    factories.published(document)
    assert get_record("public-communications", submission)["documents"] == [get_tag_uri(document)]


@pytest.mark.parametrize(
    ("name", "make", "get_owner"),
    [
        ("help", factories.help_entry, lambda fact: fact.place),
        ("indicators", factories.indicator_value, lambda fact: fact.indicator),
    ],
)
def test_unconfirmed_facts_stay_out(name, make, get_owner):
    facts = [make(confirmed=True), make(confirmed=False)]
    for fact in facts:
        factories.published(get_owner(fact))
    found = {row["id"] for row in read_json(name)["records"]}
    assert [get_tag_uri(fact) in found for fact in facts] == [True, False]


def test_unconfirmed_answers_stay_out():
    answers = [factories.answer(confirmed=confirmed) for confirmed in (True, False)]
    for answer in answers:
        for record in (answer.entry.section, answer.entry.jurisdiction, answer.entry):
            factories.published(record)
    found = {row["id"] for row in read_json("comparisons")["records"]}
    assert [get_tag_uri(answer) in found for answer in answers] == [True, False]


def test_licence_line_is_summary_of_page(settings):
    for language, words in (("en", "No license"), ("es", "No se ha elegido"), ("fr", "Aucune licence")):
        assert read_json("meetings", language)["licence"].startswith(words)


def add_submissions(number):
    office = factories.published(factories.office())
    for _ in range(number):
        submission = factories.submission(office=office)
        factories.submission_step(submission=submission, kind="filed", date="1998")
        Submission.objects.filter(pk=submission.pk).update(status="published", publish_at="2020-01-01T00:00Z")


@pytest.mark.parametrize("extension", ["csv", "json"])
def test_queries_depend_on_chunks_only(extension):
    Submission._base_manager.all().delete()
    path = f"/en/data/public-communications.{extension}"
    add_submissions(3)
    few = count_queries(path)
    add_submissions(CHUNK_SIZE - 3)
    assert count_queries(path) == few
    add_submissions(100)
    chunk = count_queries(path) - few
    assert 0 < chunk < few


@pytest.mark.parametrize("extension", ["csv", "json", "schema.json"])
def test_data_files_can_be_read_by_other_sites(client, extension):
    path = f"/en/data/meetings.{extension}"
    assert client.get(path, headers={"origin": "https://example.org"}).headers["Access-Control-Allow-Origin"] == "*"
    assert client.options(path).status_code == 204
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/en/data/", "/en/working-group/meetings/", "/admin/login/"])
def test_pages_cannot_be_read_by_other_sites(client, path):
    assert "Access-Control-Allow-Origin" not in client.get(path).headers


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_documents_every_column(client, language):
    html = client.get(BASES[language]).content.decode()
    for dataset in get_datasets().values():
        assert f'href="{BASES[language]}{dataset.name}.csv"' in html
        assert all(f"<code>{column}</code>" in html for column in dataset.header)


def test_links_lead_to_schema_and_terms(client):
    for language in LANGUAGES:
        links = client.get(f"{BASES[language]}meetings.csv").headers["Link"]
        with override(language):
            assert f'<{reverse("dataset_schema", args=["meetings"])}>; rel="describedby"' in links
        assert 'rel="license"' in links


def read_peak_memory(name):
    """Return the most memory in bytes that a file took while it was streamed."""
    tracemalloc.start()
    for _ in Client().get(f"/en/data/{name}"):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("extension", ["csv", "json"])
def test_memory_does_not_grow_with_records(extension):
    def add(first, end):
        terms = [Term(key=f"n{number}", theme="safety", term_en="x" * 200) for number in range(first, end)]
        Term.objects.bulk_create(terms)

    Term.objects.all().delete()
    read_peak_memory(f"glossary.{extension}")
    add(0, 400)
    few = read_peak_memory(f"glossary.{extension}")
    add(400, 4000)
    assert read_peak_memory(f"glossary.{extension}") < 1.5 * few


@pytest.mark.parametrize("dataset", get_datasets().values(), ids=NAMES)
def test_list_links_to_its_dataset(client, dataset):
    html = client.get(reverse(dataset.list_url_name)).content.decode()
    files = (reverse("dataset_csv", args=[dataset.name]), reverse("dataset_json", args=[dataset.name]))
    if dataset.name in {"glossary", "indicators"}:
        assert f'href="{files[1]}"' in html
    elif dataset.list_url_name != "workinggroup:group" and not dataset.name.endswith(("-steps", "-agreements")):
        assert all(f'href="{file}"' in html for file in files) or dataset.count().number == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_communications_are_two_links_from_home(client, language):
    with override(language):
        page, file = reverse("workinggroup:submission_list"), reverse("dataset_csv", args=["public-communications"])
    assert f'href="{page}"' in client.get(f"/{language}/").content.decode()
    assert f'href="{file}"' in client.get(page).content.decode()


def test_unknown_dataset_is_not_found(client):
    assert client.get("/en/data/there-is-none.csv").status_code == 404
