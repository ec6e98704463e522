"""Accessibility of every admin page, found from the URL patterns.

Shared pages are checked for three models, lists and forms for all. --exhaustive checks everything.
"""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from alliances.models import Alliance
from news.models import NewsItem
from portal.accounts.models import Editor
from portal.history.models import get_versions
from tests.support.axe import STANDARDS, find_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
IN_FULL = (NewsItem, Alliance, Editor)
OF_A_RECORD = ("history", "delete", "release_status", "restore_deleted", "preview")


def addresses(model, *, in_full):
    """Return the URLs of the pages of a model, with a record where they need one."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    record = model._default_manager.order_by("pk").first()
    yield f"{name}_changelist"
    yield (f"{name}_change", record.pk) if record else f"{name}_add"
    if not in_full:
        return
    yield from (f"{name}_{view}" for view in ("add", "deleted"))
    if record:
        yield from ((f"{name}_{view}", record.pk) for view in OF_A_RECORD)
        yield from ((f"{name}_translation", record.pk, language) for language in ("es", "fr"))
        if get_versions(record).filter(number=1).exists():
            yield from ((f"{name}_{view}", record.pk, 1) for view in ("version", "restore"))


def paths(model, *, in_full):
    for address in addresses(model, in_full=in_full):
        name, *args = [address] if isinstance(address, str) else address
        try:
            yield reverse(name, args=args)
        except NoReverseMatch:
            continue  # this model has no such page


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_model_pages_pass_axe(open_page, administrator, model, exhaustive):
    page = open_page("/admin/preferences/", cookies=administrator, bypass_csp=True)
    violations = {}
    for path in paths(model, in_full=exhaustive or model in IN_FULL):
        if page.goto(path).status in (403, 404):  # nobody does this to such a record: see portal/permissions.md
            continue
        assert page.locator("#user-tools").count() == 1, path
        if broken := find_violations(page, STANDARDS):
            violations[path] = broken
    assert not violations


def test_other_pages_pass_axe(open_page, administrator):
    page = open_page("/admin/preferences/", cookies=administrator, bypass_csp=True)
    labels = dict.fromkeys(model._meta.app_label for model in admin.site._registry)
    for path in (
        *(
            reverse(f"admin:{name}")
            for name in ("index", "preferences", "releases", "password_change", "password_change_done")
        ),
        *(reverse("admin:app_list", args=[label]) for label in labels),
        "/admin/no-such-page/",
    ):
        page.goto(path)
        assert not find_violations(page, STANDARDS), path
