"""The news in the admin."""

from django.contrib import admin

from news.board_pages import BoardPages
from news.models import NewsItem, NewsRelease
from portal.publishable_admin import PublishableAdmin


@admin.register(NewsItem)
class NewsItemAdmin(BoardPages, PublishableAdmin):
    plain_fields = ("date", "end_date", "picture")
    list_display = ("__str__", "date", "country", "stage", "modified_at", "board")


@admin.register(NewsRelease)
class NewsReleaseAdmin(PublishableAdmin):
    plain_fields = (
        "item", "office", "date", "number", "contact", "languages_of_original", "address", "file",
    )  # fmt: skip
    list_display = ("__str__", "number", "date", "country", "stage", "modified_at")
    list_select_related = ("country", "item", "office")
