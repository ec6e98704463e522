"""The command `migrate` while the portal serves: a table in use."""

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate as django_migrate
from django.db import connection, transaction

from portal.checks import connect_as_server
from portal.management.commands import migrate

pytestmark = pytest.mark.django_db
TABLE = "news_newsitem"


@pytest.fixture
def reader():
    """A reader of the portal who has read a table and not ended the transaction yet."""
    with connect_as_server() as reader, reader.transaction():
        reader.execute(f"SELECT 1 FROM {TABLE} LIMIT 1")  # noqa: S608
        yield reader


@pytest.fixture
def attempts(monkeypatch):
    """Let `migrate` change the table, with short waits; return its attempts, as yet none."""
    attempts = []

    def change_table(self, *args, **options):
        attempts.append(1)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {TABLE} ADD COLUMN venue text")

    monkeypatch.setattr(django_migrate.Command, "handle", change_table)
    monkeypatch.setattr(migrate, "LOCK_TIMEOUT", "20ms")
    monkeypatch.setattr(migrate, "ATTEMPTS", 3)
    monkeypatch.setattr(migrate.time, "sleep", lambda seconds: None)
    return attempts


def get_lock_timeout():
    with connection.cursor() as cursor:
        return cursor.execute("SHOW lock_timeout").fetchone()[0]


def test_migration_waits_briefly_and_tries_again(reader, attempts, monkeypatch, capsys):
    monkeypatch.setattr(migrate.time, "sleep", lambda seconds: reader.execute("ROLLBACK"))
    call_command("migrate", verbosity=0)
    assert len(attempts) == 2
    assert "A table is in use" in capsys.readouterr().err
    assert get_lock_timeout() == "0"


def test_migration_ends_in_one_line_if_a_table_stays_in_use(reader, attempts):
    with pytest.raises(CommandError, match="pg_stat_activity"):
        call_command("migrate", verbosity=0)
    assert len(attempts) == 3
    assert get_lock_timeout() == "0"


def test_migration_that_fails_is_not_tried_again(attempts, monkeypatch):
    def fail(self, *args, **options):
        attempts.append(1)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM missing")

    monkeypatch.setattr(django_migrate.Command, "handle", fail)
    with pytest.raises(Exception, match="missing") as caught:
        call_command("migrate", verbosity=0)
    assert isinstance(caught.value.__cause__, psycopg.errors.UndefinedTable)
    assert len(attempts) == 1
