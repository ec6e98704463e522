"""The admin as a whole: it takes in no model of which nobody has said whose records it shows."""

from django.contrib.admin import AdminSite
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db.models.base import ModelBase
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.editing.concurrency.session_expiry import resumable
from portal.editing.dashboard.dashboard import Desk
from portal.editing.file_inlines import telling_where
from portal.editing.library.views import library
from portal.editing.preferences import preferences
from portal.editing.releases import ReleasePages
from portal.editing.richtext.record_chooser import records
from portal.editing.scoping import Everyones, Scoped
from portal.notifications.models import editors


class PortalAdminSite(AdminSite):
    """Django's admin, for the editors of three governments."""

    site_header = site_title = _("Tri-National OSH portal")
    index_title = _("Contents")

    def register(self, model_or_iterable, admin_class=None, **options):
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        # Groups are the roles: migrations make them, and what they may do stands in permissions.py.
        for model in models:
            if model is Group or model._meta.swapped:
                continue
            if not issubclass(admin_class or object, (Scoped, Everyones)):
                raise ImproperlyConfigured(f"{model._meta.label}: its admin is neither Scoped nor Everyones.")
            super().register(model, admin_class, **options)

    def index(self, request, extra_context=None):
        """The desk, above the contents."""
        if permissions.is_editor(request.user):
            told = {"desk": Desk(request.user), "releases": permissions.can_make_releases(request.user)}
        else:
            told = {"to_ask": [one for one in editors() if permissions.is_administrator(one)]}
        return super().index(request, {"title": gettext("Your desk"), **told, **(extra_context or {})})

    def admin_view(self, view, cacheable=False):
        return telling_where(resumable(self, super().admin_view(view, cacheable)))

    def get_urls(self):
        """All but the address that leads any editor to the page of any record, and an editor's own preferences."""
        inherited = (pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site")
        preferences_page = path("preferences/", self.admin_view(self.preferences_view), name="preferences")
        library_page = path("library/", self.admin_view(self.library_view), name="library")
        records_found = path("records/", self.admin_view(records), name="records")
        return [preferences_page, library_page, records_found, *ReleasePages(self).urls(), *inherited]

    def library_view(self, request):
        return library(request, self.each_context(request))

    def preferences_view(self, request):
        return preferences(request, self.each_context(request))
