"""Entries of the audit log about accounts: who acts and from which network address follows from the request."""

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.db import transaction
from django.dispatch import receiver

from portal.accounts.account_mail import send_notice
from portal.audit.models import EventKind, record_event

# What the owner of the account is told by mail.
NOTICE_KINDS = frozenset(
    {
        EventKind.PASSWORD_CHANGED,
        EventKind.FACTOR_ADDED,
        EventKind.FACTOR_REMOVED,
        EventKind.CODES_RENEWED,
        EventKind.RIGHTS_CHANGED,
    }
)


def record_account_event(kind, account=None, *, person=None, detail=""):
    """Record what happened to an account. Without `person`, the editor who is signed in did it, if there is one."""
    request = context.request
    person = person or (request.user if request and request.user.is_authenticated else None)
    address = get_adapter().get_client_ip(request) if request else None
    record_event(kind, person=person, account=account, detail=detail, address=address)
    if account is not None and kind in NOTICE_KINDS:
        transaction.on_commit(lambda: send_notice(account, EventKind(kind)))


@receiver(authenticator_added)
def record_added_factor(sender, user, authenticator, **kwargs):
    record_account_event(EventKind.FACTOR_ADDED, user, person=user, detail=authenticator.get_type_display())


@receiver(authenticator_removed)
def record_removed_factor(sender, user, authenticator, **kwargs):
    record_account_event(EventKind.FACTOR_REMOVED, user, person=user, detail=authenticator.get_type_display())


@receiver(authenticator_reset)
def record_renewed_codes(sender, user, **kwargs):
    record_account_event(EventKind.CODES_RENEWED, user, person=user)


@receiver(authentication_failed)
def record_wrong_factor(sender, user, authenticator, **kwargs):
    record_account_event(EventKind.SIGN_IN_FAILED, user, detail=authenticator.get_type_display())
