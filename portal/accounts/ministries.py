"""Signing in with the account of a ministry, by OpenID Connect.

It only signs in editors whose account was made beforehand. The first time, the account is found by the email address
that the ministry has verified, and is tied to the ministry's identifier of the person from then on.
"""

import hashlib
import logging
import time
from typing import NamedTuple
from urllib.parse import urlencode

from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from requests import RequestException

from portal.accounts.recording import record_account_event
from portal.audit.models import EventKind

logger = logging.getLogger(__name__)
# For how long a configuration is not asked for again, and for how long it serves while its provider is away.
FRESH_SECONDS, KEPT_SECONDS = 3600, 86_400
ENDPOINTS = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
UNAVAILABLE = gettext_lazy(
    "The sign-in service of %(ministry)s does not answer. Try again in a few minutes, or sign in with your password."
)


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
    """Return a redirect to the sign-in page, which shows a message."""
    clear_login(request)
    messages.error(request, message)
    return HttpResponseRedirect(reverse("account_login"))


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


def get_configuration(provider):
    """Return what a provider says about itself, kept for an hour; if it is away, what it said within the last day.

    Raise RequestException if it does not answer, ValueError if the answer is none.
    """
    key = f"ministry-{provider.app.provider_id}-{hashlib.sha256(provider.server_url.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept and time.time() - kept["at"] < FRESH_SECONDS:
        return kept["configuration"]
    try:
        configuration = fetch_configuration(provider.server_url)
    except (RequestException, ValueError):
        if not kept:
            raise
        logger.warning("The server of a ministry does not answer: %s", provider.server_url)
        return kept["configuration"]
    cache.set(key, {"at": time.time(), "configuration": configuration}, KEPT_SECONDS)
    return configuration


def fetch_configuration(url):
    """Ask a provider for its addresses."""
    with get_adapter().get_requests_session() as session:
        response = session.get(url)
        response.raise_for_status()
        configuration = response.json()
    if not isinstance(configuration, dict) or not all(isinstance(configuration.get(name), str) for name in ENDPOINTS):
        raise ValueError(f"{url} is not the configuration of an OpenID provider.")
    return configuration


class MinistryClient(OpenIDConnectOAuth2Adapter):
    """Speaks with the provider of a ministry."""

    @property
    def openid_config(self):
        return get_configuration(self.get_provider())


@require_safe
def leave(request, provider_id):
    """Send a visitor to the provider, only to sign in: never to connect an account to that of a session."""
    if request.GET.get("process", AuthProcess.LOGIN) != AuthProcess.LOGIN:
        raise Http404
    return visit(OAuth2LoginView, request, provider_id)


@require_safe
def come_back(request, provider_id):
    """Sign in the editor whom the provider has sent back."""
    return visit(OAuth2CallbackView, request, provider_id)


def visit(view, request, provider_id):
    """Run a view of django-allauth. If the provider does not answer, or says nonsense, say so on the sign-in page."""
    try:
        return view.adapter_view(MinistryClient(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (RequestException, ValueError, LookupError, TypeError, AttributeError):
        logger.exception("Signing in with the account of a ministry failed: %s", provider_id)
    return refuse(request, UNAVAILABLE % {"ministry": get_adapter().get_app(request, provider_id).name})


class MinistryAdapter(DefaultSocialAccountAdapter):
    """Ties an editor to the account of a ministry, and makes no accounts."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def get_provider(self, request, provider, client_id=None):
        """Return a provider that asks for its configuration through MinistryClient."""
        found = super().get_provider(request, provider, client_id)
        found.oauth2_adapter_class = MinistryClient
        return found

    def pre_social_login(self, request, sociallogin):
        if sociallogin.is_existing:
            return
        domains = sociallogin.provider.app.settings["domains"]
        editor = find_editor(sociallogin, domains)
        if editor is None:
            record_account_event(EventKind.SIGN_IN_FAILED, detail=f"account of {sociallogin.account.provider}")
            message = _("There is no editor with this account. Ask an administrator of the portal.")
            raise ImmediateHttpResponse(refuse(request, message))
        with transaction.atomic():
            sociallogin.connect(request, editor)
            detail = f"account of {sociallogin.account.provider}: {sociallogin.account.uid}"
            record_account_event(EventKind.MINISTRY_CONNECTED, editor, person=editor, detail=detail)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        """Return to the sign-in page, which says whether the provider is away."""
        if isinstance(exception, RequestException):
            raise ImmediateHttpResponse(refuse(request, UNAVAILABLE % {"ministry": provider.app.name}))
        message = _("Signing in with the account of your ministry did not work. Try again.")
        raise ImmediateHttpResponse(refuse(request, message))
