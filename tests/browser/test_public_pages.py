"""Public pages in a real browser: they fit, read well, need no script, keep no cookie and break no policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PAGES = (
    "/", "/en/", "/es/", "/fr/", "/fr/programmes/", "/es/programas/mexico/", 
    "/fr/programmes/sections/pratiques-exemplaires/",
    "/es/programas/mexico/normas/", "/fr/nouvelles/", "/en/news/2004/", "/es/oficinas/", "/fr/anact/",
    "/es/grupo-de-trabajo/", "/en/accessibility/", "/en/working-group/meetings/?year=2004",
    "/es/grupo-de-trabajo/comunicaciones-publicas/", "/fr/groupe-de-travail/engagements/",
    "/fr/groupe-de-travail/documents/",
)  # fmt: skip
STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_page_breaks_no_rule_of_accessibility(open_page, path, scheme):
    page = open_page(path, color_scheme=scheme, bypass_csp=True)
    found = Axe().run(page, options=STANDARDS).response["violations"]
    assert not [(item["id"], [node["html"][:200] for node in item["nodes"]]) for item in found]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 768, 2560])
def test_page_fits_its_window(open_page, path, width):
    page = open_page(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole_without_script_and_keeps_no_cookie(open_page, path):
    page = open_page(path, java_script_enabled=False)
    assert page.locator("h1").count() == 1
    assert page.locator("script").count() == 0
    assert page.context.cookies() == []


@pytest.mark.parametrize(("language", "name"), [("en", "English"), ("es", "Español"), ("fr", "Français")])
def test_reader_goes_from_the_welcome_to_a_cell_and_switches_language(open_page, language, name):
    page = open_page("/")
    page.get_by_role("link", name=name).click()
    assert page.evaluate("document.documentElement.lang") == language
    page.locator(".matrix tbody tr").nth(2).locator("td a").nth(1).click()
    assert "normas" in page.content().lower()
    other = {"en": "Français", "es": "English", "fr": "Español"}[language]
    page.get_by_role("link", name=other, exact=True).click()
    assert page.locator(".languages b").inner_text() == other
    assert page.locator("h1").count() == 1
    assert "/mexi" in page.url


def test_matrix_unfolds_on_a_phone_and_is_a_table_on_a_wide_screen(open_page):
    phone = open_page("/es/programas/", width=390)
    cell = phone.locator(".matrix tbody tr").nth(3).locator("td").nth(1)
    assert not cell.is_visible()
    phone.locator(".matrix summary").nth(3).click()
    assert cell.is_visible()
    wide = open_page("/es/programas/", width=1280)
    assert wide.locator(".matrix tbody tr").nth(3).locator("td").nth(1).is_visible()
    assert not wide.locator(".matrix summary").nth(3).is_visible()


def test_keyboard_reaches_the_content_first(open_page):
    page = open_page("/fr/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
