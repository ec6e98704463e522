"""Base admin of public records: only transitions change the status of a record or the text of a live one."""

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.db.models import Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.drafts.models import Draft
from portal.editing.admin_pages import AdminPage
from portal.editing.bulk_actions import get_bulk_actions, validate_selection
from portal.editing.deletion import delete_with_reason
from portal.editing.drafts.views import resolve_conflicts_view
from portal.editing.forms import RecordForm
from portal.editing.history.trash import get_deleted_version, restore_deleted_view, trash_view
from portal.editing.history.views import (
    compare_view,
    get_versions_context,
    restore_view,
    translation_view,
    version_view,
)
from portal.editing.initial_values import choose_country, choose_source_language
from portal.editing.list_filters import CountryFilter, DashboardFilter, StatusFilter
from portal.editing.previews import preview_view
from portal.editing.publishing_session import PublishingSession
from portal.editing.record_admin import RecordAdmin
from portal.editing.scoping import OwnedModelAdminMixin
from portal.editing.transition_view import transition_view
from portal.i18n.html import mark_name
from portal.records.admin_urls import get_admin_url


class PublishableAdmin(OwnedModelAdminMixin, RecordAdmin):
    """ModelAdmin of a public record."""

    form = RecordForm
    change_session_class = PublishingSession
    common_fields = ("country", "source_language", "joint_languages", "review_due")
    list_display = ("__str__", "country", "stage", "modified_at")
    list_filter = (("country", CountryFilter), "source_language")
    readonly_fields = ("stage",)
    list_select_related = ("country",)
    change_form_template = "admin/publishable_change_form.html"
    change_list_template = "admin/publishable_change_list.html"
    delete_confirmation_template = "admin/publishable_delete_confirmation.html"
    object_history_template = "admin/publishable_history.html"
    pages = (
        AdminPage("<path:object_id>/transition/<slug:transition>/", "transition", transition_view),
        AdminPage("<path:object_id>/resolve-conflicts/", "resolve_conflicts", resolve_conflicts_view),
        AdminPage("<path:object_id>/preview/", "preview", preview_view),
        AdminPage("deleted/", "deleted", trash_view),
        AdminPage("<path:object_id>/restore-deleted/", "restore_deleted", restore_deleted_view),
        AdminPage("<path:object_id>/compare/", "compare", compare_view),
        AdminPage("<path:object_id>/translation/<str:language>/", "translation", translation_view),
        AdminPage("<path:object_id>/version/<int:number>/", "version", version_view),
        AdminPage("<path:object_id>/restore/<int:number>/", "restore", restore_view),
        *RecordAdmin.pages,
    )

    @property
    def main_fields(self):
        return ("stage", *self.untranslated_fields, *self.common_fields)

    def get_list_filter(self, request):
        return (StatusFilter, DashboardFilter, *super().get_list_filter(request))

    def get_list_display(self, request):
        """Replace `__str__` with a title that is marked if it is not in the language of the page."""
        return ["localized_title" if name == "__str__" else name for name in super().get_list_display(request)]

    @admin.display(description=gettext_lazy("title"))
    def localized_title(self, record):
        return mark_name(record)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def stage(self, record):
        """Return the status with its next time, and the state of the draft if there is one."""
        status = self.status_with_time(record)
        if not (state := getattr(record, "draft_state", None)):
            return status
        text = _("%(status)s, with unpublished changes (%(state)s)")
        return text % {"status": status, "state": dict(Draft.State.choices).get(state, state)}

    def status_with_time(self, record):
        for applies, moment, text in (
            (record.is_planned, record.publish_at, _("%(status)s, planned for %(time)s, not approved yet")),
            (record.is_scheduled, record.publish_at, _("%(status)s for %(time)s")),
            (record.has_scheduled_withdrawal, record.withdraw_at, _("%(status)s until %(time)s")),
        ):
            if applies:
                time = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
                return text % {"status": record.get_status_label(), "time": time}
        return record.get_status_label()

    def get_admin_url(self, view, *args):
        """Return the URL of an admin page of this model."""
        return get_admin_url(self.model, view, *args)

    def get_queryset(self, request):
        drafts = Draft.objects.of_outer(self.model)
        return super().get_queryset(request).with_related().annotate(draft_state=Subquery(drafts.values("state")))

    def get_actions(self, request):
        """Return transitions only. There is no bulk deletion."""
        return {} if IS_POPUP_VAR in request.GET else get_bulk_actions(request.user, self.model)

    def response_action(self, request, queryset):
        validate_selection(request)
        return super().response_action(request, queryset)

    # History and deletion

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        versions = get_versions_context(self, request, record) if record else {}
        return super().history_view(request, object_id, {**(extra_context or {}), **versions})

    def get_deleted_version(self, request, object_id):
        return get_deleted_version(self.model, request.user, object_id)

    def delete_view(self, request, object_id, extra_context=None):
        refusal = self.get_deletion_refusal(request, object_id)
        return refusal or delete_with_reason(self, request, object_id, extra_context)

    # The form

    def get_changeform_initial_data(self, request):
        """Choose the original language of a new record."""
        language = choose_source_language(request.user, self.get_initial_country(request))
        return {"source_language": language, **super().get_changeform_initial_data(request)}

    def get_initial_country(self, request):
        """Return the country with which the form of a new record begins, or None for all three governments."""
        return choose_country(request.user, self.model, request.GET.get("country", ""))

    def get_publishing_notes(self, request, record):
        """Return messages about other effects of publishing the record."""
        return []

    # Saving

    def save_model(self, request, obj, form, change):
        obj.modified_by = request.user
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def log_change(self, request, obj, message):
        """Log a change of the record; a draft has only its versions."""
        return None if request.change_session.is_draft else super().log_change(request, obj, message)

    def response_add(self, request, obj, post_url_continue=None):
        return request.change_session.get_redirect() or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return request.change_session.get_redirect() or super().response_change(request, obj)
