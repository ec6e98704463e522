"""What every test stands on: the test database with the first content, compiled catalogues, collected static files."""

import os

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse

from portal.permissions import Role
from tests.walking import SETTINGS


def pytest_configure():
    """Runs before any test; the test client speaks plain HTTP, also where DATABASE_URL makes it a real installation."""
    settings.DATABASES["default"]["TEST"]["NAME"] += "_" + os.environ["PORTAL_TEST_RUN"]
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    # Static files are looked for when they are asked for: to list them all takes each test's client 30 ms.
    settings.WHITENOISE_AUTOREFRESH = True
    call_command("prepare", verbosity=0)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The first content, loaded once a test database and rolled back to after every test."""
    with django_db_blocker.unblock():
        call_command("load_content", verbosity=0)


@pytest.fixture
def walking(settings, tmp_path, monkeypatch):
    """For a walk through the admin: refusals are told by their status, without the page that says so."""
    settings.MEDIA_ROOT = tmp_path
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    monkeypatch.setattr("portal.urls.handler403", lambda request, exception=None: HttpResponse(status=403))


@pytest.fixture
def transactional_db(transactional_db):
    """Such a test (with `live_server`, too) empties the database at its end; the next one finds all of it again."""
    roles = apps.get_model("auth", "Group").objects
    roles.bulk_create([roles.model(name=role) for role in Role], ignore_conflicts=True)
    call_command("load_content", verbosity=0)
