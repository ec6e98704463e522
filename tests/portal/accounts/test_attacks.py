"""What a stranger, a thief of a session or of a password, and a deactivated editor try at the pages of accounts."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from portal.accounts import urls
from portal.accounts.account_mail import send_account_mail
from portal.audit.models import AuditEvent
from portal.models import Editor
from tests.support import factories
from tests.support.clients import client_for

pytestmark = pytest.mark.django_db
PASSWORD, NEW_PASSWORD = "a-long-enough-password", "another-long-password"
LOGIN, CODES = "/admin/login/", "/admin/second-factor/codes/"
PREFERENCES = "/admin/preferences/"
PREFERRED = {
    "first_name": "", "last_name": "", "email": "eva@portal.invalid", "interface_language": "en", "time_zone": "UTC",
    "mail": "digest",
}  # fmt: skip
ELSEWHERE = ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", "javascript:alert(1)"]
# Addresses of django-allauth that the portal does not have.
UNUSED = (
    "account_signup", "account_email", "account_inactive", "account_change_password", "account_set_password",
    "account_reset_password", "account_confirm_email", "socialaccount_signup", "socialaccount_connections",
    "mfa_signup_webauthn", "mfa_trust", "mfa_download_recovery_codes",
)  # fmt: skip


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def eva():
    return factories.editor(
        username="eva", password=PASSWORD, email="eva@portal.invalid", roles=["publisher"], countries=["MX"]
    )


@pytest.fixture
def stolen(eva, monkeypatch):
    """Return a client with the session of Eva, who signed in ten minutes ago."""
    client = client_for(eva)
    client.get("/admin/")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 600)
    return client


def get_paths():
    """Return the address of each page of accounts."""
    arguments = {"pk": 1, "uidb64": "MQ", "token": "x-y", "provider_id": "stps"}
    paths = []
    for pattern in urls.urlpatterns:
        names = pattern.pattern.converters
        paths.append(reverse(pattern.name, kwargs={name: arguments[name] for name in names}))
    return paths


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "patch", "post"])
@pytest.mark.parametrize("signed_in", [False, True], ids=["stranger", "editor"])
def test_no_method_is_an_error(eva, method, signed_in):
    client = client_for(eva) if signed_in else Client()
    for path in get_paths():
        assert getattr(client, method)(path).status_code < 500, path


def test_pages_are_not_stored(eva):
    client = client_for(eva)
    RecoveryCodes.activate(eva)
    for path in get_paths():
        response = client.get(path)
        if response.status_code == 200:
            assert "no-store" in response["Cache-Control"], path


def test_unused_pages_of_library_are_missing():
    for name in UNUSED:
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("/accounts/", "/accounts/signup/", "/.well-known/change-password"):
        assert Client().get(path).status_code == 404, path


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_leads_to_no_other_host(eva, stolen, target):
    answers = [
        Client().post(LOGIN, {"login": "eva", "password": PASSWORD, "next": target}),
        stolen.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": target}),
        stolen.get(LOGIN, {"next": target}),
        Client().post(reverse("account_logout"), {"next": target}),
    ]
    for answer in answers:
        assert "elsewhere" not in answer.get("Location", "")
        assert "alert" not in answer.get("Location", "")


def test_link_of_reset_ignores_host_of_request(eva, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Client(HTTP_HOST="elsewhere.example").post(reverse("admin_password_reset"), {"email": eva.email})
    send_account_mail()
    [message] = mail.outbox
    assert settings.PORTAL_BASE_URL in message.body
    assert "elsewhere" not in message.body


def test_stolen_session_cannot_change_address(eva, stolen):
    fields = PREFERRED | {"email": "thief@elsewhere.example"}
    response = stolen.post(PREFERENCES, fields)
    assert response.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert Editor.objects.get(pk=eva.pk).email == "eva@portal.invalid"
    stolen.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": PREFERENCES})
    assert Editor.objects.get(pk=eva.pk).email == "thief@elsewhere.example"
    event = AuditEvent.objects.get(kind="address changed")
    assert (event.person, event.account) == (eva, eva)
    send_account_mail()
    assert ["eva@portal.invalid"] in [message.to for message in mail.outbox]


def test_other_preferences_need_no_confirmation(eva, stolen):
    fields = PREFERRED | {"first_name": "Evangelina"}
    stolen.post(PREFERENCES, fields)
    assert Editor.objects.get(pk=eva.pk).first_name == "Evangelina"


@pytest.mark.parametrize(
    ("name", "field"), [("admin:password_change", "old_password"), ("account_reauthenticate", "password")]
)
def test_stolen_session_cannot_guess_password(eva, stolen, name, field):
    new = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    for _ in range(5):
        assert "The password is wrong." in stolen.post(reverse(name), {field: "guess", **new}).content.decode()
    response = stolen.post(reverse(name), {field: PASSWORD, **new})
    assert "There were too many attempts." in response.content.decode()
    assert Editor.objects.get(pk=eva.pk).check_password(PASSWORD)
    assert AuditEvent.objects.filter(kind="sign-in failed", account=eva).count() == 5


@pytest.mark.parametrize(
    "name",
    ["mfa_add_webauthn", "mfa_activate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"],
)
def test_stolen_session_cannot_add_or_see_factors(eva, stolen, name):
    RecoveryCodes.activate(eva)
    for answer in (stolen.get(reverse(name)), stolen.post(reverse(name))):
        if answer.status_code != 405:
            assert answer.headers["Location"].startswith(reverse("account_reauthenticate")), name


def test_recovery_codes_are_shown_once(eva):
    codes = RecoveryCodes.activate(eva).get_unused_codes()
    client = client_for(eva)
    assert codes[0] in client.get(CODES).content.decode()
    page = client.get(CODES).content.decode()
    assert not any(code in page for code in codes)
    assert "You have 10 codes left." in page


def test_last_required_factor_cannot_be_removed(eva, settings):
    settings.PORTAL_REQUIRE_SECOND_FACTOR = True
    TOTP.activate(eva, generate_totp_secret())
    client = client_for(eva)
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "Your role requires a second factor" in page.content.decode()
    passkey = Authenticator.objects.create(user=eva, type="webauthn", data={"name": "laptop", "passwordless": True})
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    page = client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    assert "Your role requires a second factor" in page.content.decode()
    assert list(Authenticator.objects.filter(user=eva)) == [passkey]


def test_factor_that_is_not_required_can_be_removed(eva):
    passkey = Authenticator.objects.create(user=eva, type="webauthn", data={"name": "laptop", "passwordless": True})
    client = client_for(eva)
    assert client.post(reverse("mfa_remove_webauthn", args=[passkey.pk])).status_code == 302
    assert not Authenticator.objects.exists()


def test_passkey_of_other_editor_cannot_be_removed(eva):
    leo = factories.editor(username="leo")
    passkey = Authenticator.objects.create(user=leo, type="webauthn", data={"name": "laptop", "passwordless": True})
    assert client_for(eva).post(reverse("mfa_remove_webauthn", args=[passkey.pk])).status_code == 404


def test_deactivated_editor_has_no_session_and_no_step(eva):
    TOTP.activate(eva, generate_totp_secret())
    waiting, signed_in = Client(), client_for(eva)
    assert (
        waiting.post(LOGIN, {"login": "eva", "password": PASSWORD}).headers["Location"] == "/admin/login/second-factor/"
    )
    recovery_code = RecoveryCodes.activate(eva).get_unused_codes()[0]
    Editor.objects.filter(pk=eva.pk).update(is_active=False)
    waiting.post(reverse("mfa_authenticate"), {"code": recovery_code})
    for client in (waiting, signed_in):
        assert client.get("/admin/").status_code == 302
        assert client.get("/admin/second-factor/").status_code == 302


def test_deactivated_editor_cannot_use_old_reset_link(eva):
    Client().post(reverse("admin_password_reset"), {"email": eva.email})
    send_account_mail()
    path = re.search(r"/admin/password-reset/\S+", mail.outbox[0].body)[0]
    Editor.objects.filter(pk=eva.pk).update(is_active=False)
    assert "new_password1" not in Client().get(path, follow=True).content.decode()


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("process", ["connect", "redirect", "x"])
def test_ministry_only_signs_in(eva, settings, process, signed_in):
    app = {
        "provider_id": "stps",
        "name": "STPS",
        "client_id": "a",
        "secret": "b",
        "settings": {"server_url": "http://[::1]:1"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    client = client_for(eva) if signed_in else Client()
    assert client.get("/admin/login/ministry/stps/", {"process": process}).status_code == 404


def test_new_password_ends_other_sessions(eva):
    thief, owner = client_for(eva), client_for(eva)
    sent = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    owner.post(reverse("admin:password_change"), sent)
    assert owner.get("/admin/").status_code == 200
    assert thief.get("/admin/").status_code == 302
