"""Signing in with a password, signing out, and passwords that are reset, sent or must be changed."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.account_mail import send_account_mail
from portal.accounts.outbox import AccountMail
from portal.operations.mail import DeliveryResult
from tests.support import factories
from tests.support.clients import client_for

pytestmark = pytest.mark.django_db
PASSWORD, NEW_PASSWORD = "a-long-enough-password", "another-long-password"
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def eva():
    return factories.editor(
        username="eva", password=PASSWORD, email="eva@portal.invalid", roles=["publisher"], countries=["MX"],
        interface_language="es",
    )  # fmt: skip


def sign_in(client, password=PASSWORD, username="eva", **data):
    return client.post(LOGIN, {"login": username, "password": password, **data})


def is_signed_in(client):
    return client.get("/admin/").status_code == 200


def test_editor_signs_in_and_out(eva):
    client = Client()
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    response = sign_in(client, next="/admin/library/")
    assert (response.status_code, response.headers["Location"]) == (302, "/admin/library/")
    assert is_signed_in(client)
    assert client.post("/admin/logout/").status_code == 200
    assert not is_signed_in(client)


def test_sign_in_never_leads_to_another_host(eva):
    assert sign_in(Client(), next="https://elsewhere.example/").headers["Location"] == "/admin/"


def test_sign_in_changes_session_key(eva):
    client = Client()
    client.get(LOGIN)
    client.session.save()
    sign_in(client)
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "error"),
    [
        ("en", "The username or the password is wrong."),
        ("es", "El nombre de usuario o la contraseña no es correcta."),
        ("fr", "Le nom d’utilisateur ou le mot de passe est incorrect."),
    ],
)
@pytest.mark.parametrize("username", ["eva", "nobody"])
def test_wrong_password_says_nothing_of_account(eva, language, error, username):
    client = Client(headers={"Accept-Language": language})
    assert error in sign_in(client, "wrong", username).content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("fields", [{"is_staff": False}, {"is_active": False}])
def test_account_without_access_cannot_sign_in(fields):
    factories.editor(username="eva", password=PASSWORD, **fields)
    client = Client()
    response = sign_in(client)
    assert response.status_code == 200 or response.headers["Location"] == LOGIN
    assert client.get("/admin/").status_code == 302


def test_login_page_is_in_language_of_browser():
    assert "Iniciar sesión" in Client(headers={"Accept-Language": "es"}).get(LOGIN).content.decode()
    assert "Se connecter" in Client(headers={"Accept-Language": "fr"}).get(LOGIN).content.decode()


def test_visitor_chooses_language_of_login_page():
    client = Client(headers={"Accept-Language": "en"})
    page = client.get(f"{LOGIN}?next=/admin/library/").content.decode()
    assert 'lang="fr"' in page
    response = client.post(reverse("set_language"), {"language": "fr", "next": f"{LOGIN}?next=/admin/library/"})
    assert response.headers["Location"] == f"{LOGIN}?next=/admin/library/"
    assert "Se connecter" in client.get(LOGIN).content.decode()
    response = client.post(reverse("set_language"), {"language": "fr", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in response.headers["Location"]


def test_chosen_language_gives_way_to_that_of_editor(eva):
    client = client_for(eva)
    client.post(reverse("set_language"), {"language": "fr"})
    page = client.get("/admin/").content.decode()
    assert '<html lang="es"' in page
    assert reverse("set_language") not in page


def test_reset_mail_sets_new_password(eva):
    client = Client()
    response = client.post(reverse("admin_password_reset"), {"email": "eva@portal.invalid"})
    assert response.status_code == 302
    assert not mail.outbox
    send_account_mail()
    [message] = mail.outbox
    assert message.subject == "Establecer una contraseña nueva"
    path = re.search(r"/admin/password-reset/\S+", message.body)[0]
    form = client.get(client.get(path).headers["Location"])
    assert "new_password1" in form.content.decode()
    sent = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post(form.request["PATH_INFO"], sent).status_code == 302
    assert not is_signed_in(client)
    assert sign_in(client, NEW_PASSWORD).status_code == 302
    assert "new_password1" not in Client().get(path, follow=True).content.decode()


@pytest.mark.parametrize(
    "fields",
    [{"is_active": False}, {"is_staff": False}, {"password": None}],
    ids=["inactive", "no staff", "no password"],
)
def test_reset_mail_goes_only_to_accounts_with_password(fields):
    factories.editor(**{"email": "leo@portal.invalid", "password": PASSWORD, **fields})
    answers = [
        Client().post(reverse("admin_password_reset"), {"email": email}).headers["Location"]
        for email in ("leo@portal.invalid", "nobody@portal.invalid")
    ]
    assert answers[0] == answers[1]
    assert send_account_mail() == DeliveryResult()
    assert not mail.outbox
    assert not AccountMail.objects.exists()


def test_reset_mail_is_limited(eva):
    for _ in range(5):
        response = Client().post(reverse("admin_password_reset"), {"email": "eva@portal.invalid"})
    assert response.status_code == 200
    assert send_account_mail() == DeliveryResult(sent=3)


def test_reset_costs_same_for_every_address(eva):
    queries = []
    for email in ("eva@portal.invalid", "nobody@portal.invalid"):
        with CaptureQueriesContext(connection) as captured:
            Client().post(reverse("admin_password_reset"), {"email": email})
        queries.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in captured])
    assert queries[0] == queries[1]
    assert queries[0]


def test_login_page_offers_no_mail_without_mail_server(settings):
    assert reverse("admin_password_reset") in Client().get(LOGIN).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert reverse("admin_password_reset") not in Client().get(LOGIN).content.decode()


def test_owner_is_told_of_changed_password(eva):
    sent = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    client_for(eva).post(reverse("admin:password_change"), sent)
    send_account_mail()
    [message] = mail.outbox
    assert (message.to, message.subject) == (["eva@portal.invalid"], "Contraseña cambiada")
    assert "contraseña cambiada" in message.body


def test_forced_change_comes_before_any_page(eva):
    eva.must_change_password = True
    eva.save()
    client = client_for(eva)
    change = reverse("admin:password_change")
    for path in ("/admin/", "/admin/library/", "/admin/news/newsitem/add/"):
        assert client.get(path).headers["Location"] == change
    assert "Elija una propia para continuar." in client.get(change).content.decode()
    sent = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post(change, sent).status_code == 302
    assert is_signed_in(client)


def test_password_of_administrator_must_be_changed(eva):
    administrator = client_for(factories.editor(is_superuser=True))
    path = reverse("admin:auth_user_password_change", args=[eva.pk])
    sent = {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "set-password": "1"}
    assert administrator.post(path, sent).status_code == 302
    client = Client()
    sign_in(client, NEW_PASSWORD)
    assert client.get("/admin/").headers["Location"] == reverse("admin:password_change")
