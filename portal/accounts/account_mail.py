"""Mail to the owner of an account: links to set a password, and notices of changes to how the account signs in.

The scheduler writes and sends it, no request does (see outbox.py).
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage, get_connection
from django.db import Error as DatabaseError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.text import capfirst
from django.utils.translation import gettext, override

from portal import clock
from portal.accounts.outbox import AccountMail
from portal.audit.models import EventKind, record_event
from portal.operations.mail import DeliveryResult, send_message

logger = logging.getLogger(__name__)
# For how long a mail is tried again. A link would still work, but what it is about has passed.
MAX_AGE = timedelta(days=3)


# Writing


def get_password_url(editor):
    """Return a URL that sets the password once. It expires after PASSWORD_RESET_TIMEOUT."""
    uid = urlsafe_base64_encode(force_bytes(editor.pk))
    path = reverse("password_reset_confirm", args=[uid, default_token_generator.make_token(editor)])
    return settings.PORTAL_BASE_URL + path


def build_reset(editor):
    """Return the mail with a link for an editor who has forgotten their password."""
    with override(editor.interface_language):
        subject = gettext("Set a new password")
        return build_message(editor, subject, "password_reset_mail.txt", url=get_password_url(editor))


def build_invitation(editor):
    """Return the mail with a link for the owner of a new account."""
    with override(editor.interface_language):
        subject = gettext("Your account for the Tri-National OSH portal")
        return build_message(editor, subject, "invitation_mail.txt", url=get_password_url(editor))


def build_notice(editor, event, email, at):
    """Return the mail that tells the owner of an account, at an address of theirs, what has happened to it."""
    with override(editor.interface_language), timezone.override(editor.time_zone):
        label = str(event.label)
        context = {"event": label, "at": timezone.localtime(at)}
        return build_message(editor, capfirst(label), "notice_mail.txt", to=email, **context)


def build_message(editor, subject, template, *, to="", **context):
    """Return a mail in the active language."""
    context |= {
        "editor": editor,
        "sign_in_url": settings.PORTAL_BASE_URL + reverse("account_login"),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    return EmailMessage(subject, render_to_string(f"accounts/{template}", context), to=[to or editor.email])


def build_messages(mail):
    """Return {account: EmailMessage}: none if there is nobody to write to, several if accounts share an address."""
    if mail.kind == AccountMail.Kind.RESET:
        editors = [editor for editor in PasswordResetForm().get_users(mail.email) if editor.is_staff]
        return {editor: build_reset(editor) for editor in editors}
    if mail.kind == AccountMail.Kind.INVITATION:
        return {mail.account: build_invitation(mail.account)} if mail.account.is_active else {}
    return {mail.account: build_notice(mail.account, EventKind(mail.event), mail.email, mail.at)}


# Sending


def send_account_mail():
    """Send all mail that waits, and return a DeliveryResult. What fails is sent again in a later round."""
    pks, connection = list(AccountMail.objects.values_list("pk", flat=True)), get_connection()
    if not pks:
        return DeliveryResult()
    try:
        outcomes = [try_send_mail(pk, connection) for pk in pks]
    except ConnectionError as error:
        logger.error("The mail server does not answer; mail about accounts will be sent again: %s", error)
        return DeliveryResult(failed=len(pks))
    finally:
        connection.close()
    return DeliveryResult(sum(outcome or 0 for outcome in outcomes), outcomes.count(None))


def try_send_mail(pk, connection):
    """Call `send_mail` and return its result, or None if sending failed, so that other mail is still sent.

    Raise ConnectionError if there is no mail server.
    """
    try:
        return send_mail(pk, connection)
    except (DatabaseError, ConnectionError):
        raise
    except Exception:
        logger.exception("Mail %s about an account was not sent and will be sent again.", pk)
        connection.close()  # the next mail reopens it
        return None


@transaction.atomic
def send_mail(pk, connection):
    """Send one mail, delete its row and return to how many accounts it went; 0 if another process is sending it."""
    mail = AccountMail.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if mail is None:
        return 0
    mail.delete()
    if clock.now() - mail.at > MAX_AGE:
        logger.error("A mail (%s) to account %s was not sent within %s days.", mail.kind, mail.account_id, MAX_AGE.days)
        return 0
    return sum(send_to_account(mail, editor, message, connection) for editor, message in build_messages(mail).items())


def send_to_account(mail, editor, message, connection):
    """Send a message to an account, record links to set a password, and return whether the server accepts it."""
    open_connection(connection)
    if not send_message(message, connection):
        logger.error("A mail (%s) to account %s was refused.", mail.kind, editor.pk)
        return False
    if mail.kind != AccountMail.Kind.NOTICE:
        facts = {"person": mail.person, "account": editor, "address": mail.address}
        record_event(EventKind.PASSWORD_MAIL, detail=mail.kind, **facts)
    return True


def open_connection(connection):
    """Connect to the mail server unless that was done before. Raise ConnectionError if it does not answer."""
    try:
        connection.open()
    except OSError as error:
        raise ConnectionError(str(error)) from error
