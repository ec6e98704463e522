"""URLs of the Alliance Program."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from alliances import feeds, views

app_name = "alliances"
urlpatterns = [
    path("", views.program, name="program"),
    path(pgettext_lazy("address", "feed/"), feeds.SECTION, name="feed"),
    path(pgettext_lazy("address", "directory/feed/"), feeds.ALLIANCES, name="alliance_feed"),
    path(pgettext_lazy("address", "directory/"), views.alliance_list, name="alliance_list"),
    path(pgettext_lazy("address", "directory/<slug:slug>/"), views.alliance_detail, name="alliance"),
    path(pgettext_lazy("address", "materials/"), views.product_list, name="product_list"),
    path(pgettext_lazy("address", "materials/<slug:slug>/"), views.product_detail, name="product"),
]
