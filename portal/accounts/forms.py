"""Forms for signing in, for second factors and for passwords."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context, ratelimit
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.forms import AdminPasswordChangeForm as SetOtherPasswordForm
from django.contrib.auth.forms import AdminUserCreationForm, PasswordResetForm, SetPasswordForm
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.adapters import TOO_MANY_ATTEMPTS, WRONG_CODE
from portal.accounts.lockout import forget_attempts
from portal.accounts.outbox import AccountMail, queue_mail
from portal.accounts.recording import get_client_address, record_account_event
from portal.accounts.second_factor import find_authenticator, has_second_factor
from portal.audit.models import EventKind


class PasswordField(forms.CharField):
    """A current password."""

    def __init__(self, **kwargs):
        widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        super().__init__(**{"label": _("Password"), "strip": False, "widget": widget, **kwargs})


class CodeField(forms.CharField):
    """A one-time code or a recovery code."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
        super().__init__(**{"label": _("Code"), "max_length": 40, "widget": widget, **kwargs})


class SignInForm(LoginForm):
    """Username and password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
        self.fields["login"] = forms.CharField(label=_("Username"), max_length=150, widget=widget)
        self.fields["password"] = PasswordField()
        self.order_fields(["login", "password"])


class ConfirmPasswordForm(ReauthenticateForm):
    """The password of an editor who is signed in."""

    password = PasswordField()


class CodeForm(AuthenticateForm):
    """The second factor as a code, after the password."""

    code = CodeField(help_text=_("The code that your app shows, or one of your recovery codes."))


class ConfirmCodeForm(ReauthenticateCodeForm):
    """A code of an editor who is signed in."""

    code = CodeField(help_text=_("The code that your app shows, or one of your recovery codes."))


class ActivateAppForm(ActivateTOTPForm):
    """The first code of an app."""

    code = CodeField(help_text=_("The code of six digits that the app shows after you scanned the picture."))


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey with the name that its owner gives it. It always signs in without a password."""

    passwordless = None
    name = forms.CharField(
        label=_("Name"), required=False, max_length=100, help_text=_("So that you recognize it: “Office laptop”.")
    )

    def clean(self):
        self.cleaned_data["passwordless"] = True  # the user must have been verified
        return super().clean()


class RemovePasskeyForm(forms.Form):
    """The confirmation that a passkey is removed."""

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        super().__init__(*args, **kwargs)

    def clean(self):
        if not get_factor_adapter().can_delete_authenticator(self.instance):
            raise get_factor_adapter().validation_error("cannot_delete_authenticator")
        return super().clean()


class ResumeForm(AdminAuthenticationForm):
    """Sign-in of an editor whose session ended with a form open: all in one step, so that the text stays on the page.

    The code is required of accounts with a second factor. Editors with only a passkey sign in on another tab.
    """

    code = CodeField(required=False, help_text=_("If your account has a second factor."))

    def clean(self):
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not username or not password:
            return self.cleaned_data
        self.user_cache = get_adapter(self.request).authenticate(self.request, username=username, password=password)
        if self.user_cache is None:
            raise self.get_invalid_login_error()
        self.confirm_login_allowed(self.user_cache)
        if has_second_factor(self.user_cache):
            self.check_code(self.user_cache)
        return self.cleaned_data

    def check_code(self, editor):
        """Raise ValidationError unless the code is one of the editor's."""
        reset_limit = check_rate_limit(editor)
        if not find_authenticator(editor, self.cleaned_data.get("code", "")):
            raise forms.ValidationError({"code": WRONG_CODE})
        reset_limit()


class ResetForm(PasswordResetForm):
    """A request for a mail to set a new password. Accounts without a password get none: they sign in otherwise."""

    def clean(self):
        """Limit requests from one network address, and for one email address."""
        email = self.cleaned_data.get("email", "")
        if not ratelimit.consume(context.request, action="reset_password", key=email.lower()):
            raise forms.ValidationError(TOO_MANY_ATTEMPTS)
        return super().clean()

    def save(self, **options):
        """Store the request. Whether the address belongs to an account is only looked up when the mail is written."""
        queue_mail(AccountMail.Kind.RESET, self.cleaned_data["email"], address=get_client_address())


class OwnPasswordForm(AdminPasswordChangeForm):
    """An editor's own new password, which ends a forced change."""

    def clean_old_password(self):
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["old_password"]):
            raise get_adapter().validation_error("incorrect_password")
        return self.cleaned_data["old_password"]

    @transaction.atomic
    def save(self, commit=True):
        self.user.must_change_password = False
        record_account_event(EventKind.PASSWORD_CHANGED, self.user, person=self.user)
        return super().save(commit)


class NewPasswordForm(SetPasswordForm):
    """A new password after a reset or an invitation."""

    @transaction.atomic
    def save(self, commit=True):
        forget_attempts(self.user.get_username())
        self.user.must_change_password = False
        record_account_event(EventKind.PASSWORD_CHANGED, self.user, person=self.user)
        return super().save(commit)


class TemporaryPasswordForm(SetOtherPasswordForm):
    """A password that an administrator gives an account. Its owner changes it at the next sign-in."""

    @transaction.atomic
    def save(self, commit=True):
        self.user.must_change_password = True
        record_account_event(EventKind.PASSWORD_CHANGED, self.user)
        return super().save(commit)


class NewEditorForm(AdminUserCreationForm):
    """A new account. Its owner changes the password, if it has one, at the first sign-in."""

    def save(self, commit=True):
        self.instance.must_change_password = True
        return super().save(commit)
