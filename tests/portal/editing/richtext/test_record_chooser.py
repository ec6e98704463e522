"""The record chooser finds visible and public records by words of any title."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.links.record_links import build_reference
from tests.support import factories
from tests.support.clients import editor_client
from tests.support.factories import country, published

pytestmark = pytest.mark.django_db


def search(client, text, language="en"):
    response = client.get(reverse("admin:records"), {"q": text, "lang": language})
    assert response.status_code == 200
    return response.json()["records"]


def references(client, text):
    return {record["reference"] for record in search(client, text)}


def titled(word, **fields):
    return factories.news_item(title_en=f"{word} day", title_es=f"Jornada {word}", title_fr=f"Journée {word}", **fields)


@pytest.fixture
def mexican():
    return editor_client(roles=["contributor"], countries=["MX"])


def test_results_are_in_text_language(mexican):
    item = published(titled("zzq"))
    assert search(mexican, "zzq", "es") == [
        {
            "reference": build_reference(item), "title": "Jornada zzq", "language": "es", "kind": "News item",
            "url": item.get_url("es"), "status": "published",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["jornada ZZQ", "zzq day", "Journée", "zzq"])
def test_search_matches_words_of_a_title_in_any_order(mexican, words):
    item = published(titled("zzq"))
    assert build_reference(item) in references(mexican, words)


@pytest.mark.parametrize("words", ["", " ", "z", "zzq nothing", "jornada day"])
def test_search_needs_enough_words_of_one_language(mexican, words):
    published(titled("zzq"))
    assert search(mexican, words) == []


def test_search_finds_public_but_no_draft_records_of_others(mexican):
    hidden = titled("zzq", country=country("US"))
    own, shared = titled("zzq", country=country("MX")), titled("zzq")
    public = published(titled("zzq", country=country("CA")))
    assert references(mexican, "zzq") == {build_reference(record) for record in (own, shared, public)}
    assert references(mexican, build_reference(hidden)) == set()
    assert references(mexican, build_reference(public)) == {build_reference(public)}


def test_search_is_limited_to_one_query_per_model(mexican):
    for _ in range(25):
        titled("zzq", country=country("MX"))
    search(mexican, "zzq")
    with CaptureQueriesContext(connection) as captured:
        assert len(search(mexican, "zzq")) == 20
    with CaptureQueriesContext(connection) as of_nothing:
        assert search(mexican, "zzqzzq") == []
    assert len(captured) == len(of_nothing)


@pytest.mark.parametrize("client", [Client(), None], ids=["anonymous", "without a role"])
def test_search_requires_an_editor(client):
    response = (client or editor_client()).get(reverse("admin:records"), {"q": "zzq"})
    assert response.status_code in (302, 403)


def test_search_rejects_post(mexican):
    assert mexican.post(reverse("admin:records"), {"q": "zzq"}).status_code == 405


@pytest.mark.parametrize("words", ["jornada quimica", "JORNADA QUI\u0301MICA", "journée chimìque"])
def test_search_ignores_accents_and_case(mexican, words):
    item = factories.news_item(title_es="Jornada química", title_fr="Journee chimique")
    assert references(mexican, words) == {build_reference(item)}
