"""System checks of the database."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal.checks import get_migration_errors

pytestmark = pytest.mark.django_db


def test_migrated_database_has_no_errors():
    call_command("check", databases=["default"])


@pytest.mark.parametrize(("app", "name"), [("portal", "0004_editorial"), ("news", "0009_later")])
def test_unmigrated_database_is_rejected(app, name):
    MigrationRecorder(connection).record_applied(app, name)
    [fault] = get_migration_errors(connection)
    assert f"{app}.{name}" in fault
    assert "PORTAL_DATA" in fault
    with pytest.raises(SystemCheckError, match=r"portal\.E002"):
        call_command("check", databases=["default"])


def test_migrations_of_other_apps_are_ignored():
    MigrationRecorder(connection).record_applied("auth", "0099_later")
    assert not list(get_migration_errors(connection))
