"""Translated fields of the national programs, as django-modeltranslation expects them."""

from modeltranslation.translator import TranslationOptions, register

from portal.translation import PublishableTranslation
from programs.comparisons import Answer, Question
from programs.help import HelpEntry, HelpPlace
from programs.indicators import Indicator, IndicatorDefinition, IndicatorValue
from programs.models import Entry, EntryLink, Jurisdiction, Section


@register([HelpPlace, Jurisdiction, Section])
class ProgramTranslation(PublishableTranslation):
    pass


@register(Entry)
class EntryTranslation(PublishableTranslation):
    fields = ("label", "agency", "leads_to")


@register(EntryLink)
class EntryLinkTranslation(TranslationOptions):
    fields = ("text", "web_address")


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("title",)


@register(Answer)
class AnswerTranslation(TranslationOptions):
    fields = ("body", "source_title", "source_address")


@register(HelpEntry)
class HelpEntryTranslation(TranslationOptions):
    fields = (
        "title", "body", "telephone_label", "other_telephone_label", "hours", "spoken_languages", "web_address",
        "link_text", "source_title", "source_address",
    )  # fmt: skip


@register(Indicator)
class IndicatorTranslation(PublishableTranslation):
    fields = ("unit",)


@register(IndicatorValue)
class IndicatorValueTranslation(TranslationOptions):
    fields = ("rate_unit", "break_note", "source_title", "source_address")


@register(IndicatorDefinition)
class IndicatorDefinitionTranslation(TranslationOptions):
    fields = ("text", "source_title", "source_address")
