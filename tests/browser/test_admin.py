"""The admin in the browser: content security policy, layout and accessibility."""

import pytest

from tests.support.axe import STANDARDS, find_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PAGES = (
    "/admin/", "/admin/news/newsitem/", "/admin/news/newsitem/add/", "/admin/news/newsitem/1/change/",
    "/admin/news/newsitem/1/release-status/",
    "/admin/programs/entry/1/change/", "/admin/portal/office/1/change/", "/admin/portal/office/1/history/",
    "/admin/portal/editor/add/", "/admin/portal/page/", "/admin/portal/directhost/add/",
    "/admin/portal/destination/", "/admin/portal/destination/1/change/", "/admin/preferences/",
    "/admin/portal/office/1/version/1/", "/admin/portal/office/1/compare/?one=1", "/admin/portal/office/1/restore/1/",
    "/admin/portal/office/deleted/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_admin_page_passes_policy_layout_and_axe(open_page, administrator, path):
    """`open_page` fails the test on violations of the content security policy."""
    page = open_page(path, cookies=administrator)
    page.wait_for_load_state("networkidle")
    assert page.locator("#user-tools").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert not find_violations(page, STANDARDS)
    page.set_viewport_size({"width": 390, "height": 900})
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not find_violations(page, STANDARDS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_login_page_passes_axe(open_page, scheme):
    page = open_page("/admin/login/", color_scheme=scheme, bypass_csp=True)
    assert not find_violations(page, STANDARDS)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_errors_are_shown_in_summary_and_at_field(open_page, administrator, scheme, width):
    page = open_page(
        "/admin/news/newsitem/add/", cookies=administrator, color_scheme=scheme, width=width, bypass_csp=True
    )
    page.locator("input[name=_save]").first.click()
    page.locator(".errornote").wait_for()
    assert page.locator(".form-row.errors .errorlist").first.is_visible()
    assert not find_violations(page, STANDARDS)


@pytest.mark.parametrize("width", [390, 1280])
def test_long_fields_are_as_wide_as_text_editor(open_page, administrator, width):
    page = open_page("/admin/news/newsrelease/add/", cookies=administrator, width=width)
    editor = page.locator(".field-body_en .rich-text").bounding_box()
    for name in ("title_en", "summary_en", "slug_en", "address"):
        assert page.locator(f"#id_{name}").bounding_box()["width"] == editor["width"], name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_admin_uses_portal_colours(open_page, administrator, scheme):
    names = ["paper", "sand", "ink", "muted", "line", "edge", "link", "band", "band-deep", "on-band", "monarch"]
    colours = """names => names.map(name => getComputedStyle(document.documentElement).getPropertyValue('--' + name))"""
    public = open_page("/en/", color_scheme=scheme).evaluate(colours, names)
    page = open_page("/admin/", cookies=administrator, color_scheme=scheme)
    assert page.evaluate(colours, names) == public
    assert "serif" in page.locator("h1").first.evaluate("e => getComputedStyle(e).fontFamily")
    line = page.locator("#header").evaluate("e => getComputedStyle(e, '::after').backgroundImage")
    assert line.count("linear-gradient") == 3


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_admin_theme_switch_overrides_system(open_page, administrator, system, chosen):
    ground = "getComputedStyle(document.body).backgroundColor"
    page = open_page("/admin/", cookies=administrator, color_scheme=system)
    as_system = page.evaluate(ground)
    for _ in range(3):
        if page.evaluate("document.documentElement.dataset.theme") != chosen:
            page.locator(".theme-toggle").first.click()
    assert page.evaluate(ground) != as_system
    assert page.evaluate(ground) == open_page("/admin/", cookies=administrator, color_scheme=chosen).evaluate(ground)


def test_admin_focus_ring_is_double(open_page, administrator):
    page = open_page("/admin/news/newsitem/", cookies=administrator)
    page.locator("#searchbar").focus()
    look = page.evaluate(
        "(({outlineStyle, outlineWidth, boxShadow}) => [outlineStyle, outlineWidth, boxShadow])"
        "(getComputedStyle(document.activeElement))"
    )
    assert look[:2] == ["solid", "3px"]
    assert "8px" in look[2]


def test_editor_logs_in_and_sees_three_fieldsets(open_page, administrator):
    page = open_page("/admin/programs/entry/1/change/", cookies=administrator)
    assert [page.locator(f"fieldset h2:text-is('{name}')").count() for name in ("English", "Español", "Français")] == [
        1
    ] * 3
    assert page.locator("#id_title_fr").get_attribute("lang") == "fr"


def test_error_summary_links_to_fields(open_page, administrator):
    page = open_page("/admin/alliances/alliance/add/", cookies=administrator, width=390)
    page.locator("#id_agreements-TOTAL_FORMS").evaluate("field => { field.value = 1 }")
    page.locator("input[name=_save]").first.evaluate("button => button.click()")
    summary = page.locator(".error-summary")
    summary.wait_for()
    for link in (links := summary.locator("a").all()):
        field = page.locator(f"[id='{link.get_attribute('href').removeprefix('#')}']")
        assert field.get_attribute("aria-invalid") == "true"
        described_by = (field.get_attribute("aria-describedby") or "").split()
        assert any(
            page.locator(f"[id='{element_id}']").inner_text() in summary.inner_text() for element_id in described_by
        )
    assert len(links) >= 2
    links[0].click()
    assert page.evaluate("document.querySelector(':target').id") == links[0].get_attribute("href")[1:]


@pytest.mark.parametrize("width", [390, 1280])
def test_tools_of_a_form_do_not_cover_its_title(open_page, administrator, width):
    page = open_page("/admin/news/newsitem/1/change/", cookies=administrator, width=width)
    heading, tools = page.locator("#content > h2"), page.locator(".object-tools")
    heading.evaluate("e => e.textContent = 'The ministers of labor of three countries meet again. '.repeat(4)")
    title, buttons = heading.bounding_box(), tools.bounding_box()
    assert buttons["y"] >= title["y"] + title["height"]
    assert page.locator(".object-tools li").count() >= 3
    top = tools.locator("li").first.bounding_box()["y"]
    assert page.locator("form#newsitem_form").bounding_box()["y"] > top
