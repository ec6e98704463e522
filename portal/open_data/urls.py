"""URLs of the open data. The names of the datasets are the same in all languages."""

from django.urls import path

from portal.open_data import views

urlpatterns = [
    path("", views.open_data, name="open_data"),
    path("<slug:name>.csv", views.dataset_csv, name="dataset_csv"),
    path("<slug:name>.json", views.dataset_json, name="dataset_json"),
    path("<slug:name>.schema.json", views.dataset_schema, name="dataset_schema"),
]
