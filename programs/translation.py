"""Translated fields of the national programs, as django-modeltranslation expects them."""

from modeltranslation.translator import TranslationOptions, register

from portal.translation import PublishableTranslation
from programs.models import Entry, EntryLink, Jurisdiction, Section


@register([Jurisdiction, Section])
class ProgramTranslation(PublishableTranslation):
    pass


@register(Entry)
class EntryTranslation(PublishableTranslation):
    fields = ("label", "agency")


@register(EntryLink)
class EntryLinkTranslation(TranslationOptions):
    fields = ("text",)
