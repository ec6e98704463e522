"""Mail with a link to set a password: after a request to reset it, or as the invitation to a new account."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext, override


def get_password_url(editor):
    """Return a URL that sets the password once. It expires after PASSWORD_RESET_TIMEOUT."""
    uid = urlsafe_base64_encode(force_bytes(editor.pk))
    path = reverse("password_reset_confirm", args=[uid, default_token_generator.make_token(editor)])
    return settings.PORTAL_BASE_URL + path


def send_reset(editor):
    """Send the link to an editor who has forgotten their password."""
    with override(editor.interface_language):
        send(editor, gettext("Set a new password"), "accounts/password_reset_mail.txt")


def send_invitation(editor):
    """Send the link to the owner of a new account."""
    with override(editor.interface_language):
        send(editor, gettext("Your account for the Tri-National OSH portal"), "accounts/invitation_mail.txt")


def send(editor, subject, template):
    """Send a mail in the active language."""
    context = {
        "editor": editor,
        "url": get_password_url(editor),
        "sign_in_url": settings.PORTAL_BASE_URL + reverse("account_login"),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    EmailMessage(subject, render_to_string(template, context), to=[editor.email]).send()
