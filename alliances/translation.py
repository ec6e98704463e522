"""Translated fields of the Alliance Program, as django-modeltranslation expects them."""

from modeltranslation.translator import TranslationOptions, register

from alliances.models import Agreement, Alliance, Contact, Goal, Hazard, Product, YearlyReport
from portal.translation import PublishableTranslation


@register(Alliance)
class AllianceTranslation(PublishableTranslation):
    fields = ("worker_involvement",)


@register(Product)
class ProductTranslation(PublishableTranslation):
    pass


@register(Goal)
class GoalTranslation(TranslationOptions):
    fields = ("text",)


@register(Contact)
class ContactTranslation(TranslationOptions):
    fields = ("role",)


@register([Agreement, YearlyReport])
class NoteTranslation(TranslationOptions):
    fields = ("note",)


@register(Hazard)
class HazardTranslation(TranslationOptions):
    fields = ("name",)
