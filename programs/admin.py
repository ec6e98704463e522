"""Admin of the national programs."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.editing.publishable_admin import PublishableAdmin
from portal.editing.record_admin import PartInline
from portal.editing.scoping import OwnedRelatedFieldListFilter
from programs.help import HelpEntry, HelpPlace
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


class HelpEntryInline(PartInline):
    model = HelpEntry


@admin.register(HelpPlace)
class HelpPlaceAdmin(PublishableAdmin):
    untranslated_fields = ("order",)
    list_display = ("__str__", "country", "stage", "unconfirmed", "review_due", "modified_at")
    inlines = (HelpEntryInline,)

    @admin.display(description=_("entries to confirm"))
    def unconfirmed(self, place):
        return len(place.get_unconfirmed_entries()) or ""

    def get_publishing_notes(self, request, record):
        if not (record and record.pk and (waiting := len(record.get_unconfirmed_entries()))):
            return []
        text = ngettext(
            "%(waiting)s entry is not confirmed. Readers don’t see it.",
            "%(waiting)s entries are not confirmed. Readers don’t see them.",
            waiting,
        )
        return [text % {"waiting": waiting}]
