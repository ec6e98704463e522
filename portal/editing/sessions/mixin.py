"""The form of a record says who else has it open; their browsers say every half minute that they still do."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path

from portal.editing.sessions.models import left_by, open_by, others_at, still_open_by


class PresencePage:
    """For the admin of a record."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_presence"
        page = path("<path:object_id>/presence/", self.admin_site.admin_view(self.presence_view), name=name)
        return [page, *super().get_urls()]

    def presence_view(self, request, object_id):
        """Who else has the record open, for a browser that says that its editor still has; with `?left=`, no more."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        if "left" in request.GET:
            left_by(record, request.user, request.GET["left"])
            return HttpResponse(status=204)
        still_open_by(record, request.user)
        return TemplateResponse(request, "editing/_other_editors.html", {"others": others_at(record, request.user)})

    def note_presence(self, request, record):
        """Notes, once a request, that its editor has opened the record, for a form that says who else has."""
        if not hasattr(request, "presence") and self.has_change_permission(request, record):
            opened = open_by(record, request.user).isoformat()
            request.presence = {"opened": opened, "others": list(others_at(record, request.user))}

    def render_change_form(self, request, context, *args, change=False, obj=None, **kwargs):
        if change and obj and self.has_change_permission(request, obj):
            self.note_presence(request, obj)
            context |= request.presence
        return super().render_change_form(request, context, *args, change=change, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        left_by(form.instance, request.user)

    def delete_model(self, request, obj):
        left_by(obj, request.user)
        super().delete_model(request, obj)
