"""The admin site accepts only models whose admin declares who owns the records."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured

from portal.editing.scoping import OwnedModelAdminMixin, SharedModelAdmin
from portal.editing.site import PortalAdminSite
from portal.models import Country, Page
from portal.notifications.models import Notification


class PlainAdmin(admin.ModelAdmin):
    """An admin without permissions by owner."""


class ScopedAdmin(OwnedModelAdminMixin, admin.ModelAdmin):
    """An admin of owned records."""


class CommonAdmin(SharedModelAdmin, admin.ModelAdmin):
    """An admin of shared records."""


@pytest.mark.parametrize("admin_class", [None, admin.ModelAdmin, PlainAdmin])
def test_model_without_scoped_admin_is_rejected(admin_class):
    site = PortalAdminSite()
    message = r"portal\.Notification: its admin is neither OwnedModelAdminMixin nor SharedModelAdmin"
    with pytest.raises(ImproperlyConfigured, match=message):
        site.register(Notification, admin_class)
    with pytest.raises(ImproperlyConfigured, match=r"portal\.Page"):
        site.register([Page, Notification], admin_class)
    assert not site._registry


def test_model_with_scoped_admin_is_registered():
    site = PortalAdminSite()
    site.register(Page, ScopedAdmin)
    site.register([Country], CommonAdmin)
    assert set(site._registry) == {Page, Country}


def test_groups_are_not_in_admin():
    site = PortalAdminSite()
    site.register(Group, PlainAdmin)
    assert not site._registry
    assert Group not in admin.site._registry


def test_view_on_site_is_disabled():
    assert "view_on_site" not in {getattr(pattern, "name", "") for pattern in admin.site.get_urls()}
