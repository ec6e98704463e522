"""What every test stands on: the test database with the first content, compiled catalogues, collected static files."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse

from tests.support.policy_walk import SETTINGS
from tests.support.template_database import RunDatabase

RESTORE = pytest.StashKey()


def pytest_addoption(parser):
    parser.addoption("--exhaustive", action="store_true", help="walk every model, page and language in full")


def pytest_configure():
    """Runs before any test; the test client speaks plain HTTP, also where DATABASE_URL makes it a real installation."""
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    # The strength of a password's hash is Django's to test.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Static files are looked for when they are asked for: to list them all takes each test's client 30 ms.
    settings.WHITENOISE_AUTOREFRESH = True
    call_command("prepare", verbosity=0)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, django_db_createdb):
    """The first content, in a copy of a template, and rolled back to after every test. --create-db makes both anew."""
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


def commits(item):
    """Whether a test commits what it does: pytest-django empties the database after it."""
    marker = item.get_closest_marker("django_db")
    return {"transactional_db", "live_server"} & set(item.fixturenames) or (marker and marker.kwargs.get("transaction"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """After the last fixture of a test that commits, the next test finds the first content again."""
    result = yield
    if nextitem and commits(item):
        item.config.stash[RESTORE]()
    return result


@pytest.fixture(scope="session")
def exhaustive(pytestconfig):
    """Whether to ask every model, page and language all that one of each is asked otherwise: --exhaustive."""
    return pytestconfig.getoption("exhaustive")


@pytest.fixture
def walking(settings, tmp_path, monkeypatch):
    """For a walk through the admin: refusals are told by their status, without the page that says so."""
    settings.MEDIA_ROOT = tmp_path
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    monkeypatch.setattr("portal.urls.handler403", lambda request, exception=None: HttpResponse(status=403))
