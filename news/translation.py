"""Translated fields of the news, as django-modeltranslation expects them."""

from modeltranslation.translator import TranslationOptions, register

from news.models import NewsItem, NewsRelease, ReleaseFile, ReleasePicture
from portal.translation import PublishableTranslation


@register(NewsItem)
class NewsItemTranslation(PublishableTranslation):
    pass


@register(NewsRelease)
class NewsReleaseTranslation(PublishableTranslation):
    fields = ("issuer",)


@register(ReleaseFile)
class ReleaseFileTranslation(TranslationOptions):
    fields = ("title",)


@register(ReleasePicture)
class ReleasePictureTranslation(TranslationOptions):
    fields = ("caption",)
