"""Tasks of readers in the browser, and the layout of public pages."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize(("language", "name"), [("en", "English"), ("es", "Español"), ("fr", "Français")])
def test_reader_goes_from_welcome_to_entry_and_switches_language(open_page, language, name):
    page = open_page("/")
    page.get_by_role("link", name=name).click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator(".matrix tbody tr").nth(2).locator("td a").nth(1).click()
    expect(page.locator("main")).to_contain_text("normas", ignore_case=True)
    other = {"en": "Français", "es": "English", "fr": "Español"}[language]
    page.get_by_role("link", name=other, exact=True).click()
    expect(page.locator(".languages b")).to_have_text(other)
    expect(page.locator("h1")).to_have_count(1)
    assert "/mexi" in page.url


def test_matrix_unfolds_on_phone_and_is_table_on_desktop(open_page):
    phone = open_page("/es/programas/", width=390)
    cell = phone.locator(".matrix tbody tr").nth(3).locator("td").nth(1)
    assert not cell.is_visible()
    phone.locator(".matrix summary").nth(3).click()
    assert cell.is_visible()
    wide = open_page("/es/programas/", width=1280)
    assert wide.locator(".matrix tbody tr").nth(3).locator("td").nth(1).is_visible()
    assert not wide.locator(".matrix summary").nth(3).is_visible()


@pytest.mark.parametrize(
    ("path", "filters"),
    [("/fr/groupe-de-travail/reunions/", "form.filters"), ("/en/search/?q=safety", ".facets")],
    ids=["list", "search"],
)
def test_filters_unfold_on_phone_and_are_in_sight_on_desktop(open_page, path, filters):
    phone = open_page(path, width=390)
    assert not phone.locator(filters).is_visible()
    phone.locator(".fold__toggle summary").click()
    assert phone.locator(filters).is_visible()
    wide = open_page(path, width=1280)
    assert wide.locator(filters).is_visible()
    assert not wide.locator(".fold__toggle").is_visible()


@pytest.mark.parametrize("path", ["/es/programas/", "/fr/groupe-de-travail/reunions/"])
def test_matrix_keeps_table_roles_on_phone(open_page, path):
    page = open_page(path, width=390)
    rows = page.locator("main tbody tr").count()
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    assert roles.count("table") == page.locator("main table").count() > 0
    assert roles.count("rowheader") == rows > 0
    assert roles.count("row") == page.locator("main tr").filter(visible=True).count() >= rows
