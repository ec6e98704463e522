"""The walk through signing in, in each language: password, passkeys on two devices, codes, and confirmation."""

import time
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse

from portal.accounts.session_limits import SIGNED_IN_AT
from portal.models import Editor
from tests.support.axe import STANDARDS, find_violations
from tests.support.browser import run_committed

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PASSWORD = "a-long-enough-password"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def create_publisher(language):
    editor = Editor.objects.create_user("eva", password=PASSWORD, is_staff=True, interface_language=language)
    editor.groups.set(Group.objects.filter(name="publisher"))
    return editor


@pytest.fixture(params=["en", "es", "fr"])
def language(request):
    return request.param


@pytest.fixture
def eva(site, language, settings):
    settings.PORTAL_REQUIRE_SECOND_FACTOR = True
    cache.clear()
    editor = run_committed(lambda: create_publisher(language))
    yield editor
    run_committed(editor.delete)


class Device:
    """A browser with an authenticator of its own."""

    def __init__(self, open_page, language):
        self.page = open_page("/admin/", locale=language, bypass_csp=False)
        self.session = self.page.context.new_cdp_session(self.page)
        self.session.send("WebAuthn.enable")
        made = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.authenticator = {"authenticatorId": made["authenticatorId"]}

    def get_passkey(self):
        [passkey] = self.session.send("WebAuthn.getCredentials", self.authenticator)["credentials"]
        return passkey

    def sync_passkey(self, passkey):
        """Store a passkey of another device. Synced passkeys have no counter of signatures."""
        self.session.send("WebAuthn.addCredential", {**self.authenticator, "credential": passkey | {"signCount": 0}})

    def expect(self, name, *args):
        """Wait for a page, and check it with axe."""
        path = reverse(name, args=args)
        self.page.wait_for_url(lambda url: urlsplit(url).path == path)
        self.page.wait_for_load_state()
        assert find_violations(self.page, STANDARDS) == [], name

    def open(self, name):
        self.page.goto(reverse(name))
        self.expect(name)

    def enter_password(self):
        self.expect("account_login")
        self.page.fill("[name=login]", "eva")
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("#login-form [type=submit]")

    def use_passkey(self):
        self.page.locator("form[data-passkey] [type=submit]").click()

    def sign_out(self):
        self.page.locator("#logout-form button").click()
        self.page.wait_for_load_state()
        self.page.goto("/admin/")


def add_passkey(device):
    device.page.click(f'a[href="{reverse("mfa_add_webauthn")}"]')
    device.expect("mfa_add_webauthn")
    device.page.fill("[name=name]", "Laptop")
    device.page.locator("form[data-passkey] button").click()
    device.expect("mfa_view_recovery_codes")
    assert device.page.locator(".recovery-codes li").count() == 10


def get_code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_passkey_signs_in_on_two_devices(open_page, eva, language):
    laptop = Device(open_page, language)
    laptop.enter_password()
    laptop.expect("mfa_index")
    laptop.page.goto("/admin/library/")
    laptop.expect("mfa_index")
    add_passkey(laptop)
    laptop.page.goto("/admin/library/")
    laptop.expect("admin:library")
    laptop.sign_out()
    laptop.enter_password()
    laptop.expect("mfa_authenticate")
    laptop.use_passkey()
    laptop.expect("admin:index")
    assert laptop.page.locator("html").get_attribute("lang") == language
    phone = Device(open_page, language)
    phone.sync_passkey(laptop.get_passkey())
    phone.expect("account_login")
    phone.use_passkey()
    phone.expect("admin:index")
    phone.open("usersessions_list")
    assert phone.page.locator(".records tbody tr").count() == 2
    phone.page.locator("#content form [type=submit]").click()
    phone.page.wait_for_load_state()
    laptop.page.goto("/admin/")
    laptop.expect("account_login")


def test_code_and_recovery_code_sign_in(open_page, eva, language):
    device = Device(open_page, language)
    device.enter_password()
    device.expect("mfa_index")
    device.open("mfa_activate_totp")
    secret = device.page.locator("code").inner_text()
    device.page.fill("[name=code]", "000000")
    device.page.locator("#content [type=submit]").click()
    device.page.locator(".errorlist").wait_for()
    device.expect("mfa_activate_totp")
    device.page.fill("[name=code]", get_code(secret))
    device.page.locator("#content [type=submit]").click()
    device.expect("mfa_view_recovery_codes")
    recovery_code = device.page.locator(".recovery-codes li").first.inner_text()
    device.sign_out()
    device.enter_password()
    device.expect("mfa_authenticate")
    device.page.fill("[name=code]", "000000")
    device.page.click("#code-form [type=submit]")
    device.page.locator(".errorlist").wait_for()
    device.expect("mfa_authenticate")
    device.page.fill("[name=code]", recovery_code)
    device.page.click("#code-form [type=submit]")
    device.expect("admin:index")


def age_sessions():
    """Make the sign-in of all sessions an hour old, so that changes need a confirmation."""
    for row in Session.objects.all():
        data = row.get_decoded() | {SIGNED_IN_AT: time.time() - 3600}
        row.session_data = Session.get_session_store_class()().encode(data)
        row.save()


def test_changes_of_factors_are_confirmed(open_page, eva, language, settings):
    device = Device(open_page, language)
    device.enter_password()
    device.expect("mfa_index")
    add_passkey(device)
    run_committed(age_sessions)
    [passkey] = run_committed(lambda: list(Authenticator.objects.filter(type="webauthn")))
    path = reverse("mfa_remove_webauthn", args=[passkey.pk])
    device.page.goto(path)
    device.expect("account_reauthenticate")
    device.page.click(f'a[href^="{reverse("mfa_reauthenticate_webauthn")}"]')
    device.expect("mfa_reauthenticate_webauthn")
    device.use_passkey()
    device.expect("mfa_remove_webauthn", passkey.pk)
    device.open("mfa_generate_recovery_codes")
    device.page.goto(path)
    device.page.locator("#content [type=submit]").click()
    device.page.locator(".errorlist, .errornote").first.wait_for()
    device.expect("mfa_remove_webauthn", passkey.pk)
    settings.PORTAL_REQUIRE_SECOND_FACTOR = False
    device.page.locator("#content [type=submit]").click()
    device.expect("mfa_index")


def test_password_pages_pass_axe(open_page, eva, language):
    device = Device(open_page, language)
    device.page.fill("[name=login]", "eva")
    device.page.fill("[name=password]", "wrong")
    device.page.click("#login-form [type=submit]")
    device.page.locator(".errornote:visible").wait_for()
    device.expect("account_login")
    device.use_passkey()
    device.page.locator("[data-passkey-error]:visible").wait_for()
    device.expect("account_login")
    device.open("admin_password_reset")
    device.page.fill("[name=email]", "eva@portal.invalid")
    device.page.locator("#content [type=submit]").click()
    device.expect("password_reset_done")
    device.page.goto(reverse("password_reset_confirm", args=["x", "y"]))
    device.expect("password_reset_confirm", "x", "y")
