"""A search from the masthead: on a phone, and by keyboard, in three languages."""

import pytest

from portal.i18n.languages import ENDONYMS, LANGUAGES
from tests.support.axe import find_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
SEARCHES = {
    "en": ("inspection", "Inspections", "/en/search/?q=inspection"),
    "es": ("inspeccion", "Inspecciones", "/es/buscar/?q=inspeccion"),
    "fr": ("l’inspection", "Inspections", "/fr/recherche/?q=l%E2%80%99inspection"),
}
OVERFLOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_on_a_phone(open_page, language):
    words, first, address = SEARCHES[language]
    page = open_page(f"/{language}/", **PHONE)
    box = page.locator(".masthead input[type=search]")
    box.tap()
    box.fill(words)
    button = page.locator(".masthead .search button")
    assert button.bounding_box()["height"] >= 44
    button.tap()
    page.wait_for_url(f"**{address}")
    assert page.locator(".results h3").first.inner_text() == first
    assert page.locator("main input[type=search]").input_value() == words
    assert page.locator(".results mark").count()
    assert not page.evaluate(OVERFLOW)
    assert not find_violations(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_by_keyboard(open_page, language):
    words, first, address = SEARCHES[language]
    page = open_page(f"/{language}/")
    box = page.locator(".masthead input[type=search]")
    for _ in range(10):
        page.keyboard.press("Tab")
        if box.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    facet = page.locator(".facets a").first
    query = facet.get_attribute("href")
    facet.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{query}")
    assert page.locator(".facets b[aria-current]").count() >= 2
    result = page.locator(".results a").first
    assert result.inner_text().startswith(first)
    target = result.get_attribute("href")
    result.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")


def test_language_switch_keeps_the_search(open_page):
    page = open_page("/en/search/?q=inspection&country=ca&page=2")
    page.locator(".languages").get_by_role("link", name=ENDONYMS["fr"], exact=True).click()
    page.wait_for_url("**/fr/recherche/?q=inspection&country=ca")
    assert page.locator(".results li").count() == 10


def test_no_results_page_passes_axe(open_page):
    page = open_page("/es/buscar/?q=inspecion")
    page.locator(".suggest a").click()
    page.wait_for_url("**/es/buscar/?q=inspecci*")
    assert page.locator(".results li").count() == 10
    assert not find_violations(open_page("/fr/recherche/?q=qqqq", **PHONE))
