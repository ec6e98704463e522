"""Views of signing in: those of django-allauth and Django, shown as pages of the admin."""

from functools import wraps

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.mfa.webauthn.internal import auth, flows
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import admin, messages
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.accounts.forms import RemovePasskeyForm
from portal.accounts.ministries import get_ministries
from portal.accounts.outbox import is_mail_sent
from portal.accounts.recording import record_account_event
from portal.audit.models import EventKind


def show_in_admin(view, title):
    """Wrap a view so that its page has the header of the admin and a title, and that nothing stores it."""

    @wraps(view)
    @never_cache
    def inner(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and not response.is_rendered:
            context = {**admin.site.each_context(request), "is_nav_sidebar_enabled": False, "title": title}
            response.context_data = {**context, **(response.context_data or {})}
        return response

    return inner


class SignInView(LoginView):
    """Sign in with a password, or choose a ministry."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        ministries = get_ministries(context["redirect_field_value"])
        return {**context, "ministries": ministries, "sends_mail": is_mail_sent()}


class PasskeySignInView(LoginWebAuthnView):
    """Sign in with a passkey alone, and go on to the page that was asked for."""

    def form_valid(self, form):
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        return flows.perform_passwordless_login(self.request, authenticator, login)


class NewPasswordView(PasswordResetConfirmView):
    """Set a password with the link of a mail, which only works while the account is active."""

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None


class SessionListView(ListUserSessionsView):
    """The sessions of an editor, who can end one of them or all others."""

    def form_valid(self, form):
        record_account_event(EventKind.SESSIONS_ENDED, self.request.user)
        if "session" not in self.request.POST:
            return super().form_valid(form)
        sessions = UserSession.objects.filter(user=self.request.user)
        pk = self.request.POST["session"]
        get_object_or_404(sessions, pk=pk if pk.isdecimal() and len(pk) < 19 else None).end()
        messages.success(self.request, _("The session was ended."))
        return HttpResponseRedirect(self.get_success_url())


class AddPasskeyView(AddWebAuthnView):
    """Add a passkey: a credential that is stored with its owner and can be synced to their other devices."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return {**context, "js_data": {"creation_options": options}}


class RemovePasskeyView(RemoveWebAuthnView):
    """Remove a passkey, unless it is the last factor of an editor who needs one."""

    def get_form_class(self):
        return RemovePasskeyForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.object}


def redirect_to_factors(request):
    return HttpResponseRedirect(reverse("mfa_index"))
