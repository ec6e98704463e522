"""Admin mixin that shows who else has a record open."""

from portal.editing.sessions.models import close_session, get_other_sessions, open_session


class EditingSessionMixin:
    """ModelAdmin mixin that opens an editing session for each change form, and closes it after a save."""

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
