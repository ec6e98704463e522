"""Admin of alliances and the product library."""

from django.contrib import admin

from alliances.forms import AgreementFormSet, EditionFormSet, ParticipantFormSet
from alliances.models import (
    Agreement,
    Alliance,
    Contact,
    Edition,
    Goal,
    Hazard,
    Participant,
    Product,
    YearlyReport,
)
from portal.editing.file_inlines import FileInline
from portal.editing.publishable_admin import PublishableAdmin
from portal.editing.record_admin import PartInline, RecordAdmin
from portal.editing.scoping import OwnedRelatedFieldListFilter, SharedModelAdmin
from portal.permissions import Role


class ParticipantInline(PartInline):
    model = Participant
    formset = ParticipantFormSet


class AgreementInline(PartInline):
    model = Agreement
    formset = AgreementFormSet


class GoalInline(PartInline):
    model = Goal


class YearlyReportInline(PartInline):
    model = YearlyReport


class ContactInline(PartInline):
    model = Contact


@admin.register(Alliance)
class AllianceAdmin(PublishableAdmin):
    untranslated_fields = ("level", "offices", "industries", "from_archives")
    list_display = ("__str__", "level", "stage", "modified_at")
    list_filter = ("level", "participants__kind")
    search_fields = ("participants__name",)
    inlines = (ParticipantInline, AgreementInline, GoalInline, YearlyReportInline, ContactInline)


class EditionInline(FileInline):
    model = Edition
    formset = EditionFormSet


@admin.register(Product)
class ProductAdmin(PublishableAdmin):
    untranslated_fields = ("alliances", "format", "audiences", "industries", "hazards", "is_free")
    list_display = ("__str__", "format", "country", "stage", "modified_at")
    list_filter = ("format", ("alliances", OwnedRelatedFieldListFilter))
    filter_horizontal = ("alliances", "hazards")
    inlines = (EditionInline,)


@admin.register(Hazard)
class HazardAdmin(SharedModelAdmin, RecordAdmin):
    manager_roles = frozenset({Role.SECRETARIAT})
    untranslated_fields = ("key", "order")
    list_display = ("__str__", "order")
    search_fields = ("key",)
