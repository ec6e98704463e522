"""Pages with the CSS features of a phone of 2022, and without any CSS."""

import pytest
from django.templatetags.static import static

from tests.support.axe import find_violations
from tests.support.old_browser import reduce_to_old_browser
from tests.support.page_kinds import pick_one_of_each

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_page_fits_with_contrast_in_old_browser(open_page, examples, width, scheme):
    page = open_page("/", width=width, color_scheme=scheme, restyled=reduce_to_old_browser, bypass_csp=True)
    failures = {}
    for path in pick_one_of_each(examples["fr"]):
        page.goto(path)
        broken = find_violations(page, {"type": "rule", "values": ["color-contrast"]})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if broken or wide > width:
            failures[path] = wide, broken
    assert not failures


def test_old_browser_gets_light_and_dark_colours(open_page):
    for scheme, ground in (("light", "rgb(251, 250, 246)"), ("dark", "rgb(14, 25, 29)")):
        page = open_page("/en/", color_scheme=scheme, restyled=reduce_to_old_browser)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground


def test_matrix_is_expanded_on_old_phone(open_page):
    page = open_page("/es/programas/", width=390, restyled=reduce_to_old_browser)
    cells = page.locator(".matrix tbody td")
    assert cells.count() > 20
    assert all(cell.is_visible() for cell in cells.all())
    assert not page.locator(".matrix summary").first.is_visible()  # there is nothing to unfold


def test_focus_is_visible_in_old_browser(open_page):
    page = open_page("/fr/", restyled=reduce_to_old_browser)
    page.locator(".menu a").nth(1).focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("width", [320, 1280])
def test_page_is_readable_without_css(open_page, examples, width):
    page, failures = open_page("/", width=width, restyled=lambda sheet: ""), {}
    for path in pick_one_of_each(examples["es"]):
        page.goto(path)
        hidden = page.evaluate(
            "[...document.querySelectorAll('main *')].filter(e => e.innerText && !e.closest('details, select, svg')"
            " && !e.checkVisibility()).map(e => e.outerHTML.slice(0, 100))"
        )
        large = page.evaluate(
            "[...document.querySelectorAll('svg')].filter(e => e.getBoundingClientRect().width > 500"
            " || e.getBoundingClientRect().height > 320).map(e => e.outerHTML.slice(0, 100))"
        )
        if hidden or large:
            failures[path] = hidden, large
    assert not failures


def test_old_browser_css_differs_from_current(client):
    """Guards the other tests: the reduced style sheet must differ from the served one."""
    sheet = b"".join(client.get(static("css/portal.css"))).decode()
    old = reduce_to_old_browser(sheet)
    assert ":has(" in sheet
    assert ":has(" not in old
    assert len(sheet) * 0.9 < len(old) < len(sheet)
