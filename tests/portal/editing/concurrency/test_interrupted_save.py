"""A save that the portal cannot carry out answers with a page that carries what was typed, and sends it again."""

import resource
import signal
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from news.models import NewsItem, NewsRelease
from portal.page_cache.listener import get_connection_options
from portal.page_cache.state import Database, content_state
from tests.support import factories
from tests.support.browser import get_session_cookies, run_committed
from tests.support.database_proxy import DatabaseProxy
from tests.support.factories import country
from tests.support.forms import add_row, admin_url, get_form_data
from tests.support.html import FormParser
from tests.support.processes import HOST
from tests.support.servers import fetch, get_free_port, run_portal, wait_until

OURS = {"Origin": "http://testserver"}
TYPED = '<p>Una línea & "otra"</p>\nMás'
NAMES = {"order": "0", "title_en": "Notice", "title_es": "Aviso", "title_fr": "Avis", "language": "es"}
TITLES = {
    "en": "Your changes were not saved",
    "es": "No se guardaron sus cambios",
    "fr": "Vos modifications n’ont pas été enregistrées",
}


def get_carried(html):
    """Return the fields that the page sends again."""
    return FormParser(html[html.index('method="post"') :]).fields


@pytest.fixture
def client(db):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False, headers={"Accept-Language": "fr", **OURS})
    client.force_login(factories.editor(roles=["publisher"], countries=["MX"], interface_language="es"))
    return client


@pytest.fixture
def item(db):
    return factories.news_item(country=country("MX"))


@pytest.fixture
def database_away():
    before = content_state.database
    content_state.database = Database.AWAY
    yield
    content_state.database = before


@contextmanager
def fail_queries():
    """Let every query fail as those of a lost connection do."""

    def fail(*args):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(fail):
        yield


def fail_saves(sql):
    """Return a query wrapper that ends the save of a news item."""

    def execute(run, statement, params, many, context):
        if statement.startswith(sql):
            raise OperationalError("canceling statement due to statement timeout")
        return run(statement, params, many, context)

    return connection.execute_wrapper(execute)


@pytest.mark.parametrize("language", TITLES)
def test_text_is_on_page_in_language_of_form(client, item, database_away, language):
    path = admin_url(NewsItem, "change", item.pk)
    content_state.database = Database.UNKNOWN
    fields = get_form_data(client, path) | {"body_es": TYPED, "_save": "1", "resume-language": language}
    content_state.database = Database.AWAY
    with fail_queries():
        response = client.post(path, fields)
    html = response.content.decode()
    assert (response.status_code, response.headers["Content-Language"]) == (503, language)
    assert TITLES[language] in html
    assert response.headers["Cache-Control"] == "no-store"
    assert "data-send-again" in html
    carried = get_carried(html)
    assert carried["body_es"] == [TYPED]
    content_state.database = Database.UNKNOWN
    assert client.post(path, carried).status_code == 302
    item.refresh_from_db()
    assert item.body_es.startswith("<p>Una línea")


def test_page_of_form_without_language_is_in_that_of_browser(client, item, database_away):
    response = client.post(admin_url(NewsItem, "delete", item.pk), {"reason": "Mis palabras", "post": "yes"})
    assert TITLES["fr"] in response.content.decode()
    assert "Mis palabras" in response.content.decode()


@pytest.mark.parametrize("path", ["/admin/login/", "/es/noticias/"])
def test_other_requests_get_the_public_page(client, database_away, path):
    response = client.post(path, {"username": "eva", "password": "secret-words", "title": "x"})
    assert response.status_code in {405, 503}
    assert "secret-words" not in response.content.decode()
    assert "send-again" not in response.content.decode()


