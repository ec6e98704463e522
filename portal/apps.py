"""App configs of the portal and of the admin."""

from django.apps import AppConfig
from django.contrib.admin import autodiscover
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.auth.signals import user_logged_in
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from portal.accounts.session_limits import start_signed_in_session
from portal.checks import check_database


class PortalConfig(AppConfig):
    default = True
    name = "portal"
    verbose_name = _("Portal")

    def ready(self):
        register(check_database, Tags.database)
        user_logged_in.connect(start_signed_in_session)


class PortalAdminConfig(SimpleAdminConfig):
    """The Django admin with PortalAdminSite as default site."""

    default = False
    default_site = "portal.editing.site.PortalAdminSite"

    def ready(self):
        super().ready()
        autodiscover()
