"""Second factors: required of publishers, asked for at every sign-in, and never skipped."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.accounts.secrets import decrypt
from portal.audit.models import AuditEvent
from tests.support import factories
from tests.support.clients import client_for, get_file

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-password"
LOGIN, SECOND_FACTOR = "/admin/login/", "/admin/login/second-factor/"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def real_mode(settings):
    settings.PORTAL_REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def eva():
    return factories.editor(username="eva", password=PASSWORD, roles=["publisher"], countries=["MX"])


@pytest.fixture
def secret(eva):
    """Give Eva an app for codes, and return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(eva, secret)
    return secret


def get_code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def enter_password(client):
    return client.post(LOGIN, {"login": "eva", "password": PASSWORD})


def is_signed_in(client):
    return client.get("/admin/").status_code == 200


def test_code_completes_sign_in(secret):
    client = Client()
    assert enter_password(client).headers["Location"] == SECOND_FACTOR
    assert not is_signed_in(client)
    assert client.post(SECOND_FACTOR, {"code": get_code(secret)}).headers["Location"] == "/admin/"
    assert is_signed_in(client)


def test_code_works_once(secret):
    code = get_code(secret)
    first, second = Client(), Client()
    for client in (first, second):
        enter_password(client)
        client.post(SECOND_FACTOR, {"code": code})
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_walking_away_signs_nobody_in(secret, monkeypatch):
    client = Client()
    enter_password(client)
    for path in ("/admin/", "/admin/library/", reverse("mfa_index"), reverse("usersessions_list")):
        assert client.get(path).headers["Location"].startswith(LOGIN)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    response = client.post(SECOND_FACTOR, {"code": get_code(secret)})
    assert response.headers["Location"] == LOGIN
    assert not is_signed_in(client)


def test_cancel_forgets_password(secret):
    client = Client()
    enter_password(client)
    assert client.post(reverse("account_logout")).headers["Location"] == LOGIN
    assert client.get(SECOND_FACTOR).headers["Location"] == LOGIN


def test_wrong_code_is_recorded_in_english(secret):
    client = Client(headers={"Accept-Language": "fr"})
    enter_password(client)
    client.post(SECOND_FACTOR, {"code": "000000"})
    assert AuditEvent.objects.get(kind="sign-in failed").detail == "TOTP Authenticator"


def test_codes_cannot_be_guessed(secret):
    client = Client()
    enter_password(client)
    for _ in range(5):
        client.post(SECOND_FACTOR, {"code": "000000"})
    assert "There were too many attempts." in client.post(SECOND_FACTOR, {"code": get_code(secret)}).content.decode()
    assert not is_signed_in(client)


def test_recovery_code_works_once(eva, secret):
    code = RecoveryCodes.activate(eva).get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        enter_password(client)
        client.post(SECOND_FACTOR, {"code": code})
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_resumed_session_asks_for_second_factor(secret):
    """The page that keeps the text of an expired session must not be a way around the second factor."""
    client, path = Client(), "/admin/news/newsitem/add/"
    account = {"resume-form": "1", "resume-username": "eva", "resume-password": PASSWORD, "title_en": "Kept"}
    response = client.post(path, account)
    assert response.status_code == 403
    assert 'value="Kept"' in response.content.decode()
    assert not is_signed_in(client)
    response = client.post(path, account | {"resume-code": get_code(secret)})
    assert (response.status_code, is_signed_in(client)) == (200, True)


def test_text_is_resumed_after_sign_in_on_other_tab(secret):
    client, path = Client(), "/admin/news/newsitem/add/"
    html = client.post(path, {"title_en": "Kept", "_save": "1"}).content.decode()
    assert f'href="{LOGIN}"' in html
    enter_password(client)
    client.post(SECOND_FACTOR, {"code": get_code(secret)})
    sent = {"resume-form": "1", "resume-username": "", "resume-password": "", "title_en": "Kept"}
    response = client.post(path, sent)
    assert response.status_code == 200
    assert 'value="Kept"' in response.content.decode()


@pytest.mark.parametrize("role", ["publisher", "secretariat", "administrator"])
def test_publishers_must_have_second_factor(real_mode, role):
    client = client_for(factories.editor(roles=[role], countries=["MX"]))
    for path in ("/admin/", "/admin/news/newsitem/", reverse("admin:preferences")):
        assert client.get(path).headers["Location"] == reverse("mfa_index")
    assert client.post("/admin/news/newsitem/add/", {"title_en": "x"}).headers["Location"] == reverse("mfa_index")


def test_unpublished_file_needs_second_factor(eva, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = factories.document(country=factories.country("MX"))
    part = factories.document_file(document=document, file=factories.pdf_file("a.pdf"))
    path = reverse("document_file", args=[part.url_kind, part.pk])
    assert get_file(path, client_for(eva)).status_code == 200
    settings.PORTAL_REQUIRE_SECOND_FACTOR = True
    assert get_file(path, client_for(eva)).status_code == 404


def test_others_need_no_second_factor(real_mode):
    for role in ("contributor", "translator"):
        assert is_signed_in(client_for(factories.editor(roles=[role], countries=["MX"])))


def test_app_opens_admin_for_publisher(real_mode, eva):
    client = Client()
    enter_password(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": get_code(secret)})
    assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(response.headers["Location"]).content.decode()
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0] in codes
    assert is_signed_in(client)


def test_secret_is_encrypted_in_database(secret):
    stored = Authenticator.objects.get().data["secret"]
    assert secret not in stored
    assert decrypt(stored) == secret


def test_factor_is_changed_only_after_confirmation(eva, secret, monkeypatch):
    client = Client()
    enter_password(client)
    client.post(SECOND_FACTOR, {"code": get_code(secret)})
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    response = client.post(reverse("mfa_deactivate_totp"))
    assert response.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.filter(user=eva).exists()


def test_one_session_is_ended(eva):
    clients = [Client() for _ in range(3)]
    for client in clients:
        enter_password(client)
    session = UserSession.objects.get(session_key=clients[1].session.session_key)
    clients[0].post(reverse("usersessions_list"), {"session": session.pk})
    assert [is_signed_in(client) for client in clients] == [True, False, True]


def test_session_of_other_editor_cannot_be_ended(eva):
    factories.editor(username="leo", password=PASSWORD)
    victim, leo = Client(), Client()
    enter_password(victim)
    leo.post(LOGIN, {"login": "leo", "password": PASSWORD})
    session = UserSession.objects.get(session_key=victim.session.session_key)
    for value in (session.pk, "x", ""):
        assert leo.post(reverse("usersessions_list"), {"session": value}).status_code == 404
    assert is_signed_in(victim)


def test_sessions_are_listed_and_ended(eva):
    first, second = Client(), Client(headers={"User-Agent": "Other browser"})
    enter_password(first)
    enter_password(second)
    page = first.get(reverse("usersessions_list")).content.decode()
    assert "Other browser" in page
    first.post(reverse("usersessions_list"))
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)
    assert Session.objects.count() == 1
