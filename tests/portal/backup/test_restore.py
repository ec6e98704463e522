"""Backups of the whole portal, restored into other databases and folders, by the commands themselves."""

import re
import unicodedata
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from pyrage import x25519

from portal.models import Editor
from tests.support import factories
from tests.support.backups import (
    connect,
    read_database,
    read_files,
    run_command,
    run_successfully,
    scratch_database,
    undo_newest_migration,
)

pytestmark = pytest.mark.slow
IDENTITY = x25519.Identity.generate()
PUBLIC, SECRET = str(IDENTITY.to_public()), str(IDENTITY)
NAME = "documentfile/00ff/Protección de año.pdf"
STRAY_FILES = {
    unicodedata.normalize("NFC", NAME): b"composed",
    unicodedata.normalize("NFD", NAME): b"decomposed",
    "documentfile/00ff/empty.pdf": b"",
    "register/dump.zip": bytes(range(256)) * 40_000,
}


def write_records():
    """Write records with files, a file that is missing, and numbers that were used and are free again."""
    for name, content in STRAY_FILES.items():
        default_storage.save(name, ContentFile(content))
    factories.document_file(file=factories.pdf_file(name="Año de “prueba”.pdf"))
    factories.published(factories.release_file().release)
    factories.picture()
    lost = factories.document_file(file=factories.pdf_file(name="lost.pdf"))
    default_storage.delete(lost.file.name)
    factories.news_item(title_es="Tabulador\t, línea\nnueva, \\N y «comillas»", title_fr="\U0001f6e0", summary_en="")
    factories.editor(roles=("publisher",), countries=("MX",))
    factories.editor().delete()
    return lost.file.name


@pytest.fixture(scope="module")
def source(committed_database, tmp_path_factory):
    """The test database and a folder of uploads, with an encrypted backup and its output."""
    data = tmp_path_factory.mktemp("source")
    with override_settings(MEDIA_ROOT=data / "files"):
        missing = write_records()
    file = data / "Copia de año.backup"
    output = run_successfully("backup", file, data=data, PORTAL_BACKUP_KEY=PUBLIC)
    name = connection.settings_dict["NAME"]
    return SimpleNamespace(
        data=data, file=file, output=output, missing=missing, database=name, content=read_database(name)
    )


@pytest.fixture(scope="module")
def restored(source, tmp_path_factory):
    """Another database and folder with the backup."""
    data = tmp_path_factory.mktemp("target")
    with scratch_database() as database:
        output = run_successfully("restore", source.file, data=data, database=database, PORTAL_BACKUP_KEY=SECRET)
        yield SimpleNamespace(data=data, database=database, output=output)


def test_restore_brings_back_every_row_and_byte(source, restored):
    rows, schema, sequences = read_database(restored.database)
    assert rows == source.content[0]
    assert schema == source.content[1]
    assert sequences == source.content[2]
    assert read_files(restored.data) == read_files(source.data)
    assert len(read_files(source.data)) > len(STRAY_FILES)


def test_backup_tells_what_is_missing(source):
    assert f"Missing in the store of uploads: {source.missing}\n" in source.output
    assert source.output.count("Missing") == 1


def test_restored_portal_serves_pages(restored):
    run_successfully("prepare", data=restored.data, database=restored.database)
    output = run_successfully(
        "shell", "--no-imports", "-c", GET_HOME_PAGE, data=restored.data, database=restored.database
    )
    assert "status_code=200" in output


def test_restored_numbers_are_not_used_again(source, restored):
    with connect(restored.database) as database:
        (number,) = database.execute("SELECT nextval('portal_editor_id_seq')").fetchone()
        database.execute("SELECT setval('portal_editor_id_seq', %s)", [number - 1])
    assert number > Editor.objects.order_by("pk").last().pk + 1


