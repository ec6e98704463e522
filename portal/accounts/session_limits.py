"""The end of sessions: after 30 minutes without activity, and 12 hours after signing in."""

import time
from datetime import UTC, datetime, timedelta

from django.urls import reverse

from portal import clock

IDLE_TIME, MAX_TIME = timedelta(minutes=30), timedelta(hours=12)
# A session is stored again at most this often.
PRECISION = timedelta(minutes=1)
# Key of the session: seconds since the epoch.
SIGNED_IN_AT = "signed_in_at"


def start_session(session):
    """Record the time of signing in."""
    session[SIGNED_IN_AT] = time.time()
    extend_session(session)


def extend_session(session):
    """Move the end of the session: `IDLE_TIME` from now, but never beyond `MAX_TIME` after signing in.

    The end is an absolute time, so that storing the session for another reason does not move it.
    """
    signed_in_at = datetime.fromtimestamp(session[SIGNED_IN_AT], UTC)
    end = min(clock.now() + IDLE_TIME, signed_in_at + MAX_TIME)
    if abs(end - session.get_expiry_date()) > PRECISION or "_session_expiry" not in session:
        session.set_expiry(end)


def start_signed_in_session(sender, request, user, **kwargs):
    """Handle Django's signal `user_logged_in`."""
    start_session(request.session)


class SessionLimitMiddleware:
    """Extend the session of an editor at each request to the admin, except for automatic ones of a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith(reverse("admin:index")) or not request.user.is_authenticated:
            return
        if SIGNED_IN_AT not in request.session:
            start_session(request.session)
        elif not (request.resolver_match.url_name or "").endswith("_presence"):
            extend_session(request.session)
