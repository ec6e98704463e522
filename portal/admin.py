"""The admin: a fieldset a language with `lang` on every field, verbs as buttons, a version at every save."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.destinations import forget
from portal.forms import PartFormSet
from portal.languages import LANGUAGES, OWN_NAMES, suffixed, translated_fields
from portal.models import (
    Country,
    Destination,
    DirectHost,
    Document,
    DocumentFile,
    Editor,
    Office,
    OfficeAddress,
    OfficeName,
    Page,
    Picture,
)
from portal.publishing import Status, settle
from portal.versions import Event, record_version, versions_of

admin.site.site_header = _("Tri-National OSH portal")
admin.site.site_title = _("Tri-National OSH portal")
admin.site.index_title = _("Contents")


class InThreeLanguages:
    """For a model's admin or inline: hides the unsuffixed columns and marks every field with its language."""

    def get_exclude(self, request, obj=None):
        return (*(super().get_exclude(request, obj) or ()), *translated_fields(self.model))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and (language := getattr(db_field, "language", None)):
            field.widget.attrs["lang"] = language
        return field


class PartInline(InThreeLanguages, admin.StackedInline):
    """What belongs to a record, on the record's own page."""

    extra = 0
    formset = PartFormSet


class RecordAdmin(InThreeLanguages, admin.ModelAdmin):
    """Any record of the portal: its own fields first, then a fieldset a language, headed by its name."""

    # Fields that are the same in every language, in the order in which the form shows them.
    plain_fields = ()
    save_on_top = True

    def get_fieldsets(self, request, obj=None):
        by_language = [
            (OWN_NAMES[language], {"fields": [suffixed(name, language) for name in translated_fields(self.model)]})
            for language in LANGUAGES
        ]
        return [(None, {"fields": self.plain_fields}), *by_language]

    def get_search_fields(self, request):
        return [suffixed(name, language) for name in self.searched for language in LANGUAGES]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        settle(form.instance, Event.SAVED, by=request.user)

    def delete_model(self, request, obj):
        record_version(obj, Event.DELETED, by=request.user)
        forget(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for record in queryset:
            self.delete_model(request, record)

    @property
    def searched(self):
        """The unsuffixed names of the fields that the list's search looks at, in all three languages."""
        return translated_fields(self.model)[:1]


class PublishableAdmin(RecordAdmin):
    """A public record: what it is responsible to, its texts, its verbs. Only a verb changes its status."""

    common_fields = ("country", "source_language", "joint_languages", "review_due")
    list_display = ("__str__", "country", "status_in_words", "modified_at")
    list_filter = ("status", "country", "source_language")
    readonly_fields = ("status_in_words",)
    list_select_related = ("country",)
    change_form_template = "admin/publishable_change_form.html"
    object_history_template = "admin/publishable_history.html"
    # What each verb's button is called in the form, and the status from which it is offered.
    verbs = {
        "_publish": (_("Save and publish"), (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN)),
        "_submit": (_("Save and submit for review"), (Status.DRAFT, Status.WITHDRAWN)),
        "_return_to_author": (_("Return to its author"), (Status.IN_REVIEW,)),
        "_withdraw": (_("Withdraw"), (Status.PUBLISHED,)),
    }

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        fieldsets[0] = (None, {"fields": ("status_in_words", *self.plain_fields, *self.common_fields)})
        return fieldsets

    @admin.display(description=_("status"), ordering="status")
    def status_in_words(self, record):
        return record.get_status_display()

    def save_model(self, request, obj, form, change):
        obj.modified_by = request.user
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def get_queryset(self, request):
        return super().get_queryset(request).with_related()

    def get_object(self, request, object_id, from_field=None):
        """The record; locked while a form that was sent is worked on, so that no verb is undone by an older save."""
        record = super().get_object(request, object_id, from_field)
        if record and request.method == "POST" and connection.in_atomic_block:
            self.model._base_manager.select_for_update().get(pk=record.pk)
            record.refresh_from_db()
        return record

    def get_actions(self, request):
        """None that deletes many at once: each verb belongs to one record."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def has_delete_permission(self, request, obj=None):
        """What is public or scheduled is withdrawn before it is deleted."""
        live = obj is not None and obj.status == Status.PUBLISHED
        return super().has_delete_permission(request, obj) and not live

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        status = obj.status if obj else Status.DRAFT
        verbs = [(name, label) for name, (label, statuses) in self.verbs.items() if status in statuses]
        allowed = self.has_change_permission(request, obj) and not context.get("is_popup")
        return super().render_change_form(
            request, {**context, "verbs": verbs if allowed else []}, *args, obj=obj, **kwargs
        )

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, object_id)
        versions = versions_of(record).select_related("by") if record else ()
        return super().history_view(request, object_id, {**(extra_context or {}), "versions": versions})

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_to_verb(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.response_to_verb(request, obj) or super().response_change(request, obj)

    def response_to_verb(self, request, record):
        """Carries out the verb whose button was pressed, if any; what it refuses is said on the record's page."""
        verb = next((name for name in self.verbs if name in request.POST), None)
        if not verb or "_popup" in request.POST:
            return None
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        try:
            getattr(record, verb.removeprefix("_"))(by=request.user, note=request.POST.get("_note", ""))
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            text = _("“%(record)s” is now: %(status)s.")
            messages.success(request, text % {"record": record, "status": record.get_status_display()})
        meta = record._meta
        return HttpResponseRedirect(reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk]))


