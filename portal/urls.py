"""URLs of the portal. Those with a language prefix are translated."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import pgettext_lazy

from portal import error_views, former_site, views
from portal.citations.views import as_of, choose_day, citation_bibtex, citation_csl
from portal.editing.concurrency import interrupted_save
from portal.feeds.feeds import EVERYTHING, serve_country_feed
from portal.feeds.views import feed_list
from portal.glossary.views import glossary, glossary_tbx
from portal.open_data.views import dataset_csv, permanent, register_checksum, register_dump
from portal.previews.views import preview
from portal.search.views import opensearch, search_page
from portal.sections import get_sections
from portal.sitemaps import sitemap_file, sitemap_index
from portal.uploads.views import serve_document, serve_file

urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("admin/", include("portal.accounts.urls")),
    path("admin/", admin.site.urls),
    path("files/<slug:kind>/<int:pk>/", serve_document, name="document_file"),
    path("files/<path:name>", serve_file, name="file"),
    path("id/<str:label>/<int:pk>/", permanent, name="permanent"),
    path("data/register-<str:day>.zip", register_dump, name="register_dump"),
    path("data/register-<str:day>.zip.sha256", register_checksum, name="register_checksum"),
    path("preview/<str:token>/<path:path>", preview, name="preview"),
    *former_site.urlpatterns,
    path(".well-known/security.txt", views.security, name="security"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:series>-<int:number>.xml", sitemap_file, name="sitemap_file"),
    *i18n_patterns(
        path("", views.home, name="home"),
        *(path(prefix, include(module)) for section in get_sections() for prefix, module in section.get_urls()),
        path(pgettext_lazy("address", "offices/"), views.office_list, name="office_list"),
        path(pgettext_lazy("address", "offices/<slug:slug>/"), views.office_detail, name="office"),
        path(pgettext_lazy("address", "documents/<slug:slug>/"), views.document_detail, name="document"),
        path(pgettext_lazy("address", "glossary/"), glossary, name="glossary"),
        path(pgettext_lazy("address", "glossary/glossary.csv"), dataset_csv, {"name": "glossary"}, name="glossary_csv"),
        path(pgettext_lazy("address", "glossary/glossary.tbx"), glossary_tbx, name="glossary_tbx"),
        path(pgettext_lazy("address", "data/"), include("portal.open_data.urls")),
        path(pgettext_lazy("address", "cite/<str:label>/<int:pk>.bib"), citation_bibtex, name="citation_bibtex"),
        path(pgettext_lazy("address", "cite/<str:label>/<int:pk>.json"), citation_csl, name="citation_csl"),
        path(pgettext_lazy("address", "as-of/<str:label>/<int:pk>/"), choose_day, name="choose_day"),
        path(pgettext_lazy("address", "as-of/<str:day>/<str:label>/<int:pk>/"), as_of, name="as_of"),
        path(pgettext_lazy("address", "feeds/"), feed_list, name="feed_list"),
        path(pgettext_lazy("address", "feeds/everything/"), EVERYTHING, name="feed_everything"),
        path(pgettext_lazy("address", "feeds/countries/<slug:code>/"), serve_country_feed, name="feed_country"),
        path(pgettext_lazy("address", "exit/<int:number>/"), views.exit_notice, name="exit"),
        path(pgettext_lazy("address", "search/"), search_page, name="search"),
        path(pgettext_lazy("address", "search/opensearch.xml"), opensearch, name="opensearch"),
        path("<slug:slug>/", views.page_detail, name="page"),
    ),
]

handler400 = error_views.bad_request
handler403 = error_views.forbidden
handler404 = error_views.not_found
handler429 = error_views.too_many_requests  # django-allauth looks for it
handler500 = interrupted_save.server_error
