"""The portal by keyboard: skip link, menu, matrix, filters and languages, with visible focus."""

import pytest

from portal.i18n.languages import ENDONYMS, LANGUAGES
from tests.support import page_kinds

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PHONE = 320
# What has focus: its place among all that can have it, and what is wrong with how it shows.
FOCUSED = """() => {
    const shown = [...document.querySelectorAll("a[href], button, select, input, summary")]
        .filter(element => element.getClientRects().length)
    const element = document.activeElement, style = getComputedStyle(element), faults = []
    if (element === document.body) return {place: -1, all: shown.length, faults}
    const box = element.getClientRects()[0]
    const on_top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    if (box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth) faults.push("out of sight")
    else if (!element.contains(on_top) && !on_top?.contains(element)) faults.push("covered by " + on_top?.outerHTML)
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("not marked")
    const named = faults.map(fault => `${element.outerHTML}: ${fault}`)
    return {place: shown.indexOf(element), all: shown.length, faults: named}
}"""
UNFOLD = "document.querySelectorAll('details').forEach(details => details.open = true)"


def tab_to(page, target, most=120):
    """Press Tab until `target` has focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{target} is out of the keyboard's reach")


@pytest.mark.parametrize("language", LANGUAGES)
def test_skip_link_is_first_tab_stop(open_page, language):
    page = open_page(f"/{language}/", width=PHONE)
    skip = page.locator(".skip")
    assert skip.bounding_box()["y"] < 0
    page.keyboard.press("Tab")
    assert skip.evaluate("element => element === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("name", [*page_kinds.get_kind_names(), page_kinds.NOT_FOUND])
def test_focus_order_is_logical_and_visible(open_page, examples, name):
    page = open_page(examples["fr"][name][0], width=PHONE)
    page.evaluate(UNFOLD)
    faults, places = [], []
    page.keyboard.press("Tab")
    while (focused := page.evaluate(FOCUSED))["place"] >= 0 and len(places) <= focused["all"]:
        if places[-1:] != [focused["place"]]:  # each part of a date field is a stop
            places.append(focused["place"])
        faults += focused["faults"]
        page.keyboard.press("Tab")
    assert not faults, "\n".join(faults)
    assert places == list(range(focused["all"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_menu_and_languages_work_by_keyboard(open_page, language):
    page = open_page(f"/{language}/")
    news = page.locator(".menu a").nth(1)
    tab_to(page, news)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{news.get_attribute('href')}")
    assert page.locator(".menu a").nth(1).get_attribute("aria-current") == "true"
    other = LANGUAGES[LANGUAGES.index(language) - 1]
    switch = page.locator(".languages").get_by_role("link", name=ENDONYMS[other], exact=True)
    address = switch.get_attribute("href")
    tab_to(page, switch)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    assert page.evaluate("document.documentElement.lang") == other


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_matrix_works_by_keyboard(open_page, key):
    page = open_page("/es/programas/", width=PHONE)
    row = page.locator(".matrix tbody tr").nth(3)
    cell = row.locator("td a").nth(1)
    tab_to(page, row.locator("summary"))
    assert not cell.is_visible()
    page.keyboard.press(key)
    assert cell.is_visible()
    tab_to(page, cell, most=2)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press(key)
    assert not cell.is_visible()


def test_filter_works_by_keyboard(open_page):
    page = open_page("/fr/groupe-de-travail/reunions/")
    choice = page.locator(".filters select").first
    tab_to(page, choice)
    page.keyboard.press("ArrowDown")
    tab_to(page, page.locator(".filters button"))
    page.keyboard.press("Enter")
    page.wait_for_url("**?*")
    assert page.locator(".found b").count() == 1
