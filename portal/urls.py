"""The addresses of the portal. What stands under a language is written in that language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.utils.translation import pgettext_lazy

from portal import views
from portal.files import serve, serve_kept
from portal.preview_views import preview
from portal.sitemaps import SITEMAPS

urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("admin/", admin.site.urls),
    path("files/<slug:model>/<int:pk>/", serve_kept, name="kept_file"),
    path("files/<path:name>", serve, name="file"),
    path("preview/<str:signed>/<path:path>", preview, name="preview"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path(pgettext_lazy("address", "programs/"), include("programs.urls")),
        path(pgettext_lazy("address", "news/"), include("news.urls")),
        path(pgettext_lazy("address", "working-group/"), include("workinggroup.urls")),
        path(pgettext_lazy("address", "alliances/"), include("alliances.urls")),
        path(pgettext_lazy("address", "offices/"), views.office_list, name="offices"),
        path(pgettext_lazy("address", "offices/<slug:slug>/"), views.office_detail, name="office"),
        path(pgettext_lazy("address", "documents/<slug:slug>/"), views.document_detail, name="document"),
        path(pgettext_lazy("address", "exit/<int:number>/"), views.exit_notice, name="exit"),
        path("<slug:slug>/", views.page_detail, name="page"),
    ),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
