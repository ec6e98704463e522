"""The admin in a real browser: it works under the content policy, and breaks no rule of accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = (
    "/admin/", "/admin/news/newsitem/", "/admin/news/newsitem/add/", "/admin/news/newsitem/1/change/",
    "/admin/programs/entry/1/change/", "/admin/portal/office/1/change/", "/admin/portal/office/1/history/",
    "/admin/portal/editor/add/", "/admin/portal/page/", "/admin/portal/directhost/add/",
    "/admin/portal/destination/", "/admin/portal/destination/1/change/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_admin_page_breaks_no_policy(open_page, administrator, path):
    open_page(path, cookies=administrator).wait_for_load_state("networkidle")


@pytest.mark.parametrize("path", PAGES)
def test_admin_page_breaks_no_rule_of_accessibility(open_page, administrator, path):
    page = open_page(path, cookies=administrator, bypass_csp=True)
    assert page.locator("#user-tools").count() == 1
    found = Axe().run(page, options=STANDARDS).response["violations"]
    assert not [(item["id"], [node["html"][:200] for node in item["nodes"]]) for item in found]


def test_editor_signs_in_and_reads_the_form_in_three_fieldsets(open_page, administrator):
    page = open_page("/admin/programs/entry/1/change/", cookies=administrator)
    assert [page.locator(f"fieldset h2:text-is('{name}')").count() for name in ("English", "Español", "Français")] == [
        1
    ] * 3
    assert page.locator("#id_title_fr").get_attribute("lang") == "fr"
