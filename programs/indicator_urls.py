"""URLs of the indicators: all of them side by side, the page of each, and the download."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from portal.open_data.views import dataset_csv
from programs import indicator_views

app_name = "indicators"
urlpatterns = [
    path("", indicator_views.indicator_list, name="indicator_list"),
    path(pgettext_lazy("address", "indicators.csv"), dataset_csv, {"name": "indicators"}, name="indicator_csv"),
    path("<slug:slug>/", indicator_views.indicator_detail, name="indicator"),
]
