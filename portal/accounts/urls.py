"""URLs of signing in, below /admin/ and before those of the admin site. django-allauth expects their names."""

from allauth.account.views import logout, reauthenticate
from allauth.core.internal import ratelimit
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth import views as passwords
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from portal.accounts import ministries
from portal.accounts.forms import NewPasswordForm, ResetForm
from portal.accounts.recording import record_factor_changes
from portal.accounts.views import (
    AddPasskeyView,
    NewPasswordView,
    PasskeySignInView,
    RemovePasskeyView,
    SessionListView,
    SignInView,
    redirect_to_factors,
    show_in_admin,
)

reset_request = passwords.PasswordResetView.as_view(
    form_class=ResetForm, success_url=reverse_lazy("password_reset_done")
)
reset_confirmation = NewPasswordView.as_view(
    form_class=NewPasswordForm, success_url=reverse_lazy("password_reset_complete")
)
# Each visit asks the provider of the ministry, which keeps a thread waiting.
limit_visits = ratelimit.decorator(
    app="allauth.account", action="ministry", config={"ministry": "30/m/ip"}, limit_get=True
)
leave, come_back = limit_visits(ministries.leave), limit_visits(ministries.come_back)
remove_passkey = RemovePasskeyView.as_view(success_url=reverse_lazy("mfa_index"))
new_codes = recovery.generate_recovery_codes
REMOVE_PASSKEY = _("Remove a passkey")
CONFIRM = _("Confirm that it is you")
RECOVERY_CODES = _("Recovery codes")


def page(route, view, name, title):
    return path(route, show_in_admin(view, title), name=name)


def factor_page(route, view, name, title):
    """Return the path of a view that changes factors."""
    return page(route, record_factor_changes(view), name, title)


urlpatterns = [
    page("login/", SignInView.as_view(), "account_login", _("Sign in")),
    path("login/cancel/", require_POST(logout), name="account_logout"),
    path("login/passkey/", PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("login/ministry/<slug:provider_id>/", leave, name="openid_connect_login"),
    path("login/ministry/<slug:provider_id>/callback/", come_back, name="openid_connect_callback"),
    path("language/", set_language, name="set_language"),
    page("login/second-factor/", factors.authenticate, "mfa_authenticate", _("Second factor")),
    page("confirm/", reauthenticate, "account_reauthenticate", CONFIRM),
    page("confirm/code/", factors.reauthenticate, "mfa_reauthenticate", CONFIRM),
    page("confirm/passkey/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn", CONFIRM),
    page("sessions/", SessionListView.as_view(), "usersessions_list", _("Sessions")),
    page("second-factor/", factors.index, "mfa_index", _("Second factor")),
    factor_page("second-factor/app/add/", app.activate_totp, "mfa_activate_totp", _("Add an app for codes")),
    factor_page("second-factor/app/remove/", app.deactivate_totp, "mfa_deactivate_totp", _("Remove the app for codes")),
    path("second-factor/passkeys/", redirect_to_factors, name="mfa_list_webauthn"),
    factor_page("second-factor/passkeys/add/", AddPasskeyView.as_view(), "mfa_add_webauthn", _("Add a passkey")),
    factor_page("second-factor/passkeys/<int:pk>/remove/", remove_passkey, "mfa_remove_webauthn", REMOVE_PASSKEY),
    page("second-factor/codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes", RECOVERY_CODES),
    factor_page("second-factor/codes/new/", new_codes, "mfa_generate_recovery_codes", RECOVERY_CODES),
    page("password-reset/", reset_request, "admin_password_reset", _("Password reset")),
    page("password-reset/sent/", passwords.PasswordResetDoneView.as_view(), "password_reset_done", _("Email sent")),
    page("password-reset/<uidb64>/<token>/", reset_confirmation, "password_reset_confirm", _("New password")),
    page(
        "password-reset/done/", passwords.PasswordResetCompleteView.as_view(), "password_reset_complete",
        _("Your password was changed"),
    ),
]  # fmt: skip
