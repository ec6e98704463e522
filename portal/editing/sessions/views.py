"""The admin page that browsers ping every half minute to keep an editing session open."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse

from portal.editing.admin_pages import redirect_not_found
from portal.editing.sessions.models import close_session, get_other_sessions, ping_session


def ping_view(admin, request, object_id):
    """Keep the session of the editor open and return the list of other editors; with `?left=`, close it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    record = admin.get_object(request, unquote(object_id))
    if record is None:
        return redirect_not_found(admin, request, object_id)
    if not admin.has_change_permission(request, record):
        raise PermissionDenied
    if "left" in request.GET:
        close_session(record, request.user, request.GET["left"])
        return HttpResponse(status=204)
    ping_session(record, request.user)
    context = {"other_sessions": get_other_sessions(record, request.user)}
    return TemplateResponse(request, "editing/_other_editors.html", context)