def test_restored_tables_notify_of_changes(restored):
    with connect(restored.database) as listener:
        listener.execute("LISTEN portal_pages")
        listener.execute("UPDATE portal_country SET name_en = name_en")
        assert [notification.payload for notification in listener.notifies(timeout=5, stop_after=1)] == [
            "portal_country"
        ]


def test_restore_refuses_target_with_content(source, restored):
    before = read_database(restored.database), read_files(restored.data)
    status, _output, errors = run_command(
        "restore", source.file, data=restored.data, database=restored.database, PORTAL_BACKUP_KEY=SECRET
    )
    assert status == 1
    assert errors.startswith("The target is not empty: it has records or editors and ")
    assert (read_database(restored.database), read_files(restored.data)) == before


def test_restore_refuses_database_in_use(source, restored):
    with connect(restored.database) as other:
        other.execute("SELECT 1")
        status, _output, errors = run_command(
            "restore", source.file, "--replace", "--no-input", data=restored.data, database=restored.database,
            PORTAL_BACKUP_KEY=SECRET,
        )  # fmt: skip
    assert (status, errors) == (1, "The database has other connections (1): stop the portal first.")


@pytest.mark.parametrize(
    ("key", "reason"),
    [("", "The backup is encrypted"), (str(x25519.Identity.generate()), "The key is not the one of this backup")],
    ids=["none", "other"],
)
def test_restore_needs_the_key(source, tmp_path, key, reason):
    with scratch_database() as database:
        status, _output, errors = run_command(
            "restore", source.file, data=tmp_path, database=database, PORTAL_BACKUP_KEY=key
        )
        assert (status, read_database(database)[0]) == (1, {})
    assert errors.startswith(reason)
    assert read_files(tmp_path) == {}


def test_check_changes_nothing(source, tmp_path):
    with scratch_database() as database:
        output = run_successfully(
            "restore", source.file, "--check", data=tmp_path, database=database, PORTAL_BACKUP_KEY=SECRET
        )
        assert read_database(database)[0] == {}
    assert "All checksums are right." in output


def test_older_backup_is_migrated_on(source, restored, tmp_path):
    """A backup of an older version replaces a restored one, and gets the tables of this version."""
    undo_newest_migration()
    try:
        output = run_successfully("backup", f"{tmp_path}/", data=source.data)
    finally:
        call_command("migrate", verbosity=0)
    (file,) = tmp_path.iterdir()
    later = restored.data / "files" / "other" / "later.pdf"
    later.parent.mkdir()
    later.write_bytes(b"x")
    output += run_successfully(
        "restore", file, "--replace", "--no-input", data=restored.data, database=restored.database
    )
    found, expected = read_database(restored.database), read_database(source.database)
    assert len(found[0].pop("django_migrations")) == len(expected[0].pop("django_migrations"))
    assert found[:2] == expected[:2]
    assert read_files(restored.data) == read_files(source.data)
    assert re.search(r"Migrations: [1-9]\d* newer ones applied", output)


def test_failed_restore_changes_nothing(source, restored, tmp_path):
    """A row that refers to nothing is found last. Tables and uploads are as before."""
    before = read_database(restored.database), read_files(restored.data)
    run_successfully("shell", "--no-imports", "-c", FORGE.format(target=tmp_path / "forged"), data=source.data)
    status, _output, errors = run_command(
        "restore", tmp_path / "forged", "--replace", "--no-input", data=restored.data, database=restored.database
    )
    assert status == 1
    assert errors.startswith("Nothing was restored: insert or update on table")
    assert (read_database(restored.database), read_files(restored.data)) == before


GET_HOME_PAGE = """
from django.test import Client

print(Client(headers={"host": "portal.invalid"}).get("/es/", secure=True))
"""
# Writes a sound backup that lacks the rows of one table.
FORGE = """
from portal.backup import create
from portal.backup.places import open_place

copy_out = create.copy_out
create.copy_out = lambda table, columns: () if table == "portal_country" else copy_out(table, columns)
create.create_backup(open_place("{target}"), "", print)
"""
