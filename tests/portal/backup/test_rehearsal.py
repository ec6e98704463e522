"""Rehearsals of upgrades: what they say, and that they leave nothing."""

import pytest
from django.db import connection

from portal.backup.table_changes import copy_tables, describe_changes
from tests.support import factories
from tests.support.backups import (
    connect,
    read_database,
    run_command,
    run_successfully,
    scratch_database,
    undo_newest_migration,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def list_databases():
    """Return the databases of rehearsals."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE '%%_rehearsal_%%'")
        return set(cursor.fetchall())


def test_rehearsal_says_what_upgrade_does(tmp_path):
    factories.news_item()
    newest = undo_newest_migration()
    name = connection.settings_dict["NAME"]
    before = read_database(name), list_databases()
    output = run_successfully("rehearse_upgrade", data=tmp_path)
    assert (read_database(name), list_databases()) == before
    assert list(tmp_path.iterdir()) == []
    assert f"Applying {'.'.join(newest)}... OK (" in output
    assert "Content: done in " in output
    assert output.endswith("The upgrade would succeed. The portal is as before.\n")


def test_failed_rehearsal_leaves_nothing(tmp_path):
    file = tmp_path / "damaged.backup"
    file.write_bytes(b"\x1f\x8b damaged")
    before = list_databases()
    status, _output, errors = run_command("rehearse_upgrade", file, data=tmp_path)
    assert status == 1
    assert errors.startswith("The upgrade would fail. Restore: failed")
    assert "damaged" in errors
    assert (list_databases(), list(tmp_path.iterdir())) == (before, [file])


def test_rehearsal_refuses_database_with_content(tmp_path):
    """A database that is named by mistake, such as that of the portal, is left alone."""
    before = read_database(connection.settings_dict["NAME"])
    status, _output, errors = run_command("rehearse_upgrade", "--database", connection_url(), data=tmp_path)
    assert status == 1
    assert "The target is not empty" in errors
    assert read_database(connection.settings_dict["NAME"]) == before


def connection_url():
    options = connection.settings_dict
    address = f"{options['NAME']}?host={options['HOST']}&port={options['PORT']}"
    return f"postgresql://{options['USER']}:{options['PASSWORD']}@/{address}"


def test_table_changes_are_described():
    with scratch_database() as name, connect(name) as database:
        for table in ("news_old", "news_changed", "news_same", "others"):
            database.execute(f"CREATE TABLE {table} AS SELECT 1 AS id, 'a' AS text, 'b' AS other")
        before = copy_tables(database)
        database.execute("DROP TABLE news_old; DROP TABLE others")
        database.execute("CREATE TABLE news_new (id integer)")
        database.execute("ALTER TABLE news_changed ADD COLUMN more text, DROP COLUMN other")
        database.execute("INSERT INTO news_changed VALUES (2, 'b'), (3, 'c')")
        database.execute("UPDATE news_changed SET text = 'c' WHERE id = 1")
        assert list(describe_changes(database, before)) == [
            "news_changed: 1 rows before and 3 after; 3 rows new or changed; columns added: more; "
            "columns dropped: other",
            "news_new: new, with 0 rows",
            "news_old: dropped, with 1 rows",
        ]
