"""The admin site. It only registers a ModelAdmin with a permission mixin of portal/editing/scoping.py."""

from django.contrib.admin import AdminSite
from django.contrib.auth.models import Group
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ImproperlyConfigured
from django.db.models.base import ModelBase
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.accounts.forms import OwnPasswordForm
from portal.editing.concurrency.session_expiry import preserve_submission
from portal.editing.dashboard.dashboard import Dashboard
from portal.editing.file_inlines import return_redirects_as_json
from portal.editing.library.views import library
from portal.editing.preferences import preferences_view
from portal.editing.releases import ReleaseViews
from portal.editing.richtext.record_chooser import record_search
from portal.editing.scoping import OwnedModelAdminMixin, SharedModelAdmin
from portal.editing.site_search import site_search
from portal.notifications.models import get_active_editors


class PortalAdminSite(AdminSite):
    """Django's admin for the editors of three governments, with a dashboard and pages of its own."""

    site_header = site_title = _("Tri-National OSH portal")
    index_title = _("Content")

    def register(self, model_or_iterable, admin_class=None, **options):
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        # Groups are the roles. Migrations create them, and portal/permissions.py defines what they may do. Editors
        # manage their passkeys and sessions on pages of their own.
        for model in models:
            if model is Group or model._meta.swapped or model.__module__.startswith("allauth."):
                continue
            if not issubclass(admin_class or object, (OwnedModelAdminMixin, SharedModelAdmin)):
                raise ImproperlyConfigured(
                    f"{model._meta.label}: its admin is neither OwnedModelAdminMixin nor SharedModelAdmin."
                )
            super().register(model, admin_class, **options)

    def index(self, request, extra_context=None):
        """Show the dashboard above the list of models; without a role, list the administrators to ask for one."""
        if permissions.is_editor(request.user):
            context = {"dashboard": Dashboard(request.user), "releases": permissions.can_create_releases(request.user)}
        else:
            context = {
                "administrators": [editor for editor in get_active_editors() if permissions.is_administrator(editor)]
            }
        return super().index(request, {"title": gettext("Dashboard"), **context, **(extra_context or {})})

    def admin_view(self, view, cacheable=False):
        return return_redirects_as_json(preserve_submission(self, super().admin_view(view, cacheable)))

    def get_urls(self):
        """Add the pages of the portal, and remove "view on site", which would redirect to any record."""
        inherited = (pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site")
        preferences_page = path("preferences/", self.admin_view(self.preferences_view), name="preferences")
        library_page = path("library/", self.admin_view(self.library_view), name="library")
        records_page = path("records/", self.admin_view(record_search), name="records")
        search_page = path("search/", self.admin_view(self.search_view), name="search")
        return [preferences_page, library_page, records_page, search_page, *ReleaseViews(self).urls(), *inherited]

    def password_change(self, request, extra_context=None):
        """Change the editor's own password, which ends a forced change."""
        is_forced = getattr(request.user, "must_change_password", False)
        reason = gettext("Others know your password. Choose one of your own to continue.") if is_forced else None
        view = PasswordChangeView.as_view(
            form_class=OwnPasswordForm, success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), "subtitle": reason, **(extra_context or {})},
        )  # fmt: skip
        return view(request)

    def library_view(self, request):
        return library(request, self.each_context(request))

    def search_view(self, request):
        return site_search(self, request)

    def preferences_view(self, request):
        return preferences_view(request, self.each_context(request))
