"""Signing in with the account of a ministry: only editors whose account was made beforehand."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.models import Editor
from tests.support import factories
from tests.support.oidc import running_provider

pytestmark = pytest.mark.django_db
LEAVE = "/admin/login/ministry/stps/"
PERSON = {"sub": "person-1", "email": "eva@stps.gob.mx", "email_verified": True}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture(scope="module")
def running():
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running, settings):
    running.failures, running.discoveries = {}, 0
    app = running.get_settings("stps", ["stps.gob.mx"])
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    return running


def sign_in(provider, next_path="", **claims):
    """Walk to the ministry and back, and return the client and its last response."""
    provider.claims = PERSON | claims
    client = Client()
    response = client.get(reverse("openid_connect_login", args=["stps"]), {"next": next_path} if next_path else {})
    query = parse_qs(urlsplit(response.headers["Location"]).query)
    assert response.headers["Location"].startswith(f"{provider.url}/authorize?")
    assert query["code_challenge_method"] == ["S256"]
    callback = reverse("openid_connect_callback", args=["stps"])
    return client, client.get(callback, {"code": "code", "state": query["state"][0]})


def is_signed_in(client):
    return client.get("/admin/").status_code == 200


@pytest.fixture
def eva():
    return factories.editor(username="eva", password=None, email="Eva@stps.gob.mx", roles=["contributor"])


def test_login_page_lists_ministries(provider):
    html = Client().get("/admin/login/", {"next": "/admin/library/"}).content.decode()
    assert 'href="/admin/login/ministry/stps/?next=%2Fadmin%2Flibrary%2F"' in html


def test_editor_signs_in_with_ministry(provider, eva):
    client, response = sign_in(provider, "/admin/library/")
    assert response.headers["Location"] == "/admin/library/"
    assert is_signed_in(client)
    client, _response = sign_in(provider, email="changed@elsewhere.example")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@stps.gob.mx"},
        {"email_verified": False},
        {"email": "eva@stps.gob.mx.example"},
    ],
    ids=["unknown", "not verified", "other domain"],
)
def test_nobody_else_signs_in(provider, eva, claims):
    client, response = sign_in(provider, **claims)
    assert response.headers["Location"] == "/admin/login/"
    assert "There is no editor with this account." in client.get("/admin/login/").content.decode()
    assert not is_signed_in(client)
    assert list(Editor.objects.filter(email__iexact=PERSON["email"])) == [eva]


def test_other_domain_is_refused_even_for_its_editor(provider):
    factories.editor(email="ann@labour.gc.ca")
    client, _response = sign_in(provider, email="ann@labour.gc.ca")
    assert not is_signed_in(client)


def test_second_person_cannot_take_over_account(provider, eva):
    sign_in(provider)
    client, _response = sign_in(provider, sub="person-2")
    assert not is_signed_in(client)


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}])
def test_account_without_access_is_refused(provider, eva, fields):
    sign_in(provider)
    Editor.objects.filter(pk=eva.pk).update(**fields)
    client, _response = sign_in(provider)
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_second_factor_is_asked_for_after_ministry(provider, eva):
    TOTP.activate(eva, generate_totp_secret())
    client, response = sign_in(provider)
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_canceled_sign_in_returns_to_login_page(provider):
    client = Client()
    client.get(reverse("openid_connect_login", args=["stps"]))
    response = client.get(reverse("openid_connect_callback", args=["stps"]), {"error": "access_denied"})
    assert response.headers["Location"] == "/admin/login/"


def test_visits_of_one_address_are_limited(provider):
    path = reverse("openid_connect_login", args=["stps"])
    statuses = [Client(REMOTE_ADDR="192.0.2.7").get(path).status_code for _ in range(31)]
    assert statuses == [302] * 30 + [429]
    assert Client(REMOTE_ADDR="192.0.2.8").get(path).status_code == 302


def test_configuration_is_asked_for_once_an_hour(provider, eva, monkeypatch):
    for _ in range(3):
        assert is_signed_in(sign_in(provider)[0])
    assert provider.discoveries == 1
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3601)
    Client().get(LEAVE)
    assert provider.discoveries == 2


def test_page_asks_no_ministry(provider):
    Client().get("/admin/login/")
    assert provider.discoveries == 0


def test_known_configuration_serves_while_server_is_away(provider, eva, monkeypatch):
    sign_in(provider)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3601)
    provider.failures = {"discovery": (503, "")}
    assert Client().get(LEAVE).headers["Location"].startswith(f"{provider.url}/authorize?")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The sign-in service of STPS does not answer."),
        ("es", "El servicio de acceso de STPS no responde."),
        ("fr", "Le service d’authentification de STPS ne répond pas."),
    ],
)
def test_server_that_is_away_is_named(provider, settings, language, sentence):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:1"
    client = Client(headers={"Accept-Language": language})
    assert client.get(LEAVE).headers["Location"] == "/admin/login/"
    assert sentence in client.get("/admin/login/").content.decode()


@pytest.mark.parametrize(
    "failure",
    [
        {"discovery": (500, "")},
        {"discovery": (200, "<html>")},
        {"discovery": (200, "[]")},
        {"discovery": (200, '{"issuer": 1}')},
    ],
    ids=["error", "html", "list", "incomplete"],
)
def test_useless_configuration_is_no_error(provider, failure):
    provider.failures = failure
    client = Client()
    assert client.get(LEAVE).headers["Location"] == "/admin/login/"
    assert "The sign-in service of STPS does not answer." in client.get("/admin/login/").content.decode()


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        *(("token", answer) for answer in [(500, ""), (200, ""), (200, "<html>"), (200, "[]"), (200, "{}")]),
        *(("person", answer) for answer in [(500, ""), (200, ""), (200, "<html>"), (200, "[1]"), (200, '{"sub": []}')]),
    ],
)
def test_nonsense_of_ministry_is_no_error(provider, eva, step, answer):
    provider.failures = {step: answer}
    client, response = sign_in(provider)
    assert response.headers["Location"] == "/admin/login/"
    assert not is_signed_in(client)
    assert 'class="messagelist"' in client.get("/admin/login/").content.decode()


def test_made_up_state_is_refused(provider):
    client = Client()
    response = client.get(reverse("openid_connect_callback", args=["stps"]), {"code": "code", "state": "made up"})
    assert response.headers["Location"] == "/admin/login/"


def test_unknown_ministry_is_not_found(provider):
    assert Client().get(reverse("openid_connect_login", args=["none"])).status_code == 404
