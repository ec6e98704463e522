"""The downloads of the glossary, as other programs read them."""

import csv
from io import StringIO
from xml.etree import ElementTree

import pytest

from portal.models import Term
from portal.open_data.portal_datasets import GLOSSARY_COLUMNS
from tests.support import factories
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db
TBX = {"tbx": "urn:iso:std:iso:30042:ed-2"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(autouse=True)
def _no_terms():
    Term.objects.all().delete()


def download(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response.streaming
    return b"".join(response)


def read_csv(client, path="/en/glossary/glossary.csv"):
    return [*csv.DictReader(StringIO(download(client, path).decode("utf-8-sig")))]


def read_tbx(client, path="/en/glossary/glossary.tbx"):
    return ElementTree.fromstring(download(client, path))  # noqa: S314 - our own file


@pytest.mark.parametrize("path", ["/en/glossary/glossary", "/es/glosario/glosario", "/fr/glossaire/glossaire"])
def test_downloads_are_the_same_in_every_language(client, path):
    factories.term(key="noise", term_es="ruido", definition_fr="Son gênant")
    for extension in ("csv", "tbx"):
        assert download(client, f"{path}.{extension}") == download(client, f"/en/glossary/glossary.{extension}")


def test_csv_has_all_languages(client):
    factories.term(key="noise", term_en="noise", term_es="ruido", term_fr=None, definition_es="Sonido, o “ruido”\nmás")
    [row] = read_csv(client)
    assert [*row] == [column.name for column in GLOSSARY_COLUMNS]
    assert (row["key"], row["theme"], row["term_es"], row["term_fr"]) == ("noise", "safety", "ruido", "")
    assert row["definition_es"] == "Sonido, o “ruido”\nmás"


def test_csv_neutralizes_every_column(client):
    factories.term(term_en="=HYPERLINK()", definition_fr="@x")
    [row] = read_csv(client)
    assert (row["term_en"], row["definition_fr"]) == ("'=HYPERLINK()", "'@x")


def test_tbx_has_section_for_each_language(client):
    factories.term(
        key="noise", term_en="noise & <sound>", abbreviation_en="N", term_fr=None, definition_en="A sound",
        usage_note_en="Mind", citation_en="Thesaurus", source_url_en="https://thesaurus.example.org/?a=1&b=2",
    )  # fmt: skip
    root = read_tbx(client)
    assert root.tag == f"{{{TBX['tbx']}}}tbx"
    assert (root.get("type"), root.get("style"), root.get(XML_LANG)) == ("TBX-Basic", "dca", "en")
    [concept] = root.iterfind(".//tbx:conceptEntry", TBX)
    assert concept.get("id") == "term-noise"
    assert concept.find("tbx:descrip[@type='subjectField']", TBX).text == "workplace safety and health"
    english, spanish = concept.iterfind("tbx:langSec", TBX)
    assert (english.get(XML_LANG), spanish.get(XML_LANG)) == ("en", "es")
    assert [term.text for term in english.iterfind("tbx:termSec/tbx:term", TBX)] == ["noise & <sound>", "N"]
    assert english.find("tbx:descripGrp/tbx:descrip[@type='definition']", TBX).text == "A sound"
    assert english.find("tbx:termSec/tbx:note", TBX).text == "Mind"
    assert english.find("tbx:termSec/tbx:admin[@type='source']", TBX).text == "Thesaurus"
    assert english.find("tbx:termSec/tbx:xref", TBX).get("target") == "https://thesaurus.example.org/?a=1&b=2"


def test_tbx_leaves_out_characters_that_xml_forbids(client):
    factories.term(term_en="noi\x0bse")
    assert read_tbx(client).find(".//tbx:term", TBX).text == "noise"


def test_tbx_has_title_without_terms(client):
    assert read_tbx(client).find("tbx:tbxHeader/tbx:fileDesc/tbx:titleStmt/tbx:title", TBX).text


@pytest.mark.parametrize("extension", ["csv", "tbx"])
def test_download_takes_few_queries(extension):
    for _ in range(3):
        factories.term()
    assert count_queries(f"/en/glossary/glossary.{extension}") <= 2  # the terms, and the page with the terms of use
