"""`manage.py doctor` names the problems and their fixes."""

from datetime import timedelta

import psycopg
import pytest
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portal.drafts.models import Draft
from portal.management.commands import doctor
from portal.search_index.models import SearchRow
from tests.support import factories

pytestmark = pytest.mark.django_db


def examine(capsys):
    """Return {check: its problems}."""
    status = 0
    try:
        call_command("doctor")
    except SystemExit as error:
        status = error.code
    problems, name = {}, None
    for line in capsys.readouterr().out.splitlines():
        if line.startswith(" "):
            problems[name].append(line.strip())
        else:
            name = line[8:].strip()
            problems[name] = []
    assert set(problems) == set(doctor.CHECKS)
    assert status == (1 if any(problems.values()) else 0)
    return {name: found for name, found in problems.items() if found}


@pytest.fixture(autouse=True)
def installation():
    """Make the data folder of the tests one that has been prepared."""
    call_command("prepare", verbosity=0)


def test_healthy_installation_has_no_problems(capsys):
    assert examine(capsys) == {}


def test_missing_migration_is_named(capsys):
    MigrationRecorder.Migration.objects.filter(app="portal").order_by("-name").first().delete()
    assert "run `manage.py migrate`" in examine(capsys)["Migrations"][0]


def test_missing_privilege_is_named(monkeypatch):
    class Server:
        """A connection of a role that has no privileges, whose check would see no uncommitted REVOKE."""

        def __enter__(self):
            return self

        def __exit__(self, *exc_info):
            pass

        def execute(self, query, parameters=None):
            self.row = (False,) if parameters else ("portal", False, False, False)
            return self

        def fetchone(self):
            return self.row

    monkeypatch.setattr(doctor, "connect_as_server", Server)
    [problem] = doctor.check_serving_role()
    assert problem.endswith("run `manage.py migrate`.")


def test_open_folder_is_named(capsys, settings, tmp_path):
    settings.PORTAL_DATA = settings.PORTAL_BUILD = tmp_path
    (tmp_path / "log").mkdir()
    (tmp_path / "log").chmod(0o755)
    problems = examine(capsys)
    assert any("chmod o-rwx" in line for line in problems["Data folder"])
    assert any("run `manage.py prepare`" in line for line in problems["Catalogues and static files"])


def test_full_disk_is_named(capsys, monkeypatch):
    monkeypatch.setattr(doctor, "MIN_FREE_SPACE", 2**60)
    assert "MB are free" in examine(capsys)["Data folder"][0]


def test_empty_index_is_named(capsys):
    SearchRow.objects.all().delete()
    assert "rebuild_search" in examine(capsys)["Search index"][0]


def test_overdue_publication_is_named(capsys):
    item = factories.published(factories.news_item())
    past = timezone.now() - timedelta(hours=1)
    Draft.objects.create(record=item, state=Draft.State.SCHEDULED, publish_at=past)
    assert "1 publications are overdue" in examine(capsys)["Scheduler"][0]


def test_unreachable_database_is_named(monkeypatch):
    def fail():
        raise psycopg.OperationalError("connection refused")

    [problem] = doctor.find_problems(fail)
    assert problem.startswith("The database cannot be reached: connection refused.")


def test_clock_is_compared(capsys, monkeypatch):
    monkeypatch.setattr("portal.checks.get_clock_difference", lambda cursor: -90.0)
    assert "90 seconds behind this machine's" in examine(capsys)["Clock"][0]
