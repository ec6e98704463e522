"""Every kind of public page in each language: accessibility at all widths and colour schemes, layout, no requests to
other hosts, no console errors, and the same page without scripts.
"""

import pytest

from portal.i18n.languages import LANGUAGES
from tests.support import page_kinds
from tests.support.axe import RULES, RULES_OF_COLOUR, find_violations
from tests.support.browser import get_console_error

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
HEIGHT = 900
WIDTHS = (320, 768, 1280, 2560)
# axe looks at each kind of page once, in the language with the longest words; others only change the length of texts.
NARROW, WIDE = 320, 1280
LANGUAGE_OF_RULES = "fr"
# Whether the scripts left the page as the server sent it: the parser of a document without a window runs none.
IS_UNSCRIPTED = """() => fetch(location.href, {cache: "force-cache"}).then(response => response.text()).then(html =>
    new DOMParser().parseFromString(html, "text/html").documentElement.outerHTML ===
    document.documentElement.outerHTML)"""
UNFOLD = "open => document.querySelectorAll('details').forEach(details => details.open = open)"


class Window:
    """A browser window that is reused for several pages and collects their faults."""

    def __init__(self, context, site):
        self.page, self.site, self.faults = context.new_page(), site, []
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", self.see)

    def hear(self, message):
        if error := get_console_error(message):
            self.faults.append(f"console: {error}")

    def see(self, request):
        if not request.url.startswith(f"{self.site}/"):
            self.faults.append(f"another host: {request.url}")

    def open(self, path):
        self.faults.clear()
        self.page.goto(self.site + path)

    def check_width(self, width):
        """Check that the page fits at a width; on the narrowest the matrix is expanded."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.evaluate(UNFOLD, width == min(WIDTHS))
        if (needed := self.page.evaluate("document.documentElement.scrollWidth")) > width:
            self.faults.append(f"{width} px: {needed} px wide")

    def check_rules(self, width, rules, *, contrast):
        """Check that the page passes axe at a width."""
        self.check_width(width)
        found = find_violations(self.page, rules, contrast=contrast)
        self.faults += [f"{width} px: {fault}" for fault in found]

    def check_all_rules(self, *, exhaustive):
        """Check that the page passes axe on a narrow and a wide screen, and in both colour schemes.

        Widths change no colours: one width of each scheme is enough for the rules about them.
        """
        self.check_rules(WIDE, RULES, contrast=True)
        self.check_rules(NARROW, RULES, contrast=exhaustive)
        self.page.emulate_media(color_scheme="dark")
        for width in (NARROW, WIDE) if exhaustive else (NARROW,):
            self.check_rules(width, RULES_OF_COLOUR, contrast=True)
        self.page.emulate_media(color_scheme="light")


@pytest.fixture(scope="module")
def window(chromium, site, examples):
    context = chromium.new_context()
    yield Window(context, site)
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*page_kinds.get_kind_names(), page_kinds.NOT_FOUND])
def test_page_kind_passes_all_checks(window, examples, name, language, exhaustive):
    faults = []
    for path in examples[language][name]:
        window.open(path)
        if not window.page.evaluate(IS_UNSCRIPTED):
            window.faults.append("another page without scripts")
        for width in WIDTHS:
            window.check_width(width)
        if exhaustive or language == LANGUAGE_OF_RULES:
            window.check_all_rules(exhaustive=exhaustive)
        faults += [f"{path} {fault}" for fault in window.faults]
    assert not faults, "\n".join(faults)
    assert not window.page.context.cookies()
