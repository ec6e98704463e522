"""Shared fixtures and hooks: test database with the seed content, compiled catalogues, collected static files."""

import gc
from collections import Counter

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.test import TransactionTestCase

from portal.clock import database_clock
from tests.support.policy_walk import SETTINGS
from tests.support.template_database import RunDatabase

RESTORE = pytest.StashKey()
# Test files that render whole admin forms, read every page or start processes. Single slow tests have a marker.
SLOW = (
    "tests/alliances/test_admin.py", "tests/alliances/test_library.py", "tests/alliances/test_products.py",
    "tests/news/test_admin.py", "tests/news/test_release_pictures.py", "tests/portal/drafts/", "tests/portal/editing/",
    "tests/portal/embedded_postgres/", "tests/portal/previews/", "tests/portal/publishing/test_releases.py",
    "tests/test_admin_policy", "tests/test_bad_input.py", "tests/test_embargo.py", "tests/test_page_kinds.py",
    "tests/test_pages.py", "tests/test_prev_next_links.py", "tests/test_public_pages.py", "tests/test_queries.py",
    "tests/workinggroup/test_admin.py",
)  # fmt: skip


def pytest_addoption(parser):
    parser.addoption("--exhaustive", action="store_true", help="test every model, page and language in full")


def pytest_configure():
    """Adjust settings before any test: plain HTTP for the test client, also with production settings."""
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    # Tests without a database may ask for the time, too.
    database_clock.measured_at = 0.0
    # Fast password hashing.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A cache in memory, of which the counts of statements know nothing, and no second factor unless a test asks for it.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.PORTAL_REQUIRE_SECOND_FACTOR = False
    # Look up static files on request: listing them all takes 30 ms for each test client.
    settings.WHITENOISE_AUTOREFRESH = True
    # The audit log refuses to be emptied. The database is copied anew after each test that commits.
    TransactionTestCase._fixture_teardown = lambda self: None
    call_command("prepare", verbosity=0)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish():
    """Freeze the heap as the server does (portal/wsgi.py), and collect garbage less often: tests end soon."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20)


def pytest_terminal_summary(terminalreporter):
    """Report how many tests were skipped, and why."""
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", [])
    )
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count} tests were skipped: {reason}", yellow=True, bold=True)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, django_db_createdb):
    """Create the test database as a copy of the template with the seed content. --create-db recreates both."""
    with django_db_blocker.unblock():
        database = RunDatabase(anew=django_db_createdb)
        database.create()

    def restore():
        with django_db_blocker.unblock():
            database.create()

    request.config.stash[RESTORE] = restore
    yield
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="module")
def committed_database(request, django_db_setup, django_db_blocker):
    """The database of tests that commit and share what they start. The seed content is restored after the module."""
    with django_db_blocker.unblock():
        yield
    request.config.stash[RESTORE]()


def commits(item):
    """Return whether a test commits, so that pytest-django empties the database after it."""
    marker = item.get_closest_marker("django_db")
    return {"transactional_db", "live_server"} & set(item.fixturenames) or (marker and marker.kwargs.get("transaction"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Restore the seed content after a test that commits."""
    result = yield
    if nextitem and commits(item):
        item.config.stash[RESTORE]()
    return result


@pytest.fixture(scope="session")
def exhaustive(pytestconfig):
    """Return whether --exhaustive asks for every model, page and language."""
    return pytestconfig.getoption("exhaustive")


@pytest.fixture
def policy_settings(settings, tmp_path, monkeypatch):
    """Apply the settings of the permission matrix tests, and answer 403 without rendering the error page."""
    settings.MEDIA_ROOT = tmp_path
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    monkeypatch.setattr("portal.urls.handler403", lambda request, exception=None: HttpResponse(status=403))
