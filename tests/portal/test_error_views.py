"""Error pages: a lost connection to the database answers 503, whichever query of a page it ends."""

from contextlib import contextmanager
from datetime import timedelta
from itertools import count

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from news.models import NewsItem
from portal import error_views
from portal.i18n.languages import LANGUAGES
from tests.support import factories
from tests.support.factories import country
from tests.support.forms import admin_url

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
UNAVAILABLE = {
    "en": "The portal is unavailable for a moment",
    "es": "El portal no está disponible por un momento",
    "fr": "Le portail est indisponible pour un moment",
}


@contextmanager
def lose_connection(number):
    """Let the query of this number and all later ones fail, as those of a killed backend do."""
    queries = count()

    def execute(run, *arguments):
        if next(queries) >= number:
            raise OperationalError("server closed the connection unexpectedly")
        return run(*arguments)

    with connection.execute_wrapper(execute):
        yield
    connection.needs_rollback = False


def assert_each_query_may_be_lost(client, path, language):
    """Assert that the page is unavailable in its language, whichever of its queries fails first."""
    for number in count():
        with lose_connection(number):
            response = client.get(path)
        if response.status_code == 200:
            assert number
            return
        assert response.status_code == 503, number
        assert response.headers["Cache-Control"] == "no-store"
        assert UNAVAILABLE[language] in response.content.decode()


@pytest.mark.parametrize(
    ("path", "language"), [("/en/news/", "en"), ("/es/oficinas/", "es"), ("/fr/programmes/", "fr")]
)
def test_public_page_without_connection_is_unavailable(path, language):
    assert_each_query_may_be_lost(Client(raise_request_exception=False), path, language)


def client_with_old_session(language):
    """Return the client of a publisher of Mexico whose session is stored again at the next request."""
    client = Client(raise_request_exception=False, headers={"Accept-Language": language})
    client.force_login(factories.editor(roles=["publisher"], countries=["MX"], interface_language=language))
    session = client.session
    session.set_expiry(timezone.now() + timedelta(minutes=10))
    session.save()
    return client


@pytest.mark.parametrize("language", LANGUAGES)
def test_admin_page_without_connection_is_unavailable(language):
    assert_each_query_may_be_lost(client_with_old_session(language), reverse("admin:preferences"), language)


def test_form_without_connection_is_unavailable():
    path = admin_url(NewsItem, "change", factories.news_item(country=country("MX")).pk)
    assert_each_query_may_be_lost(client_with_old_session("es"), path, "es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_session_that_is_not_stored_is_an_outage(language):
    """The next query has a new connection, so that Django could render the page of a deleted session."""

    def execute(run, sql, *arguments):
        if sql.startswith('UPDATE "django_session"'):
            raise OperationalError("server closed the connection unexpectedly")
        return run(sql, *arguments)

    client = client_with_old_session(language)
    with connection.execute_wrapper(execute):
        response = client.get(reverse("admin:preferences"))
    assert response.status_code == 503
    assert UNAVAILABLE[language] in response.content.decode()


def test_deleted_session_is_no_outage():
    response = error_views.bad_request(RequestFactory().get("/en/"), SessionInterrupted("It was deleted."))
    assert response.status_code == 400
