"""Forced colours, more contrast, text spacing, zoom and print."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.support.page_kinds import pick_one_of_each

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize("scheme", ["light", "dark"])
class TestForcedColours:
    """Forced colours remove backgrounds and shadows, so lines must carry their meaning."""

    def colour(self, page, selector, name, part=None):
        return page.locator(selector).first.evaluate(
            "(e, [name, part]) => getComputedStyle(e, part)[name]", [name, part]
        )

    def test_emblem_and_lines_use_text_colour(self, open_page, scheme):
        page = open_page("/fr/", forced_colors="active", color_scheme=scheme)
        text = self.colour(page, "h1", "color")
        assert text != self.colour(page, "body", "backgroundColor")
        for selector in (".emblem-panel", ".emblem-ground", ".dome-ground", ".hero svg text"):
            assert self.colour(page, selector, "fill") == text
        assert self.colour(page, ".dome-panel", "stroke") == text
        for selector, part in ((".governments", "::before"), (".footer", "::before"), (".title", "::before")):
            assert text in self.colour(page, selector, "backgroundImage", part)
            assert self.colour(page, selector, "forcedColorAdjust", part) == "none"

    def test_current_page_and_language_are_underlined(self, open_page, scheme):
        page = open_page("/es/programas/", forced_colors="active", color_scheme=scheme)
        for selector in (".menu a[aria-current]", ".languages b"):
            assert self.colour(page, selector, "textDecorationLine") == "underline"
            assert self.colour(page, selector, "textDecorationThickness") == "3px"
        assert self.colour(page, ".menu a:not([aria-current])", "textDecorationLine") == "none"

    @pytest.mark.parametrize("width", [390, 1280])
    def test_matrix_keeps_borders_and_toggles(self, open_page, scheme, width):
        page = open_page("/es/programas/", width=width, forced_colors="active", color_scheme=scheme)
        ground = self.colour(page, "body", "backgroundColor")
        if width == 390:
            assert self.colour(page, ".matrix summary", "color", "::before") != ground
            page.locator(".matrix summary").nth(3).click()
            assert self.colour(page, ".matrix tbody tr:nth-child(2)", "borderTopColor") != ground
        else:
            assert self.colour(page, ".matrix tbody td", "borderBottomColor") != ground
        assert page.locator(".matrix tbody tr").nth(3).locator("td").nth(1).is_visible()
        assert self.colour(page, ".matrix tbody tr:nth-child(4) td a", "color") != ground

    def test_focus_ring_uses_system_colour(self, open_page, scheme):
        page = open_page("/en/", forced_colors="active", color_scheme=scheme)
        for _ in range(4):
            page.keyboard.press("Tab")
            ring = "getComputedStyle(document.activeElement)"
            assert page.evaluate(f"{ring}.outlineStyle + {ring}.outlineWidth") == "solid3px"
            assert page.evaluate(f"{ring}.outlineColor") != self.colour(page, "body", "backgroundColor")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/es/", "/es/programas/mexico/normas/", "/en/working-group/meetings/"])
def test_more_contrast_is_seven_to_one(open_page, path, scheme):
    page = open_page(path, contrast="more", color_scheme=scheme, bypass_csp=True)
    violations = Axe().run(page, options={"runOnly": ["color-contrast-enhanced"]}).response["violations"]
    assert not [node["html"][:150] for item in violations for node in item["nodes"]]


# What WCAG 2.2 lets a reader set (1.4.12), for every element.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""
SQUEEZED = """() => {
  const found = [], rects = [], wide = document.documentElement.clientWidth;
  const clips = e => /hidden|clip/.test(getComputedStyle(e).overflowX + getComputedStyle(e).overflowY);
  const unseen = e => e.closest('.vh, .where, .governments span, .skip, option')
    || !e.checkVisibility({ visibilityProperty: true })
    || (e.closest('thead') && getComputedStyle(e.closest('thead')).position === 'absolute');
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let text; text = texts.nextNode();) {
    const element = text.parentElement;
    if (!text.data.trim() || unseen(element)) continue;
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) if (rect.width > 1) rects.push([rect, text.data.trim().slice(0, 40)]);
    for (let box = element; box !== document.body; box = box.parentElement) if (clips(box)
        && (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1)) {
      found.push(`cut off: ${text.data.trim().slice(0, 40)}`);
      break;
    }
  }
  for (const [rect, words] of rects) if (rect.left < -1 || rect.right > wide + 1) found.push(`outside: ${words}`);
  rects.sort(([a], [b]) => a.top - b.top);
  rects.forEach(([a, one], i) => {
    for (const [b, other] of rects.slice(i + 1)) {
      if (b.top >= a.bottom - 2) break;
      if (b.left < a.right - 2 && b.right > a.left + 2) found.push(`overlap: ${one} | ${other}`);
    }
  });
  if (document.documentElement.scrollWidth > wide) found.push('scrolls sideways');
  return found;
}"""


@pytest.mark.parametrize(("width", "height"), [(320, 256), (1280, 900)], ids=["zoomed to 400 %", "wide"])
def test_text_spacing_does_not_clip_or_overlap(open_page, examples, width, height):
    page, failures = open_page("/", width=width, height=height, bypass_csp=True), {}
    for path in pick_one_of_each(examples["fr"]):
        page.goto(path)
        page.add_style_tag(content=SPACING)
        if squeezed := page.evaluate(SQUEEZED):
            failures[path] = squeezed[:5]
    assert not failures


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print_has_name_and_urls_without_controls(open_page, scheme):
    page = open_page("/fr/alliances/", color_scheme=scheme)
    page.emulate_media(media="print", color_scheme=scheme)
    assert page.locator(".brand__name").is_visible()
    assert page.locator(".emblem-panel").first.is_visible()
    for gone in ("nav", ".skip", ".footer__ways", "summary"):
        assert not [item for item in page.locator(gone).all() if item.is_visible()]
    printed = "e => getComputedStyle(e, '::after').content"
    for links, address in (("main a[href^=http]", "href"), ("main a[data-address]", "data-address")):
        outside = page.locator(links)
        assert outside.count() > 1
        assert all(link.evaluate(printed) == f'" ({link.get_attribute(address)})"' for link in outside.all())
    assert page.locator("main a[href^='/']:not([data-address])").first.evaluate(printed) == "none"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


SHIFT = """() => new Promise(done => new PerformanceObserver(list => done(
    list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
)).observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 500))"""


@pytest.mark.parametrize("width", [320, 1280])
def test_page_has_no_layout_shift_or_motion(open_page, width):
    for path in ("/en/", "/es/alianzas/directorio/", "/fr/groupe-de-travail/"):
        page = open_page(path, width=width)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(SHIFT) == 0
        assert not page.evaluate("document.getAnimations().length")
