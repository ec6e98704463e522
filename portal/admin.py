"""Admin of the models of the portal app."""

from django.contrib import admin
from django.db.models import Count
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Editor
from portal.audit.models import AuditEvent
from portal.editing.account_admin import EditorAdmin
from portal.editing.audit_admin import AuditEventAdmin
from portal.editing.file_inlines import FileInline
from portal.editing.forms import PartFormSet
from portal.editing.glossary_admin import TermAdmin
from portal.editing.picture_admin import PictureAdmin
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
admin.site.register(Editor, EditorAdmin)
admin.site.register(AuditEvent, AuditEventAdmin)
