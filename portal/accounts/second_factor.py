"""Who needs a second factor, who has one, and checking a code of one."""

from allauth.mfa.models import Authenticator
from django.conf import settings

from portal.permissions import Role, is_administrator

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
PUBLISHING_ROLES = frozenset({Role.PUBLISHER, Role.SECRETARIAT})


def needs_second_factor(editor):
    """Return whether an editor may only work with a second factor: everyone who publishes or gives rights."""
    publishes = is_administrator(editor) or bool(editor.roles & PUBLISHING_ROLES)
    return settings.PORTAL_REQUIRE_SECOND_FACTOR and publishes


def has_second_factor(editor):
    return Authenticator.objects.filter(user=editor, type__in=FACTORS).exists()


def find_authenticator(editor, code):
    """Return the app or the recovery codes that a code belongs to, None if it is wrong or used."""
    authenticators = Authenticator.objects.filter(user=editor).exclude(type=Authenticator.Type.WEBAUTHN)
    return next((authenticator for authenticator in authenticators if authenticator.wrap().validate_code(code)), None)
