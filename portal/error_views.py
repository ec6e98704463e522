"""Error pages for 400, 403, 404, 408, 429, 500 and 503."""

import sys

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from django.urls import reverse

from portal.i18n.languages import LANGUAGES
from portal.i18n.paths import has_language_prefix

RETRY_AFTER = 5  # seconds


def has_lost_connection(exception):
    """Return whether a lost connection to the database is among the causes of an exception."""
    while exception is not None and not isinstance(exception, OperationalError | InterfaceError):
        exception = exception.__context__
    return exception is not None


def bad_request(request, exception=None):
    """Render the page for a request that cannot be processed.

    Django takes a session that it could not store for one that has been deleted, also if there is no database.
    """
    if isinstance(exception, SessionInterrupted) and has_lost_connection(exception):
        return unavailable(request)
    too_much = isinstance(exception, TooManyFieldsSent | RequestDataTooBig)
    return render(request, "portal/bad_request.html", {"too_much": too_much}, status=400)


def incomplete(request):
    """Render the page for a request whose body has not arrived, without queries."""
    response = render(request, "portal/incomplete.html", status=408)
    response.headers["Cache-Control"] = "no-store"
    return response


def forbidden(request, exception=None):
    """Render the page for a missing permission, with the message of a PermissionDenied if it has one."""
    reason = exception.args[0] if getattr(exception, "args", ()) else ""
    return render(request, "portal/forbidden.html", {"reason": reason}, status=403)


def too_many_requests(request):
    """Render the page for too many attempts to sign in or to confirm one's identity."""
    return render(request, "portal/too_many_requests.html", status=429)


def form_expired(request):
    """Render the page for a form without a valid CSRF token."""
    return render(request, "portal/forbidden.html", {"has_expired": True}, status=403)


def not_found(request, exception=None):
    """Render the page in the language of the URL, or in all three for a public URL without one."""
    if has_language_prefix(request.path_info) or request.path_info.startswith(reverse("admin:index")):
        return render(request, "portal/not_found.html", status=404)
    return render(request, "portal/not_found_trilingual.html", {"codes": LANGUAGES}, status=404)


def server_error(request):
    """Render the page without database queries. If the database is the cause, it says that the portal will be back."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return render(request, "portal/server_error.html", status=500)


def unavailable(request):
    """Render the page for a database that is away, without queries."""
    response = render(request, "portal/unavailable.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response
