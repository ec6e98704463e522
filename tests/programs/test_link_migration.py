"""The migration that moved the URL of an official link to the columns of the languages of its target."""

from importlib import import_module

import pytest

migration = import_module("programs.migrations.0007_entry_link_addresses")
KEY = "programs.entrylink:7"
URL = "https://www.osha.gov/"


@pytest.mark.parametrize(
    ("languages", "columns"),
    [
        (["es"], {"web_address_es": URL}),
        (["en", "fr"], {"web_address_en": URL, "web_address_fr": URL}),
        ([], {"web_address_en": URL}),
    ],
    ids=["one", "two", "unknown"],
)
def test_url_moves_to_the_languages_of_its_target(languages, columns):
    assert migration.get_addresses(URL, languages, "en") == columns


def test_url_of_a_version_moves_with_the_source_language():
    snapshot = {"programs.entry:3": {"source_language": "fr"}, KEY: {"address": URL, "languages": [], "order": 1}}
    converted = migration.convert_snapshot(snapshot)
    assert converted[KEY] == {"order": 1, "web_address_en": None, "web_address_es": None, "web_address_fr": URL}
    assert converted["programs.entry:3"] == snapshot["programs.entry:3"]


def test_draft_with_another_url_changes_one_column():
    changes = {KEY: {"address": {"was": URL, "now": "https://a.gov/"}}, "programs.entry:3": {"title_en": {}}}
    converted = migration.convert_changes(changes, {KEY: (URL, ["es"])}, "en")
    assert converted == {
        KEY: {"web_address_es": {"was": URL, "now": "https://a.gov/"}},
        "programs.entry:3": {"title_en": {}},
    }


def test_draft_with_another_language_moves_the_url():
    changes = {KEY: {"languages": {"was": ["en"], "now": ["es"]}}}
    converted = migration.convert_changes(changes, {KEY: (URL, ["en"])}, "en")
    assert converted[KEY] == {"web_address_en": {"was": URL, "now": None}, "web_address_es": {"was": None, "now": URL}}
