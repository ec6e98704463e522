"""Entries of the audit log about accounts: who acts and from which network address follows from the request."""

from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.db import transaction
from django.dispatch import receiver

from portal.accounts.outbox import AccountMail, queue_mail
from portal.audit.models import EventKind, record_event

# Events that are mailed to the owner of the account.
NOTICE_KINDS = frozenset(
    {
        EventKind.PASSWORD_CHANGED,
        EventKind.FACTOR_ADDED,
        EventKind.FACTOR_REMOVED,
        EventKind.CODES_RENEWED,
        EventKind.MINISTRY_CONNECTED,
        EventKind.ADDRESS_CHANGED,
        EventKind.RIGHTS_CHANGED,
    }
)


def record_account_event(kind, account=None, *, person=None, detail="", former_email=""):
    """Record what happened to an account. Without `person`, the editor who is signed in did it, if there is one.

    Some events are mailed to the owner, also to the address that the account had before, if one is given.
    """
    request = context.request
    person = person or (request.user if request and request.user.is_authenticated else None)
    record_event(kind, person=person, account=account, detail=detail, address=get_client_address())
    if account is not None and kind in NOTICE_KINDS:
        for email in sorted({account.email, former_email} - {""}):
            queue_mail(AccountMail.Kind.NOTICE, email, account=account, event=kind)


def get_client_address():
    """Return the network address of the current request, None outside of one."""
    return get_adapter().get_client_ip(context.request) if context.request else None


def record_factor_changes(view):
    """Wrap a view of an editor's own factors: change them in one transaction with the entries about it."""

    @wraps(view)
    @transaction.atomic
    def inner(request, *args, **kwargs):
        before = get_factors(request.user)
        response = view(request, *args, **kwargs)
        after = get_factors(request.user)
        renewed = {Authenticator.Type.RECOVERY_CODES} & set(before.values()) & set(after.values())
        for pk in sorted(before.keys() ^ after.keys()):
            type_ = Authenticator.Type(before.get(pk) or after.get(pk))
            kind = EventKind.FACTOR_ADDED if pk in after else EventKind.FACTOR_REMOVED
            if type_ not in renewed:
                record_account_event(kind, request.user, detail=type_.label)
            elif pk in after:
                record_account_event(EventKind.CODES_RENEWED, request.user)
        return response

    return inner


def get_factors(user):
    """Return {primary key: type} of the factors of a user, who may be nobody."""
    return dict(Authenticator.objects.filter(user=user.pk).values_list("pk", "type"))


@receiver(authentication_failed)
def record_wrong_factor(sender, user, authenticator, **kwargs):
    record_account_event(EventKind.SIGN_IN_FAILED, user, detail=Authenticator.Type(authenticator.type).label)
