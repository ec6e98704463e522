"""Adapters of django-allauth: who may sign in, error messages, and encrypted secrets."""

import time

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from portal.accounts.lockout import begin_attempt, finish_attempt, is_last_attempt, remember_device
from portal.accounts.recording import record_account_event
from portal.accounts.second_factor import FACTORS, needs_second_factor
from portal.accounts.secrets import decrypt, encrypt
from portal.accounts.session_limits import SIGNED_IN_AT
from portal.audit.models import EventKind

WRONG_CODE = _("The code is wrong or was used before. Enter the code that your app shows now.")
TOO_MANY_ATTEMPTS = _("There were too many attempts. Wait a few minutes and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Signs editors in. Nobody can sign up, and only accounts with access to the admin can sign in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account cannot sign in. Ask an administrator."),
        "username_password_mismatch": _("The username or the password is wrong. Check both and try again."),
        "incorrect_password": _("The password is wrong. Check it and try again."),
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": TOO_MANY_ATTEMPTS,
        "rate_limited": TOO_MANY_ATTEMPTS,
    }

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        """Return the address of the client, or that of the proxy if there are fewer than PORTAL_BEHIND_PROXY says."""
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured:
            return request.META["REMOTE_ADDR"]

    def pre_login(self, request, user, **kwargs):
        """Refuse accounts without access to the admin, which would be sent back to the sign-in page forever."""
        if not (user.is_active and user.is_staff):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def login(self, request, user):
        super().login(request, user)
        methods = [record["method"] for record in get_authentication_records(request, user)]
        record_account_event(EventKind.SIGNED_IN, user, person=user, detail=", ".join(methods))

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        remember_device(request, response, user.get_username())
        return response

    def pre_authenticate(self, request, **credentials):
        """Count the attempt by our own limits: those of django-allauth would let strangers lock editors out."""
        self.attempt = begin_attempt(request, credentials.get("username", ""))
        if self.attempt is None:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request, **credentials):
        """Return the user whose password it is, None if it is wrong. Raise ValidationError after too many attempts."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            finish_attempt(self.attempt)
        return user

    def authentication_failed(self, request, **credentials):
        """Record the attempt. The name of no account may be a password that was typed into the wrong field."""
        account = get_user_model().objects.filter(username=credentials.get("username", "")).first()
        record_account_event(EventKind.SIGN_IN_FAILED, account, detail="password")
        if is_last_attempt(self.attempt):
            record_account_event(EventKind.SIGN_IN_REFUSED, account)

    def reauthenticate(self, user, password):
        """Check the password of an editor who is signed in, with the limits of signing in: a session may be stolen."""
        attempt = begin_attempt(self.request, user.get_username())
        if attempt is None:
            raise self.validation_error("too_many_login_attempts")
        is_right = user.check_password(password)
        if is_right:
            finish_attempt(attempt)
        else:
            record_account_event(EventKind.SIGN_IN_FAILED, user, person=user, detail="password, to confirm")
        return is_right

    def respond_user_inactive(self, request, user):
        clear_login(request)
        messages.error(request, self.error_messages["account_inactive"])
        return HttpResponseRedirect(reverse("account_login"))

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """Say nothing about a successful sign-in: the dashboard says it."""
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *args, **kwargs)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Return whether an editor must confirm their identity. Signing in within the last minutes is enough."""
        since = time.time() - self.request.session.get(SIGNED_IN_AT, 0)
        return since > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user):
        """Return the ways to confirm one's identity, with our descriptions."""
        descriptions = {
            "reauthenticate": gettext("Use your password"),
            "mfa_reauthenticate": gettext("Use a code"),
            "mfa_reauthenticate:webauthn": gettext("Use a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": descriptions[method["id"]]} for method in methods]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: their names and messages, and encrypted secrets."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _(
            "Your role requires a second factor, and this is the only one. Add a passkey before you remove it."
        ),
    }

    def can_delete_authenticator(self, authenticator):
        """Return whether a factor may be removed: the last one only of those who need none."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return others.exists() or not needs_second_factor(authenticator.user)

    def encrypt(self, text):
        return encrypt(text)

    def decrypt(self, encrypted_text):
        """Return a stored secret; "" if it was stored under a secret key that is gone, so that no code matches."""
        try:
            return decrypt(encrypted_text)
        except InvalidToken:
            return ""

    def get_totp_issuer(self):
        return gettext("Tri-National OSH portal")

    def _get_site_name(self):
        """The name of the portal, which passkey managers show."""
        return gettext("Tri-National OSH portal")

    def build_totp_svg(self, url):
        """Return the QR code as SVG for the page itself: the content security policy refuses data URIs."""
        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")

    def generate_authenticator_name(self, user, type):
        return gettext("Passkey")
