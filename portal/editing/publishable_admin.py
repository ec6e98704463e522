"""Base admin of public records: only transitions change the status of a record or the text of a live one."""

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import permissions
from portal.drafts.models import Draft
from portal.editing.bulk_actions import BulkTransitions
from portal.editing.checklist import (
    TextWarningsMixin,
    get_draft_checklist,
    get_language_checklists,
    get_other_blockers,
    link_messages,
)
from portal.editing.drafts.form import DraftForms
from portal.editing.drafts.views import DraftPages
from portal.editing.forms import RecordForm
from portal.editing.history.trash import DeletedPages
from portal.editing.history.views import HistoryPages
from portal.editing.list_filters import DashboardFilter, StatusFilter
from portal.editing.previews import PreviewMixin
from portal.editing.record_admin import RecordAdmin
from portal.editing.scoping import OwnedModelAdminMixin
from portal.editing.transitions import GoingLiveForm, pressed
from portal.i18n.html import mark_language
from portal.i18n.languages import localize


class PublishableAdmin(
    TextWarningsMixin,
    DraftForms,
    DraftPages,
    PreviewMixin,
    BulkTransitions,
    DeletedPages,
    HistoryPages,
    OwnedModelAdminMixin,
    RecordAdmin,
):
    """A public record: what it is responsible to, its texts, its transitions."""

    form = RecordForm
    common_fields = ("country", "source_language", "joint_languages", "review_due")
    list_display = ("__str__", "country", "stage", "modified_at")
    list_filter = ("country", "source_language")
    readonly_fields = ("stage",)
    list_select_related = ("country",)
    change_form_template = "admin/publishable_change_form.html"

    @property
    def main_fields(self):
        return ("stage", *self.untranslated_fields, *self.common_fields)

    def get_list_filter(self, request):
        return (StatusFilter, DashboardFilter, *super().get_list_filter(request))

    def get_list_display(self, request):
        """The columns; a record's name is in the language of the page where it has one, and else marked."""
        return ["named" if name == "__str__" else name for name in super().get_list_display(request)]

    @admin.display(description=gettext_lazy("title"))
    def named(self, record):
        title = localize(record, "title")
        return mark_language(title.text, title.language)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def stage(self, record):
        """The status, with the time that comes next in it; and where its draft stands, if it has one."""
        status = self.status_with_time(record)
        if not (state := getattr(record, "draft_state", None)):
            return status
        words = _("%(status)s, with changes that are not public: %(state)s")
        return words % {"status": status, "state": Draft.State(state).label}

    def status_with_time(self, record):
        for holds, moment, words in (
            (record.is_planned, record.publish_at, _("%(status)s, planned for %(time)s")),
            (record.is_scheduled, record.publish_at, _("%(status)s for %(time)s")),
            (record.is_ending, record.withdraw_at, _("%(status)s until %(time)s")),
        ):
            if holds:
                time = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
                return words % {"status": record.status_in_words(), "time": time}
        return record.status_in_words()

    def address(self, view, *args):
        """The address of one of this model's pages in the admin."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}", args=args)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_go"
        go = path("<path:object_id>/go/<slug:transition>/", self.admin_site.admin_view(self.go_view), name=name)
        return [go, *super().get_urls()]

    def get_queryset(self, request):
        of_model = ContentType.objects.get_for_model(self.model)
        drafts = Draft.objects.filter(content_type=of_model, object_id=OuterRef("pk"))
        return super().get_queryset(request).with_related().annotate(draft_state=Subquery(drafts.values("state")))

    # The form

    def going_live(self, request, record, transition=None):
        """The form beside the record's own that says what is to become of it; for a new record as it would be saved."""
        transition = transition or pressed(request.POST)
        countries, all_three = permissions.countries_to_write_for(request.user, self.model)
        if record is None:
            record = self.model(created_by=request.user)
            record.country_id = None if all_three else next(iter(countries), None)
        data = request.POST if request.method == "POST" else None
        return GoingLiveForm(data, record=record, editor=request.user, transition=transition)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.transition_form = request.going_live = self.going_live(request, obj)
        return form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        writable = self.has_change_permission(request, obj) if obj else True
        context |= {
            "going_live": None if context.get("is_popup") else request.going_live,
            "writable": writable,
            "remarks": self.remarks(request, obj) if obj else [],
        }
        if obj:
            form, inlines = context["adminform"].form, context["inline_admin_formsets"]
            context |= {
                "language_checklists": get_language_checklists(obj, form, inlines),
                "other_blockers": list(get_other_blockers(obj, form)),
            }
            context |= {"drafted": obj.is_drafted, "draft": obj.draft, "show_save_and_add_another": not obj.is_drafted}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def remarks(self, request, record):
        """Sentences for the editor of what else happens when the record goes live."""
        return []

    # Saving

    def save_model(self, request, obj, form, change):
        obj.modified_by = request.user
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        if request.drafting:
            super(RecordAdmin, self).save_related(request, form, formsets, change)  # the draft keeps the version
            request.saved_over = form.instance
        else:
            super().save_related(request, form, formsets, change)
        self.lint_texts(request, form)

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_to_transition(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.response_to_transition(request, obj) or super().response_change(request, obj)

    def response_to_transition(self, request, record):
        """Carries out the transition whose button was pressed, if any; what it refuses is said on the record's page."""
        if request.drafting:  # the transition is carried out on the draft, once that is kept
            return HttpResponseRedirect(self.address("change", record.pk))
        if not request.going_live.transition:
            return None
        request.going_live.record = record
        self.carry_out(request, request.going_live)
        return HttpResponseRedirect(self.address("change", record.pk))

    def carry_out(self, request, going_live):
        """One transition, and what the editor is told of it."""
        record = going_live.record
        try:
            going_live.carry_out()
        except ValidationError as error:
            for message in link_messages(get_draft_checklist(record), error.messages):
                messages.error(request, message)
        else:
            text = _("“%(record)s” is now: %(status)s.")
            messages.success(request, text % {"record": record, "status": record.standing_in_words()})

    @method_decorator(transaction.atomic)
    def go_view(self, request, object_id, transition):
        """A transition without a save, for those who may not change the record, such as taking it back from review."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        going_live = self.going_live(request, record, transition)
        if transition not in going_live.transitions:
            raise PermissionDenied
        if going_live.is_valid():
            self.carry_out(request, going_live)
        else:
            for sentences in going_live.errors.values():
                for sentence in sentences:
                    messages.error(request, sentence)
        return HttpResponseRedirect(self.address("change", record.pk))
