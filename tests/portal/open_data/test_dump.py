"""The dump of the open data: its files, its checksums, and when a new one takes the place of the last."""

import hashlib
import json
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from portal.i18n.languages import LANGUAGES
from portal.open_data import dump as dumps
from portal.open_data.datasets import get_datasets
from portal.uploads.orphans import find_orphaned_files
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def few(monkeypatch):
    """Leave one dataset, so that a dump is quick."""
    dataset = get_datasets()["meetings"]
    monkeypatch.setattr(dumps, "get_datasets", lambda: {"meetings": dataset})


def set_day(monkeypatch, day):
    monkeypatch.setattr(dumps.clock, "get_today", lambda: date.fromisoformat(day))


def test_dump_has_all_datasets_with_checksums(client):
    made = dumps.export_register()
    response = client.get(f"/data/register-{made.day}.zip")
    content = b"".join(response)
    checksum = client.get(f"/data/register-{made.day}.zip.sha256").content.decode()
    assert hashlib.sha256(content).hexdigest() == made.sha256
    assert checksum == f"{made.sha256}  register-{made.day}.zip\n"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    with ZipFile(BytesIO(content)) as archive:
        sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
        assert len(sums) == 2 * len(LANGUAGES) * len(get_datasets())
        for name, digest in sums.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        for language in LANGUAGES:
            schema = json.loads(archive.read(f"{language}/public-communications.schema.json"))
            data = json.loads(archive.read(f"{language}/public-communications.json"))
            Draft202012Validator(schema).validate(data)
            assert data["language"] == language


def test_same_data_keep_the_dump(few, monkeypatch):
    set_day(monkeypatch, "2026-11-01")
    first = dumps.export_register()
    set_day(monkeypatch, "2026-11-02")
    assert dumps.export_register() == first


def test_new_data_replace_the_dump(few, monkeypatch, client):
    set_day(monkeypatch, "2026-11-01")
    first = dumps.export_register()
    factories.published(factories.meeting())
    assert dumps.export_register() == first
    set_day(monkeypatch, "2026-11-02")
    second = dumps.export_register()
    assert dumps.get_dumps() == [second]
    assert client.get("/data/register-2026-11-01.zip").status_code == 404
    assert b"".join(client.get("/data/register-2026-11-02.zip")).startswith(b"PK")


def test_command_replaces_the_dump_of_today(few, capsys):
    first = dumps.export_register()
    factories.published(factories.meeting())
    call_command("export_register")
    assert first.sha256 in capsys.readouterr().out
    call_command("export_register", replace=True)
    assert first.sha256 not in capsys.readouterr().out


def test_dump_is_no_orphan(few, monkeypatch):
    dumps.export_register()
    monkeypatch.setattr("portal.uploads.orphans.MIN_AGE", timedelta(days=-1))
    assert [*find_orphaned_files()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_links_to_newest_dump(few, client, language):
    made = dumps.export_register()
    html = client.get({"en": "/en/data/", "es": "/es/datos/", "fr": "/fr/donnees/"}[language]).content.decode()
    assert f'href="/data/register-{made.day}.zip"' in html
    assert made.sha256 in html
