"""The role that serves: its privileges, and the time limit of its statements."""

import time

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from portal.checks import connect_as_server, get_start_errors
from portal.database_roles import RESTRICTED_TABLES, get_role_errors
from portal.page_cache.listener import get_connection_options
from portal.search_index.rebuild import rebuild_index
from tests.support.processes import PRODUCTION_ENVIRONMENT, build_database_url, run_python
from tests.support.servers import fetch, get_free_port, run_portal

pytestmark = pytest.mark.django_db
PRIVILEGES = """
SELECT has_table_privilege(%(role)s, %(table)s, 'SELECT'), has_table_privilege(%(role)s, %(table)s, 'INSERT'),
  has_table_privilege(%(role)s, %(table)s, 'UPDATE'), has_table_privilege(%(role)s, %(table)s, 'DELETE'),
  has_table_privilege(%(role)s, %(table)s, 'TRUNCATE, REFERENCES, TRIGGER')
"""


def get_privileges(table):
    with connection.cursor() as cursor:
        cursor.execute(PRIVILEGES, {"role": settings.PORTAL_SERVER_DATABASE["USER"], "table": table})
        return cursor.fetchone()


def test_server_reads_and_writes_rows_of_all_tables():
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    assert {get_privileges(table) for table in tables - set(RESTRICTED_TABLES)} == {(True, True, True, True, False)}
    assert get_privileges("portal_auditevent") == (True, True, False, False, False)
    assert get_privileges("django_migrations") == (True, False, False, False, False)


def test_server_may_use_rebuilt_search_tables():
    rebuild_index()
    assert get_privileges("portal_searchrow_es") == (True, True, True, True, False)


@pytest.mark.parametrize(
    "statement",
    ["CREATE TABLE mine (id int)", "TRUNCATE django_session", "ALTER TABLE portal_editor DISABLE TRIGGER ALL",
     "UPDATE auth_group SET name = 'administrator'",
     "COPY (SELECT 1) TO PROGRAM 'true'", "SELECT pg_read_file('/etc/hostname')", "SET ROLE postgres"],
)  # fmt: skip
def test_server_is_refused(statement):
    with connect_as_server() as server, pytest.raises(psycopg.Error) as caught:
        server.execute(statement)
    assert isinstance(caught.value, psycopg.errors.InsufficientPrivilege | psycopg.errors.InvalidParameterValue)


def test_serving_role_is_accepted():
    assert list(get_start_errors()) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("postgres", True, True, True), "superuser"),
        (("admin", False, True, False), "may create roles"),
        (("owner", False, False, True), "owns tables"),
    ],
)
def test_powerful_role_is_refused(row, message):
    class Cursor:
        def execute(self, query):
            return self

        def fetchone(self):
            return row

    [error] = get_role_errors(Cursor())
    assert message in error
    assert "PORTAL_OWNER_DATABASE_URL" in error
    assert "\n" not in error


def test_serving_as_the_owner_is_refused_in_one_line(tmp_path):
    (tmp_path / "builds").symlink_to(settings.PORTAL_BUILDS)
    environment = {**PRODUCTION_ENVIRONMENT, "DATABASE_URL": build_database_url(connection.settings_dict)}
    status, error = run_python(tmp_path, "-c", "import portal.wsgi", **environment)
    assert status == 1
    assert "owns tables or the database" in error
    assert "\n" not in error


def test_migration_without_the_owner_is_refused():
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.PORTAL_SERVER_DATABASE['USER']}")
        with pytest.raises(CommandError, match=r"cannot create tables: .* PORTAL_OWNER_DATABASE_URL"):
            call_command("migrate", verbosity=0)


@pytest.mark.slow
def test_statement_of_a_request_is_canceled(committed_database):
    """A request that waits for a lock ends with 503, and the next one is answered."""
    port = get_free_port()
    with (
        run_portal(port, PORTAL_STATEMENT_SECONDS="1", PORTAL_PAGE_CACHE_MB="0"),
        psycopg.connect(**get_connection_options()) as other,
    ):
        other.execute("LOCK TABLE news_newsitem")
        began = time.monotonic()
        response, _ = fetch(port, "/en/news/")
        assert response.status == 503
        assert 0.5 < time.monotonic() - began < 15
        other.rollback()
        assert fetch(port, "/en/news/")[0].status == 200
