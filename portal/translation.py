"""Translated fields, which have a column for each language. modeltranslation imports this module by its name."""

from modeltranslation.translator import TranslationOptions, register

from portal.glossary.models import Term
from portal.pages.documents import Document
from portal.pages.models import Page
from portal.pages.offices import Office, OfficeName
from portal.pictures.models import Picture
from portal.publishing.change_notes import ChangeNote
from portal.records.models import Country


class PublishableTranslation(TranslationOptions):
    """The translated fields of every public record. Publishable checks which languages are required."""

    fields = ("title", "slug", "summary", "body", "sources")
    required_languages = ()


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name",)


@register(Office)
class OfficeTranslation(PublishableTranslation):
    pass


@register(OfficeName)
class OfficeNameTranslation(TranslationOptions):
    fields = ("name", "parent", "note")


@register(Page)
class PageTranslation(PublishableTranslation):
    fields = ("short_title", "aside")


@register(Document)
class DocumentTranslation(PublishableTranslation):
    fields = ("issuer",)


@register(Picture)
class PictureTranslation(TranslationOptions):
    fields = ("alt",)


@register(ChangeNote)
class ChangeNoteTranslation(TranslationOptions):
    fields = ("text",)


@register(Term)
class TermTranslation(TranslationOptions):
    fields = ("term", "abbreviation", "definition", "usage_note", "citation", "source_url")
