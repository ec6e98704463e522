"""Admin of the models of the portal app."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Count
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.accounts.forms import NewEditorForm, TemporaryPasswordForm
from portal.accounts.models import Editor
from portal.editing.file_inlines import FileInline
from portal.editing.forms import PartFormSet
from portal.editing.glossary_admin import TermAdmin
from portal.editing.picture_admin import PictureAdmin
from portal.editing.preferences import get_time_zone_choices
from portal.editing.publishable_admin import PublishableAdmin
from portal.editing.record_admin import PartInline, RecordAdmin
from portal.editing.scoping import SharedModelAdmin
from portal.editing.search import FoldedSearchMixin
from portal.external_links.models import Destination, DirectHost
from portal.glossary.models import Term
from portal.pages.documents import Document, DocumentFile
from portal.pages.models import Page
from portal.pages.offices import Office, OfficeAddress, OfficeName
from portal.permissions import Role
from portal.pictures.models import Picture
from portal.records.admin_urls import get_change_url
from portal.records.models import Country
from portal.richtext.models import Acronym
from portal.search_index.models import Synonym


@admin.register(Country)
class CountryAdmin(SharedModelAdmin, RecordAdmin):
    untranslated_fields = ("code", "languages", "joint_languages", "order")
    search_fields = ("code",)


class OfficeNameInline(PartInline):
    model = OfficeName


class OfficeAddressInline(PartInline):
    model = OfficeAddress


@admin.register(Office)
class OfficeAdmin(PublishableAdmin):
    untranslated_fields = ("order",)
    inlines = (OfficeNameInline, OfficeAddressInline)


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    untranslated_fields = ("key", "parent", "place", "order", "number", "issued")
    immutable_fields = ("key",)
    search_fields = ("key", "number")


class DocumentFileFormSet(PartFormSet):
    @property
    def required_message(self):
        return "" if self.instance.has_body() else _("Add a file or a URL.")


class DocumentFileInline(FileInline):
    model = DocumentFile
    formset = DocumentFileFormSet


@admin.register(Document)
class DocumentAdmin(PublishableAdmin):
    untranslated_fields = ("kind", "issued")
    inlines = (DocumentFileInline,)


@admin.register(DirectHost)
class DirectHostAdmin(FoldedSearchMixin, SharedModelAdmin, admin.ModelAdmin):
    reader_roles = frozenset()
    list_display = ("host", "government", "note")
    list_filter = ("government",)
    search_fields = ("host", "note")


@admin.register(Acronym)
class AcronymAdmin(FoldedSearchMixin, SharedModelAdmin, admin.ModelAdmin):
    """Acronyms for the check of capital letters, which editors of all countries read and publishers maintain."""

    manager_roles = frozenset({Role.PUBLISHER, Role.SECRETARIAT})
    list_display = ("acronym", "meaning")
    search_fields = ("acronym", "meaning")


@admin.register(Synonym)
class SynonymAdmin(FoldedSearchMixin, SharedModelAdmin, admin.ModelAdmin):
    """Words that the search of the public pages treats as one, such as the two genders of a role."""

    manager_roles = frozenset({Role.PUBLISHER, Role.SECRETARIAT})
    list_display = ("words", "language")
    list_filter = ("language",)
    search_fields = ("words",)


@admin.register(Destination)
class DestinationAdmin(FoldedSearchMixin, SharedModelAdmin, admin.ModelAdmin):
    """The registry of external URLs, including those in drafts of all countries. Read-only: saves maintain it."""

    reader_roles = frozenset()

    list_display = ("address", "number", "records")
    search_fields = ("address", "pk")
    fields = ("address", "number", "usage")

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

    @admin.display(description=_("usage"))
    def usage(self, destination):
        links = ((get_change_url(record), record) for _, record in destination.get_usage())
        return format_html_join(SafeString("<br>"), '<a href="{}">{}</a>', links) or "-"


admin.site.register(Picture, PictureAdmin)
admin.site.register(Term, TermAdmin)


# Fields that decide what an account may do, and for which countries.
RIGHTS_FIELDS = ("groups", "countries", "is_active", "is_staff", "is_superuser")


@admin.register(Editor)
class EditorAdmin(FoldedSearchMixin, SharedModelAdmin, UserAdmin):
    """Accounts of editors, for administrators only. Only superusers may change superusers."""

    reader_roles = frozenset()
    add_form = NewEditorForm
    change_password_form = TemporaryPasswordForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal details"), {"fields": ("first_name", "last_name", "email")}),
        (_("Roles, countries and languages"), {"fields": ("groups", "countries", "languages")}),
        (_("Interface and email"), {"fields": ("interface_language", "time_zone", "mail")}),
        (_("Account"), {"fields": ("is_active", "is_staff", "is_superuser", "last_login", "date_joined")}),
    )
    list_display = ("username", "first_name", "last_name", "email", "role_names")
    list_filter = ("is_active", "groups", "countries")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def role_names(self, editor):
        return ", ".join(str(Role(group.name).label) for group in editor.groups.all()) or "-"

    def get_readonly_fields(self, request, obj=None):
        rights = () if permissions.can_change_rights(request.user, obj) else RIGHTS_FIELDS
        superuser = () if request.user.is_superuser or rights else ("is_superuser",)
        return (*super().get_readonly_fields(request, obj), *rights, *superuser)

    def has_change_permission(self, request, obj=None):
        has_permission = super().has_change_permission(request, obj)
        return has_permission and (obj is None or permissions.can_change_account(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj) and (
            obj is None or permissions.can_change_rights(request.user, obj)
        )

    def get_form(self, request, obj=None, **kwargs):
        """Offer the time zones by name. The form of a new account does not have them."""
        form = super().get_form(request, obj, **kwargs)
        if "time_zone" in form.base_fields:
            form.base_fields["time_zone"].widget = forms.Select(choices=get_time_zone_choices(obj.time_zone))
        return form

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Show roles and countries as checkboxes, and roles with their labels."""
        if db_field.name == "groups":
            kwargs["form_class"] = RolesField
            kwargs["label"] = _("Roles")
            kwargs["help_text"] = ""
        if db_field.name in {"groups", "countries"}:
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class RolesField(forms.ModelMultipleChoiceField):
    """A choice of groups that are roles, shown with the labels of the roles."""

    def label_from_instance(self, group):
        return Role(group.name).label
