"""Admin of the national programs."""

from django.contrib import admin

from portal.editing.publishable_admin import PublishableAdmin
from portal.editing.record_admin import PartInline
from portal.editing.scoping import OwnedRelatedFieldListFilter
from programs.models import Entry, EntryLink, Jurisdiction, Section


@admin.register(Jurisdiction)
class JurisdictionAdmin(PublishableAdmin):
    untranslated_fields = ("languages_of_its_own", "order")


@admin.register(Section)
class SectionAdmin(PublishableAdmin):
    untranslated_fields = ("order",)


class EntryLinkInline(PartInline):
    model = EntryLink


@admin.register(Entry)
class EntryAdmin(PublishableAdmin):
    untranslated_fields = ("jurisdiction", "section", "label_2004", "label_2004_language", "blank_in_2004")
    list_display = ("__str__", "jurisdiction", "section", "stage", "modified_at")
    list_filter = (("jurisdiction", OwnedRelatedFieldListFilter), ("section", OwnedRelatedFieldListFilter))
    list_select_related = ("jurisdiction", "section")
    immutable_fields = ("jurisdiction", "section")  # the URL of an entry contains both
    inlines = (EntryLinkInline,)
