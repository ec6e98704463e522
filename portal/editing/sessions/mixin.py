"""Admin mixin that shows who else has a record open. Browsers ping every half minute to keep a session open."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path

from portal.editing.sessions.models import close_session, get_other_sessions, open_session, ping_session


class EditingSessionMixin:
    """ModelAdmin mixin that opens an editing session for each change form, and closes it after a save."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_presence"
        page = path("<path:object_id>/presence/", self.admin_site.admin_view(self.ping_view), name=name)
        return [page, *super().get_urls()]

    def ping_view(self, request, object_id):
        """Keep the session of the editor open and return the list of other editors; with `?left=`, close it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        if "left" in request.GET:
            close_session(record, request.user, request.GET["left"])
            return HttpResponse(status=204)
        ping_session(record, request.user)
        context = {"other_sessions": get_other_sessions(record, request.user)}
        return TemplateResponse(request, "editing/_other_editors.html", context)

    def open_editing_session(self, request, record):
        """Open a session for the editor once per request, and store the template context of it in the request."""
        if not hasattr(request, "editing_session") and self.has_change_permission(request, record):
            opened_at = open_session(record, request.user).isoformat()
            other_sessions = list(get_other_sessions(record, request.user))
            request.editing_session = {"opened_at": opened_at, "other_sessions": other_sessions}

    def render_change_form(self, request, context, *args, change=False, obj=None, **kwargs):
        if change and obj and self.has_change_permission(request, obj):
            self.open_editing_session(request, obj)
            context |= request.editing_session
        return super().render_change_form(request, context, *args, change=change, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        close_session(form.instance, request.user)

    def delete_model(self, request, obj):
        close_session(obj, request.user)
        super().delete_model(request, obj)
