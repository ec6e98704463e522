"""Limits of attempts to sign in with a password: for each account from each source, and for each network address.

A source is a device that has signed in to the account before, or else a network address. The owner of an account is
therefore never locked out by what others try from elsewhere, nor, on a device of their own, from the same network.
"""

import ipaddress
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core import signing
from django.db import models
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from portal import clock

PERIOD = timedelta(minutes=15)
# Failures in the period.
MAX_OF_ACCOUNT, MAX_OF_ADDRESS = 5, 30
COOKIE, COOKIE_SALT = "known_device", "portal.accounts.lockout"
COOKIE_DAYS, MAX_ACCOUNTS_OF_DEVICE = 180, 5


class SignInAttempt(models.Model):
    """An attempt that failed or is being made. Account and source are stored as keyed hashes, for a day."""

    account = models.CharField(max_length=64)
    source = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("attempt to sign in")
        verbose_name_plural = _("attempts to sign in")
        indexes = (
            models.Index(fields=("source", "account", "at"), name="attempt_source"),
            models.Index(fields=("at",), name="attempt_at"),
        )

    def __str__(self):
        return f"{self.at}"


def get_hash(text):
    return salted_hmac("portal.accounts.lockout", text, algorithm="sha256").hexdigest()


def get_account_hash(username):
    return get_hash(f"account {username.casefold()}")


def get_network(address):
    """Return the network that one client controls: an IPv4 address, or the /64 network of an IPv6 address."""
    parsed = ipaddress.ip_address(address)
    return str(parsed if parsed.version == 4 else ipaddress.ip_network((parsed, 64), strict=False))


def read_devices(request):
    """Return {hash of the account: random name of this device} of the accounts that have signed in on it."""
    try:
        devices = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE_SALT, max_age=COOKIE_DAYS * 86_400)
    except signing.BadSignature:
        return {}
    return devices if isinstance(devices, dict) else {}


def remember_device(request, response, username):
    """Mark the browser as one that has signed in to the account."""
    devices = read_devices(request)
    account = get_account_hash(username)
    name = devices.pop(account, None) or get_random_string(22)
    newest = dict([*devices.items(), (account, name)][-MAX_ACCOUNTS_OF_DEVICE:])
    response.set_cookie(
        COOKIE, signing.dumps(newest, salt=COOKIE_SALT), max_age=COOKIE_DAYS * 86_400, httponly=True, samesite="Lax",
        secure=request.is_secure(), path="/admin/",
    )  # fmt: skip


def begin_attempt(request, username):
    """Count an attempt and return it; None if there were too many, so that the password must not be checked.

    The attempt is stored before the password is checked, so that attempts at the same time are counted, too.
    """
    account = get_account_hash(username)
    device = read_devices(request).get(account)
    address_hash = get_hash(f"address {get_network(get_adapter().get_client_ip(request))}")
    source = get_hash(f"device {device}") if device else address_hash
    attempt = SignInAttempt.objects.create(account=account, source=source)
    earlier = SignInAttempt.objects.filter(source=source, at__gt=clock.now() - PERIOD).exclude(pk=attempt.pk)
    is_spent = earlier.filter(account=account).count() >= MAX_OF_ACCOUNT or earlier.count() >= MAX_OF_ADDRESS
    if is_spent:
        attempt.delete()
        return None
    return attempt


def finish_attempt(attempt):
    """Forget a successful attempt, and the failures before it from the same source."""
    SignInAttempt.objects.filter(account=attempt.account, source=attempt.source).delete()
    SignInAttempt.objects.filter(at__lt=clock.now() - timedelta(days=1)).delete()


def is_last_attempt(attempt):
    """Return whether a failed attempt was the last one that its account has from this source."""
    same = SignInAttempt.objects.filter(account=attempt.account, source=attempt.source)
    return same.filter(at__gt=clock.now() - PERIOD).count() >= MAX_OF_ACCOUNT


def forget_attempts(username):
    """Forget the failures of an account from everywhere, because its owner has set a new password by mail."""
    SignInAttempt.objects.filter(account=get_account_hash(username)).delete()
