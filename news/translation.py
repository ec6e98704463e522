"""Which fields have a column a language. modeltranslation reads this file by its name."""

from modeltranslation.translator import register

from news.models import NewsItem, NewsRelease
from portal.translation import PublishableTranslation


@register(NewsItem)
class NewsItemTranslation(PublishableTranslation):
    pass


@register(NewsRelease)
class NewsReleaseTranslation(PublishableTranslation):
    fields = ("issuer",)
