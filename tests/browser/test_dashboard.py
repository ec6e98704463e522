"""The dashboard and bulk actions in the browser: layout, accessibility and keyboard use."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.history.models import get_versions
from portal.publishing.workflow import submit
from tests.support import factories
from tests.support.axe import find_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SIZES = [(1280, "light"), (390, "dark")]
LIST = "/admin/news/newsitem/?panel=waiting"


@pytest.fixture(scope="module")
def waiting(site):
    """Create a record in review with a title in another language, and one with a review due."""
    planned = factories.news_item(source_language="es", title_es="Semana de la seguridad en la construcción")
    submit(planned, by=None, note="Lista.", at=timezone.now() + timedelta(days=2))
    due = factories.published(factories.news_item(review_due=timezone.localdate() - timedelta(days=1)))
    yield planned
    for record in (planned, due):
        get_versions(record).delete()
        record.delete()


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_dashboard_with_records_passes_layout_and_axe(open_page, administrator, waiting, width, scheme):
    page = open_page("/admin/", cookies=administrator, width=width, color_scheme=scheme, bypass_csp=True)
    assert page.get_by_role("region", name="Waiting for your review").get_by_text(waiting.title_es).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not find_violations(page)


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_bulk_confirmation_passes_layout_and_axe(open_page, administrator, waiting, width, scheme):
    page = open_page(LIST, cookies=administrator, width=width, color_scheme=scheme, bypass_csp=True)
    page.locator("input.action-select").check()
    page.select_option("select[name=action]", "request_changes")
    page.locator("button[name=index]").click()
    page.locator("input[name=confirmed]").click()  # without the note that it needs
    page.locator(".error-summary a").click()
    assert page.evaluate("document.querySelector(':target').name") == "note"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not find_violations(page)


def test_bulk_action_works_by_keyboard(open_page, administrator, waiting):
    page = open_page(LIST, cookies=administrator)
    page.locator("input.action-select").focus()
    page.keyboard.press("Space")
    page.locator("select[name=action]").focus()
    page.keyboard.type("Publish")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".prospects").wait_for()
    assert "“title [en]” is missing." in page.locator("main").inner_text()
    page.get_by_role("link", name="Back to the list").focus()
    page.keyboard.press("Enter")
    page.locator("#result_list").wait_for()
