"""URLs of the national programs: the matrix, its columns, rows and cells."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from programs import feeds, views

app_name = "programs"
urlpatterns = [
    path("", views.matrix, name="matrix"),
    path(pgettext_lazy("address", "feed/"), feeds.SECTION, name="feed"),
    path(pgettext_lazy("address", "sections/<slug:slug>/"), views.section_detail, name="section"),
    path("<slug:slug>/", views.jurisdiction_detail, name="jurisdiction"),
    path("<slug:jurisdiction>/<slug:slug>/", views.entry_detail, name="entry"),
]