@admin.register(Country)
class CountryAdmin(RecordAdmin):
    plain_fields = ("code", "languages", "joint_languages", "order")


class OfficeNameInline(PartInline):
    model = OfficeName


class OfficeAddressInline(PartInline):
    model = OfficeAddress


@admin.register(Office)
class OfficeAdmin(PublishableAdmin):
    plain_fields = ("order",)
    inlines = (OfficeNameInline, OfficeAddressInline)


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    plain_fields = ("key", "parent", "place", "order", "number", "issued")

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(("key",) if obj else ()))


class DocumentFileFormSet(PartFormSet):
    needed = _("A file or an address is missing.")


class DocumentFileInline(PartInline):
    model = DocumentFile
    formset = DocumentFileFormSet


@admin.register(Document)
class DocumentAdmin(PublishableAdmin):
    plain_fields = ("kind", "issued")
    inlines = (DocumentFileInline,)


@admin.register(DirectHost)
class DirectHostAdmin(admin.ModelAdmin):
    list_display = ("host", "government", "note")
    list_filter = ("government",)
    search_fields = ("host", "note")


@admin.register(Destination)
class DestinationAdmin(admin.ModelAdmin):
    """Where the portal leads: only read here, since every save of a record writes it."""

    list_display = ("address", "number", "records")
    search_fields = ("address",)
    fields = ("address", "number", "where_it_is_used")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(records=Count("uses"))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("number"), ordering="pk")
    def number(self, destination):
        return destination.pk

    @admin.display(description=_("records"), ordering="records")
    def records(self, destination):
        return destination.records

    @admin.display(description=_("where it is used"))
    def where_it_is_used(self, destination):
        links = (
            (reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk]), record)
            for _, record in destination.used_by()
        )
        return format_html_join(SafeString("<br>"), '<a href="{}">{}</a>', links) or "-"


@admin.register(Picture)
class PictureAdmin(RecordAdmin):
    plain_fields = ("file", "credit")


@admin.register(Editor)
class EditorAdmin(UserAdmin):
    fieldsets = (
        *UserAdmin.fieldsets,
        (_("As an editor"), {"fields": ("countries", "languages", "interface_language", "time_zone")}),
    )
    filter_horizontal = (*UserAdmin.filter_horizontal, "countries")
