"""Datasets of the news: items and national releases."""

from django.utils.translation import gettext_lazy as _

from news.models import NewsItem, NewsRelease
from portal.open_data.columns import (
    choices_column,
    country_column,
    field_column,
    identity_columns,
    many_related_column,
    partial_date_columns,
    related_column,
    text_column,
)
from portal.open_data.datasets import Dataset, prefetch_public
from portal.open_data.portal_datasets import file_columns
from portal.pages.offices import Office


def get_releases():
    """Return the public releases with their public item and office."""
    related = (prefetch_public("item", NewsItem.objects), prefetch_public("office", Office.objects), "files")
    return NewsRelease.objects.published().select_related("country").prefetch_related(*related).order_by("pk")


DATASETS = (
    Dataset(
        "news",
        _("News"),
        _("What happened in the Working Group and under the agreement."),
        lambda: NewsItem.objects.published().with_related().order_by("pk"),
        (
            *identity_columns(),
            text_column(NewsItem, "title"),
            *partial_date_columns(NewsItem, "date"),
            *partial_date_columns(NewsItem, "end_date"),
            country_column(NewsItem),
            text_column(NewsItem, "summary"),
            text_column(NewsItem, "body"),
            many_related_column("releases", _("national releases")),
        ),
        "news:newsitem_list",
    ),
    Dataset(
        "national-releases",
        _("National releases"),
        _("What the national offices issued about the news."),
        get_releases,
        (
            *identity_columns(),
            text_column(NewsRelease, "title"),
            *partial_date_columns(NewsRelease, "date"),
            country_column(NewsRelease),
            field_column(NewsRelease, "number"),
            text_column(NewsRelease, "issuer"),
            related_column("office", _("office")),
            related_column("item", _("news item")),
            field_column(NewsRelease, "contact"),
            choices_column(NewsRelease, "languages_of_original"),
            field_column(NewsRelease, "address"),
            text_column(NewsRelease, "summary"),
            text_column(NewsRelease, "body"),
            *file_columns(),
        ),
        "news:newsrelease_list",
    ),
)
