"""URLs of the help pages: the choice of a place, and the page of each place."""

from django.urls import path

from programs import help_views

app_name = "help"
urlpatterns = [
    path("", help_views.place_list, name="place_list"),
    path("<slug:slug>/", help_views.place_detail, name="place"),
]
