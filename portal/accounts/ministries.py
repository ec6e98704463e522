"""Signing in with the account of a ministry, by OpenID Connect.

It only signs in editors whose account was made beforehand. The first time, the account is found by the email address
that the ministry has verified, and is tied to the ministry's identifier of the person from then on.
"""

from typing import NamedTuple
from urllib.parse import urlencode

from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.recording import record_account_event
from portal.audit.models import EventKind


class Ministry(NamedTuple):
    """A ministry on the sign-in page."""

    name: str
    url: str


def get_ministries(next_path):
    """Return the ministries whose accounts can sign in, with URLs that lead on to a path."""
    query = f"?{urlencode({'next': next_path})}" if next_path else ""
    return [
        Ministry(app["name"], reverse("openid_connect_login", args=[app["provider_id"]]) + query)
        for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    ]


def refuse(request, message):
    """Return to the sign-in page with a message."""
    clear_login(request)
    messages.error(request, message)
    raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))


def find_editor(social_login, domains):
    """Return the only active editor with a verified email address of the ministry, None if there is none.

    An account that is tied to another identifier of the same ministry is not found.
    """
    addresses = [address.email.lower() for address in social_login.email_addresses if address.verified]
    addresses = [address for address in addresses if address.rpartition("@")[2] in domains]
    editors = [
        editor
        for address in addresses
        for editor in get_user_model().objects.filter(email__iexact=address, is_active=True, is_staff=True)
    ]
    if len(editors) != 1:
        return None
    is_tied = SocialAccount.objects.filter(user=editors[0], provider=social_login.account.provider).exists()
    return None if is_tied else editors[0]


class MinistryAdapter(DefaultSocialAccountAdapter):
    """Ties an editor to the account of a ministry, and makes no accounts."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        if sociallogin.is_existing:
            return
        domains = sociallogin.provider.app.settings["domains"]
        editor = find_editor(sociallogin, domains)
        if editor is None:
            record_account_event(EventKind.SIGN_IN_FAILED, detail=f"account of {sociallogin.account.provider}")
            refuse(request, _("There is no editor with this account. Ask an administrator of the portal."))
        with transaction.atomic():
            sociallogin.connect(request, editor)
            detail = f"account of {sociallogin.account.provider}: {sociallogin.account.uid}"
            record_account_event(EventKind.MINISTRY_CONNECTED, editor, person=editor, detail=detail)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        refuse(request, _("Signing in with the account of your ministry did not work. Try again."))
