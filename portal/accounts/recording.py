"""Entries of the audit log about accounts: who acts and from which network address follows from the request."""

from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
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
        EventKind.MINISTRY_CONNECTED,
        EventKind.ADDRESS_CHANGED,
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
    record_account_event(EventKind.SIGN_IN_FAILED, user, detail=authenticator.get_type_display())
