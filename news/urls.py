"""URLs of the news: the list, a year and an item; the list of national releases and a release."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from news import views
from news.feeds import NEWS

app_name = "news"
urlpatterns = [
    path("", views.newsitem_list, name="newsitem_list"),
    path(pgettext_lazy("address", "releases/"), views.newsrelease_list, name="newsrelease_list"),
    path(pgettext_lazy("address", "releases/<slug:slug>/"), views.newsrelease_detail, name="newsrelease"),
    path(pgettext_lazy("address", "feed/"), NEWS, name="feed"),
    path("<int:year>/", views.newsitem_list, name="newsitem_year"),
    path("<int:year>/<slug:slug>/", views.newsitem_detail, name="newsitem"),
]
