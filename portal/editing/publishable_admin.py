"""Base admin of public records: only transitions change the status of a record or the text of a live one."""

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Subquery
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import permissions
from portal.drafts.models import Draft
from portal.editing.admin_pages import AdminPage
from portal.editing.bulk_actions import get_bulk_actions, validate_selection
from portal.editing.checklist import (
    TextWarningsMixin,
    get_draft_checklist,
    get_language_checklists,
    get_other_blockers,
    link_messages,
)
from portal.editing.deletion import delete_with_reason
from portal.editing.drafts.form import DraftFormMixin
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
from portal.editing.initial_values import InitialValuesMixin
from portal.editing.list_filters import DashboardFilter, StatusFilter
from portal.editing.previews import preview_view
from portal.editing.record_admin import RecordAdmin
from portal.editing.scoping import OwnedModelAdminMixin
from portal.editing.transition_form import TransitionForm, add_public_link, get_requested_transition
from portal.i18n.html import mark_name
from portal.publishing.transitions import TRANSITIONS
from portal.records.admin_urls import get_admin_url


class PublishableAdmin(
    TextWarningsMixin,
    DraftFormMixin,
    InitialValuesMixin,
    OwnedModelAdminMixin,
    RecordAdmin,
):
    """ModelAdmin of a public record. The order of the mixins matters: the first ones wrap the save."""

    form = RecordForm
    common_fields = ("country", "source_language", "joint_languages", "review_due")
    list_display = ("__str__", "country", "stage", "modified_at")
    list_filter = ("country", "source_language")
    readonly_fields = ("stage",)
    list_select_related = ("country",)
    change_form_template = "admin/publishable_change_form.html"
    change_list_template = "admin/publishable_change_list.html"
    delete_confirmation_template = "admin/publishable_delete_confirmation.html"
    object_history_template = "admin/publishable_history.html"

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
        return text % {"status": status, "state": Draft.State(state).label}

    def status_with_time(self, record):
        for applies, moment, text in (
            (record.is_planned, record.publish_at, _("%(status)s, planned for %(time)s")),
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

    def get_transition_form(self, request, record, transition=None):
        """Return the transition form of a record. A new record gets the country that it would be saved with."""
        transition = transition or get_requested_transition(request.POST)
        countries, all_three = permissions.get_owner_choices(request.user, self.model)
        if record is None:
            record = self.model(created_by=request.user)
            record.country_id = None if all_three else next(iter(countries), None)
        data = request.POST if request.method == "POST" else None
        return TransitionForm(data, record=record, editor=request.user, transition=transition)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.transition_form = request.transition_form = self.get_transition_form(request, obj)
        return form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        writable = self.has_change_permission(request, obj) if obj else True
        context |= {
            "transition_form": None if context.get("is_popup") else request.transition_form,
            "writable": writable,
            "publishing_notes": self.get_publishing_notes(request, obj) if obj else [],
        }
        if obj:
            form, inlines = context["adminform"].form, context["inline_admin_formsets"]
            checklists, others = get_language_checklists(obj, form, inlines), list(get_other_blockers(obj, form))
            context |= {
                "language_checklists": checklists,
                "other_blockers": others,
                "is_incomplete": bool(others) or any(checklist.missing for checklist in checklists),
            }
            context |= {
                "drafted": obj.saves_to_draft,
                "draft": obj.draft,
                "show_save_and_add_another": not obj.saves_to_draft,
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_publishing_notes(self, request, record):
        """Return messages about other effects of publishing the record."""
        return []

    # Saving

    def save_model(self, request, obj, form, change):
        obj.modified_by = request.user
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def finish_save(self, request, form, has_changed):
        """Leave the version of a draft to the draft, which is stored after the save is rolled back."""
        if request.is_drafting:
            request.saved_record = form.instance
        else:
            super().finish_save(request, form, has_changed)
        self.lint_texts(request, form)

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_to_transition(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.response_to_transition(request, obj) or super().response_change(request, obj)

    def response_to_transition(self, request, record):
        """Carry out the requested transition and return a redirect to the form, None for a plain save."""
        if request.is_drafting:  # the transition runs on the draft once that is saved
            return HttpResponseRedirect(self.get_admin_url("change", record.pk))
        if not request.transition_form.transition:
            return None
        request.transition_form.record = record
        self.execute_transition(request, request.transition_form)
        return HttpResponseRedirect(self.get_admin_url("change", record.pk))

    def execute_transition(self, request, transition_form):
        """Carry out a transition, and add a message of success or the errors."""
        record = transition_form.record
        try:
            linked_messages = transition_form.execute()
        except ValidationError as error:
            for message in link_messages(get_draft_checklist(record), error.messages):
                messages.error(request, message)
        else:
            text = TRANSITIONS[transition_form.transition].success or _("“%(record)s” was updated. Status: %(status)s.")
            message = text % {"record": record, "status": record.get_status_label_with_draft()}
            messages.success(request, add_public_link(request, transition_form, message))
            for message in linked_messages:
                messages.info(request, message)

    @method_decorator(transaction.atomic)
    def transition_view(self, request, object_id, transition):
        """Carry out a transition without saving the form, for editors who may not change the record."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        transition_form = self.get_transition_form(request, record, transition)
        if transition not in transition_form.transitions:
            raise PermissionDenied(_("This action is not available for “%(record)s”.") % {"record": record})
        if transition_form.is_valid():
            self.execute_transition(request, transition_form)
        else:
            for errors in transition_form.errors.values():
                for error in errors:
                    messages.error(request, error)
        return HttpResponseRedirect(self.get_admin_url("change", record.pk))

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
