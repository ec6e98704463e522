"""Mail to the owner of an account: links to set a password, and notices of changes to how the account signs in."""

import logging

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.text import capfirst
from django.utils.translation import gettext, override

logger = logging.getLogger(__name__)


def get_password_url(editor):
    """Return a URL that sets the password once. It expires after PASSWORD_RESET_TIMEOUT."""
    uid = urlsafe_base64_encode(force_bytes(editor.pk))
    path = reverse("password_reset_confirm", args=[uid, default_token_generator.make_token(editor)])
    return settings.PORTAL_BASE_URL + path


def send_reset(editor):
    """Send the link to an editor who has forgotten their password.

    A failure is only logged: the page says the same for every address.
    """
    with override(editor.interface_language):
        try_to_send(editor, gettext("Set a new password"), "password_reset_mail.txt", url=get_password_url(editor))


def send_invitation(editor):
    """Send the link to the owner of a new account. Raise OSError if the mail server does not take it."""
    with override(editor.interface_language):
        subject = gettext("Your account for the Tri-National OSH portal")
        send(editor, subject, "invitation_mail.txt", url=get_password_url(editor))


def send_notice(editor, event):
    """Tell the owner of an account, if it has an address, what has happened to it. A failure is only logged."""
    if not editor.email:
        return
    with override(editor.interface_language), timezone.override(editor.time_zone):
        label = str(event.label)
        try_to_send(editor, capfirst(label), "notice_mail.txt", event=label, at=timezone.localtime())


def try_to_send(editor, subject, template, **context):
    try:
        send(editor, subject, template, **context)
    except OSError:
        logger.exception("A mail to account %s was not sent.", editor.pk)


def send(editor, subject, template, **context):
    """Send a mail in the active language."""
    context |= {
        "editor": editor,
        "sign_in_url": settings.PORTAL_BASE_URL + reverse("account_login"),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    EmailMessage(subject, render_to_string(f"accounts/{template}", context), to=[editor.email]).send()
