"""Views that only open after editors have confirmed their identity within the last minutes."""

from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired


def remove_passwords(data):
    """Return a copy of submitted data without passwords."""
    copy = data.copy()
    for name in data:
        if "password" in name:
            del copy[name]
    return copy


def require_confirmation(view):
    """Wrap a view. Until the confirmation, the session keeps a form that was submitted, without passwords."""
    guarded = reauthentication_required(app="portal.accounts")(view)

    @wraps(view)
    def inner(request, *args, **kwargs):
        try:
            return guarded(request, *args, **kwargs)
        except ReauthenticationRequired:
            request.POST = remove_passwords(request.POST)
            raise

    return inner