def test_form_of_another_site_is_not_carried(client, item, database_away):
    path = admin_url(NewsItem, "change", item.pk)
    response = client.post(path, {"title_es": "Planted"}, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == 503
    assert "Planted" not in response.content.decode()


def test_timeout_in_save_keeps_text(client, item):
    path = admin_url(NewsItem, "change", item.pk)
    fields = get_form_data(client, path) | {"title_es": "Mis palabras", "_save": "1"}
    with fail_saves('UPDATE "news_newsitem"'):
        response = client.post(path, fields)
    assert response.status_code == 503
    assert "data-send-again" not in response.content.decode()
    assert get_carried(response.content.decode())["title_es"] == ["Mis palabras"]
    assert client.post(path, get_carried(response.content.decode())).status_code == 302
    item.refresh_from_db()
    assert item.title_es == "Mis palabras"


def test_fault_of_portal_keeps_text(client, item, monkeypatch):
    monkeypatch.setattr("portal.editing.change_session.ChangeSession.run_form", lambda *args: 1 / 0)
    path = admin_url(NewsItem, "change", item.pk)
    response = client.post(path, get_form_data(client, path) | {"title_es": "Mis palabras", "_save": "1"})
    assert response.status_code == 500
    assert get_carried(response.content.decode())["title_es"] == ["Mis palabras"]


@contextmanager
def limit_file_size(size):
    """Let writing files fail beyond this size, as on a full disk."""
    handler, limits = signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


def list_files():
    return set(Path(settings.MEDIA_ROOT).rglob("*"))


@pytest.mark.parametrize("pages", [1, 3000], ids=["in memory", "in a temporary file"])
def test_full_disk_keeps_text_and_leaves_no_file(client, settings, pages):
    release = factories.news_release(country=country("MX"))
    path = admin_url(NewsRelease, "change", release.pk)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10_000
    fields = get_form_data(client, path)
    file = factories.pdf_file("aviso.pdf", pages=pages)
    before = list_files()
    with limit_file_size(100 if pages == 1 else 20_000):
        response = client.post(path, add_row(fields, "files", file=file, **NAMES) | {"title_es": "Nuevo"})
    html = response.content.decode()
    assert response.status_code == 503
    assert list_files() == before
    assert "<li>aviso.pdf</li>" in html
    carried = get_carried(html)
    assert carried["title_es"] == ["Nuevo"]
    html = client.post(path, carried).content.decode()
    assert "Este es el texto que escribió. Todavía no está guardado." in html
    assert "El navegador no conservó el archivo elegido." in html


WAITING = "FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
END_QUERY = {
    "killed backend": "SELECT pg_terminate_backend(pid) " + WAITING,
    "timeout": "SELECT pg_cancel_backend(pid) " + WAITING,
}


class EditorOfServer:
    """An editor who has the form of a record open on a server."""

    def __init__(self, port, item):
        editor = run_committed(lambda: factories.administrator(interface_language="es"))
        [session] = get_session_cookies(editor, f"https://{HOST}/")
        self.port, self.path = port, admin_url(NewsItem, "change", item.pk)
        self.headers = {
            "Cookie": f"{session['name']}={session['value']}; csrftoken={'a' * 32}", "Origin": f"https://{HOST}",
            "Content_Type": "application/x-www-form-urlencoded",
        }  # fmt: skip

    def open_form(self):
        page = fetch(self.port, self.path, **self.headers)[1].decode()
        fields = FormParser(page[page.index('_form" novalidate') :]).fields
        return fields | {"title_es": ["Mis palabras"], "_save": ["1"], "csrfmiddlewaretoken": ["a" * 32]}

    def send(self, fields):
        """Return the status and the text of the answer."""
        response, body = fetch(self.port, self.path, "POST", urlencode(fields, doseq=True), **self.headers)
        return response.status, body.decode()


@pytest.fixture
def committed_item(committed_database):
    return run_committed(lambda: factories.news_item(country_id=factories.country("US").pk))


def get_committed_title(item):
    return run_committed(lambda: NewsItem.objects.get(pk=item.pk).title_es)


@pytest.mark.slow
def test_form_is_sent_again_when_database_is_back(committed_item):
    proxy, port = DatabaseProxy(), get_free_port()
    proxy.open()
    editor = EditorOfServer(port, committed_item)
    with run_portal(port, DATABASE_URL=proxy.url):
        fields = editor.open_form()
        proxy.close()
        status, html = editor.send(fields)
        assert status == 503
        assert TITLES["es"] in html
        carried = get_carried(html)
        proxy.open()
        assert wait_until(lambda: fetch(port, "/readyz?for=editors")[0].status == 200)
        assert wait_until(lambda: editor.send(carried)[0] == 302, 15)
    assert get_committed_title(committed_item) == "Mis palabras"


@pytest.mark.slow
@pytest.mark.parametrize("end", ["killed backend", "timeout"])
def test_save_whose_query_is_ended_keeps_text(committed_item, end):
    port = get_free_port()
    editor = EditorOfServer(port, committed_item)
    answers = []
    with run_portal(port), psycopg.connect(**get_connection_options()) as other:
        fields = editor.open_form()
        other.execute("SELECT FROM news_newsitem WHERE id = %s FOR UPDATE", [committed_item.pk])
        thread = Thread(target=lambda: answers.append(editor.send(fields)))
        thread.start()
        assert wait_until(lambda: other.execute(END_QUERY[end]).fetchone())
        thread.join(timeout=60)
        other.rollback()
        [(status, html)] = answers
        assert status == 503
        assert TITLES["es"] in html
        assert "data-send-again" not in html
        assert editor.send(get_carried(html))[0] == 302
    assert get_committed_title(committed_item) == "Mis palabras"
