"""Admin of the national programs."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.editing.forms import ScopedForm
from portal.editing.publishable_admin import PublishableAdmin
from portal.editing.record_admin import PartInline
from portal.editing.scoping import OwnedRelatedFieldListFilter
from programs.comparisons import Answer, Question
from programs.help import HelpEntry, HelpPlace
from programs.indicators import Indicator, IndicatorDefinition, IndicatorValue
from programs.models import Entry, EntryLink, Jurisdiction, Section

# The beginnings of the names of the fields of a SourcedFact.
SOURCE_FIELDS = ("source_", "checked_", "confirmed")


class FactsAdmin(PublishableAdmin):
    """ModelAdmin of a record with facts that wait for an editor to confirm them."""

    @admin.display(description=_("facts to confirm"))
    def unconfirmed(self, record):
        return len(record.get_unconfirmed_facts()) or ""

    def get_publishing_notes(self, request, record):
        if not (record and record.pk and (waiting := len(record.get_unconfirmed_facts()))):
            return []
        text = ngettext(
            "%(waiting)s fact is not confirmed. Readers don’t see it.",
            "%(waiting)s facts are not confirmed. Readers don’t see them.",
            waiting,
        )
        return [text % {"waiting": waiting}]


@admin.register(Jurisdiction)
class JurisdictionAdmin(PublishableAdmin):
    untranslated_fields = ("parent", "languages_of_its_own", "order")
    list_display = ("__str__", "parent", "country", "stage", "modified_at")
    list_select_related = ("country", "parent")


class QuestionInline(PartInline):
    model = Question


@admin.register(Section)
class SectionAdmin(PublishableAdmin):
    untranslated_fields = ("order", "shows_contacts")
    inlines = (QuestionInline,)


class EntryLinkInline(PartInline):
    model = EntryLink


class AnswerForm(ScopedForm):
    """The form of an answer, which offers the questions of the entry's section."""

    def limit_choices(self, name, field):
        super().limit_choices(name, field)
        if name == "question":
            field.queryset = field.queryset.filter(section=self.session.record.section_id).select_related("section")


class AnswerInline(PartInline):
    model = Answer
    form = AnswerForm


@admin.register(Entry)
class EntryAdmin(FactsAdmin):
    untranslated_fields = ("jurisdiction", "section", "label_2004", "label_2004_language", "blank_in_2004")
    list_display = ("__str__", "jurisdiction", "section", "stage", "unconfirmed", "modified_at")
    list_filter = (("jurisdiction", OwnedRelatedFieldListFilter), ("section", OwnedRelatedFieldListFilter))
    list_select_related = ("jurisdiction", "section")
    immutable_fields = ("jurisdiction", "section")  # the URL of an entry contains both
    inlines = (EntryLinkInline, AnswerInline)

    def get_inlines(self, request, obj):
        """Leave out the answers of a new entry: its section is not known yet."""
        return super().get_inlines(request, obj) if obj else (EntryLinkInline,)


class HelpEntryInline(PartInline):
    model = HelpEntry


@admin.register(HelpPlace)
class HelpPlaceAdmin(FactsAdmin):
    untranslated_fields = ("jurisdiction", "order")
    list_display = ("__str__", "country", "stage", "unconfirmed", "review_due", "modified_at")
    inlines = (HelpEntryInline,)


class IndicatorPartInline(PartInline):
    """Facts of an indicator: what they state comes before their source."""

    def get_fields(self, request, obj=None):
        return sorted(super().get_fields(request, obj), key=lambda name: name.startswith(SOURCE_FIELDS))


class IndicatorValueInline(IndicatorPartInline):
    model = IndicatorValue


class IndicatorDefinitionInline(IndicatorPartInline):
    model = IndicatorDefinition


@admin.register(Indicator)
class IndicatorAdmin(FactsAdmin):
    untranslated_fields = ("kind", "order")
    list_display = ("__str__", "kind", "country", "stage", "unconfirmed", "review_due", "modified_at")
    list_filter = ("kind", *PublishableAdmin.list_filter)
    inlines = (IndicatorValueInline, IndicatorDefinitionInline)
