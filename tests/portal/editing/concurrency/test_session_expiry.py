"""Forms submitted after the session expired: input is kept through the login and can then be saved."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from news.models import NewsItem, NewsRelease
from portal.models import DirectHost, Editor
from programs.models import Entry
from tests.support import factories
from tests.support.forms import add_row, admin_url, get_form_data
from tests.support.html import FormParser

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-password"
ACCOUNT = {"resume-username": "eva", "resume-password": PASSWORD}
OURS = {"Origin": "http://testserver"}


@pytest.fixture
def eva():
    return factories.editor(
        username="eva", password=PASSWORD, roles=["publisher"], countries=["MX"], interface_language="es"
    )


@pytest.fixture
def client(eva):
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "fr"})
    client.force_login(eva)
    return client


@pytest.fixture
def item():
    return factories.news_item(country=factories.country("MX"))


def hidden(response):
    """Return the hidden fields of a page."""
    html = response.content.decode()
    return FormParser(html[html.index('id="login-form"') :]).fields


def get_shown_text(response):
    html = response.content.decode()
    return FormParser(html[html.index('_form" novalidate') :]).fields


@pytest.mark.parametrize(
    ("language", "title", "button"),
    [
        ("en", "Your session has expired", "Sign in and continue"),
        ("es", "Su sesión expiró", "Iniciar sesión y continuar"),
        ("fr", "Votre session a expiré", "Se connecter et continuer"),
    ],
)
def test_text_is_restored_after_login_and_saved(item, client, language, title, button):
    path = admin_url(NewsItem, "change", item.pk)
    fields = get_form_data(client, path)
    text = '<p>Una línea & "otra"</p>\nMás'
    Session.objects.all().delete()
    assert fields["resume-language"] == ["es"]
    fields |= {"body_es": text, "title_es": "Nuevo", "_save": "1", "resume-language": language}
    response = client.post(path, fields)
    html = response.content.decode()
    assert response.status_code == 403
    assert response.headers["Content-Language"] == language
    assert title in html
    assert button in html
    carried = hidden(response)
    assert carried["body_es"] == [text]
    assert carried["csrfmiddlewaretoken"] != fields["csrfmiddlewaretoken"]
    wrong = client.post(path, carried | ACCOUNT | {"resume-password": "wrong"})
    assert "errornote" in wrong.content.decode()
    assert hidden(wrong)["body_es"] == [text]
    assert "wrong" not in wrong.content.decode()
    session = client.cookies.get(settings.SESSION_COOKIE_NAME).value
    response = client.post(path, hidden(wrong) | ACCOUNT)
    html = response.content.decode()
    assert response.status_code == 200
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != session
    assert "Este es el texto que escribió. Todavía no está guardado." in html
    assert "errornote" not in html
    assert PASSWORD not in html
    assert response.headers["Content-Language"] == "es"
    item.refresh_from_db()
    assert (item.body_es, item.title_es == "Nuevo") == (None, False)
    again = {name: values for name, values in get_shown_text(response).items() if not name.startswith("_")}
    assert again["body_es"] == [text]
    assert client.post(path, again | {"_save": "1"}).status_code == 302
    item.refresh_from_db()
    assert item.title_es == "Nuevo"


def test_rows_are_merged_after_login(client):
    entry = factories.entry(country=factories.country("MX"))
    link = factories.entry_link(entry=entry)
    path = admin_url(Entry, "change", entry.pk)
    fields = get_form_data(client, path)
    Session.objects.all().delete()
    carried = hidden(client.post(path, fields | {"links-0-text_es": "Enlace de Eva", "_publish": "1"}))
    assert "links-__prefix__-text_es" not in carried
    response = client.post(path, carried | ACCOUNT)
    entry.refresh_from_db()
    link.refresh_from_db()
    assert get_shown_text(response)["links-0-text_es"] == ["Enlace de Eva"]
    assert (entry.status, link.text_es) == ("draft", "B")


def test_new_record_is_restored(client):
    path = admin_url(NewsItem, "add")
    fields = get_form_data(client, path) | {"title_es": "Aviso", "date": "2026-11"}
    Session.objects.all().delete()
    response = client.post(path, hidden(client.post(path, fields)) | ACCOUNT)
    assert get_shown_text(response)["title_es"] == ["Aviso"]
    assert not NewsItem.objects.filter(title_es="Aviso").exists()


def test_file_must_be_chosen_again(client):
    release = factories.news_release(country=factories.country("MX"))
    path = admin_url(NewsRelease, "change", release.pk)
    fields = get_form_data(client, path)
    Session.objects.all().delete()
    response = client.post(path, add_row(fields, "files", file=factories.pdf_file("a.pdf")) | {"title_es": "Nuevo"})
    assert "Los archivos no se pueden conservar." in response.content.decode()
    html = client.post(path, hidden(response) | ACCOUNT).content.decode()
    assert re.search(
        r"El navegador no conservó el archivo elegido. Elíjalo de nuevo en “Documento adjunto \d, archivo”.", html
    )


def test_text_without_permission_can_be_copied(item, client):
    factories.editor(username="leo", password=PASSWORD, roles=["publisher"], countries=["CA"])
    path = admin_url(NewsItem, "change", item.pk)
    fields = get_form_data(client, path)
    Session.objects.all().delete()
    carried = hidden(client.post(path, fields | {"title_es": "De Eva"}))
    response = client.post(path, carried | ACCOUNT | {"resume-username": "leo"})
    item.refresh_from_db()
    assert response.status_code == 404
    assert "De Eva</textarea>" in response.content.decode()
    assert item.title_es != "De Eva"


@pytest.mark.parametrize("headers", [OURS, {"Referer": "http://testserver/admin/"}])
def test_form_with_stale_csrf_token_is_redisplayed(item, client, eva, headers):
    path = admin_url(NewsItem, "change", item.pk)
    fields = get_form_data(client, path) | {"title_es": "De Eva"}
    client.cookies[settings.CSRF_COOKIE_NAME] = "x" * 32  # as after signing in anew in another tab
    response = client.post(path, fields, headers=headers)
    assert response.status_code == 403
    assert "Usted inició sesión como eva." in response.content.decode()
    response = client.post(path, hidden(response))
    item.refresh_from_db()
    assert response.status_code == 200
    assert get_shown_text(response)["title_es"] == ["De Eva"]
    assert item.title_es != "De Eva"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Referer": "http://testserver.example/admin/"}],
)
@pytest.mark.parametrize(
    ("path", "status"), [("/admin/news/newsitem/add/", 403), ("/admin/login/", 403), ("/en/", 405)]
)
def test_cross_site_form_is_rejected(client, headers, path, status):
    response = client.post(path, {"title_es": "Planted", "resume-form": "1"}, headers=headers)
    assert response.status_code == status
    assert "Planted" not in response.content.decode()


def test_expired_confirmation_is_redisplayed_not_executed(item, client):
    token = get_form_data(client, admin_url(NewsItem, "change", item.pk))["csrfmiddlewaretoken"]
    for view, name, sent in (
        (("transition", item.pk, "submit"), "Nota", {"transition-note": "Mis palabras"}),
        (("delete", item.pk), "Motivo", {"reason": "Mis palabras", "post": "yes"}),
    ):
        path = admin_url(NewsItem, *view)
        Session.objects.all().delete()
        response = client.post(path, sent | {"csrfmiddlewaretoken": token})
        response = client.post(path, hidden(response) | ACCOUNT)
        item.refresh_from_db()
        assert item.status == "draft"
        assert re.search(rf">{name}</label>.*\nMis palabras</textarea>", response.content.decode(), re.DOTALL)
        token = client.cookies[settings.CSRF_COOKIE_NAME].value


@pytest.mark.parametrize("model", [Editor, DirectHost])
def test_other_forms_show_input_without_passwords(model):
    factories.editor(username="root", password=PASSWORD, is_superuser=True)
    client = Client()
    fields = {"username": "new", "host": "new.example", "password1": "secret-words", "password2": "secret-words"}
    response = client.post(admin_url(model, "add"), fields)
    assert "secret-words" not in response.content.decode()
    response = client.post(admin_url(model, "add"), hidden(response) | ACCOUNT | {"resume-username": "root"})
    assert "new.example</textarea>" in response.content.decode()
    assert "secret-words" not in response.content.decode()
    assert not Editor.objects.filter(username="new").exists()
    assert not DirectHost.objects.filter(host="new.example").exists()


def test_empty_form_redirects_to_login(item):
    for path in (admin_url(NewsItem, "change", item.pk), admin_url(NewsItem, "delete", item.pk)):
        response = Client().post(path, {"post": "yes"} if path.endswith("delete/") else {})
        assert (response.status_code, response.headers["Location"]) == (302, f"/admin/login/?next={path}")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "You sent more data at once"),
        ("es", "Envió de una vez más datos"),
        ("fr", "Vous avez envoyé en une fois plus de données"),
    ],
)
def test_form_with_too_many_fields_shows_error(language, sentence):
    client = Client()
    client.force_login(factories.editor(is_superuser=True, interface_language=language))
    response = client.post(admin_url(NewsItem, "add"), {f"x-{number}": "" for number in range(10_001)})
    assert response.status_code == 400
    assert sentence in response.content.decode()
