"""Which fields have a column a language. modeltranslation reads this file by its name."""

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
