"""System checks of the database."""

import time
import zoneinfo
from importlib.resources import files

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal import checks
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


@pytest.fixture
def system_zones(tmp_path):
    """Let the files of this folder stand for those of the system."""
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath([str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    (tmp_path / "America").mkdir()
    yield tmp_path / "America"
    zoneinfo.reset_tzpath(before)
    zoneinfo.ZoneInfo.clear_cache()


def test_outdated_time_zones_are_an_error(system_zones):
    """Before 2022 Mexico City had summer time, at the same hours as Chicago."""
    assert list(checks.get_system_errors()) == []
    zoneinfo.ZoneInfo.clear_cache()
    (system_zones / "Mexico_City").write_bytes(files("tzdata.zoneinfo.America").joinpath("Chicago").read_bytes())
    [error] = checks.get_system_errors()
    assert "America/Mexico_City" in error
    assert "tzdata" in error
    with pytest.raises(SystemCheckError, match=r"portal\.E003"):
        call_command("check")


def test_missing_time_zone_is_an_error(monkeypatch):
    monkeypatch.setitem(checks.JULY_OFFSETS, "America/Atlantis", -5)
    assert "America/Atlantis" in next(checks.get_system_errors())


def test_encoding_of_file_names_is_checked(monkeypatch):
    assert list(checks.get_system_errors()) == []
    monkeypatch.setattr("sys.getfilesystemencoding", lambda: "iso8859-1")
    assert "LC_ALL" in next(checks.get_system_errors())


@pytest.mark.parametrize(("ahead", "words"), [(0, None), (59, None), (61, "behind"), (-61, "ahead of")])
def test_clock_of_the_database_is_compared(ahead, words, monkeypatch):
    """The clock of this machine is moved."""
    now = time.time() + ahead
    monkeypatch.setattr("portal.checks.time.time", lambda: now)
    with connection.cursor() as cursor:
        errors = list(checks.get_clock_errors(cursor))
    assert bool(errors) == bool(words)
    assert not words or f"seconds {words} this machine" in errors[0]
