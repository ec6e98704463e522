"""Error pages for 400, 403, 404 and 500."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.shortcuts import render


def bad_request(request, exception=None):
    too_much = isinstance(exception, TooManyFieldsSent | RequestDataTooBig)
    return render(request, "portal/bad_request.html", {"too_much": too_much}, status=400)


def forbidden(request, exception=None):
    return render(request, "portal/forbidden.html", status=403)


def not_found(request, exception=None):
    return render(request, "portal/not_found.html", status=404)


def server_error(request):
    """Render the page without database queries, because the database may be the cause of the error."""
    return render(request, "portal/server_error.html", status=500)
