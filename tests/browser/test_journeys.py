"""Five journeys as a screen reader presents them, compared with journeys/*.txt.

PORTAL_RENEW_JOURNEYS=1 rewrites these files; review the difference.
"""

import os
import re
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
JOURNEYS = Path(__file__).parent / "journeys"
# The tree has no languages, so that a passage in another one is put between marks that name it: [en: Good Practice].
MARK_LANGUAGES = """() => {
    for (const element of document.querySelectorAll("body [lang]:not([data-marked])")) {
        element.dataset.marked = ""
        if (element.lang === element.parentElement.closest("[lang]").lang) continue
        element.prepend(`[${element.lang}: `)
        element.append("]")
    }
}"""
FRAME = re.compile(r" *- (banner|navigation|main|contentinfo|heading .*\[level=[12]\])")


def tidy(tree):
    """Return an accessibility tree without URLs and notation marks."""
    lines = [line for line in tree.splitlines() if not re.match(r" *- /url:", line)]
    depths = [len(line) - len(line.lstrip()) for line in [*lines, ""]]
    for number, line in enumerate(lines):
        line = re.sub(r"- '(.*)'(:?)$", r"- \1\2", line)
        lines[number] = line.removesuffix(":") if depths[number + 1] <= depths[number] else line
    return lines


class Journey:
    """The transcript of a screen reader, one part for each stop."""

    def __init__(self, page):
        self.page, self.heard = page, []

    def hear(self, what, region, *, frame=False):
        """Record the current page and the accessibility tree of a region, or only its outline."""
        self.page.evaluate(MARK_LANGUAGES)
        lines = tidy(region.aria_snapshot())
        if frame:
            lines = [line.removesuffix(":") for line in lines if FRAME.match(line)]
        language = self.page.evaluate("document.documentElement.lang")
        self.heard += [f"# {what}", f"# “{self.page.title()}”, in {language}", *lines, ""]

    def follow(self, link):
        """Follow a link."""
        address = link.get_attribute("href")
        link.click()
        self.page.wait_for_url(f"**{address}")


@pytest.fixture
def journey(open_page, request):
    """Return a function that starts a journey; at the end, compare it with the file named after the test."""
    taken = []

    def begin(path, **options):
        taken.append(Journey(open_page(path, **options)))
        return taken[0], taken[0].page

    yield begin
    heard = "\n".join(taken[0].heard)
    file = JOURNEYS / f"{request.node.name.removeprefix('test_')}.txt"
    if os.environ.get("PORTAL_RENEW_JOURNEYS"):
        file.write_text(heard, encoding="utf-8")
    assert heard == file.read_text(encoding="utf-8")


def test_english_reader_finds_canadian_entry_and_returns(journey):
    journey, page = journey("/en/")
    journey.hear("The home page, by landmarks and headings", page.locator("body"), frame=True)
    row = page.get_by_role("row", name="Best Practices")
    journey.hear("A row of the matrix", row)
    journey.follow(row.get_by_role("link", name="Good Practice"))
    journey.hear("The way back", page.get_by_role("navigation", name="You are here"))
    journey.hear("The facts of the cell", page.locator(".facts"))
    journey.follow(page.get_by_role("navigation", name="You are here").get_by_role("link", name="National programs"))
    journey.hear("The matrix again: its head", page.locator(".matrix thead"))


def test_spanish_reader_finds_english_release(journey):
    journey, page = journey("/es/")
    journey.hear("The menu", page.get_by_role("navigation", name="Menú principal"))
    journey.follow(page.get_by_role("navigation", name="Menú principal").get_by_role("link", name="Noticias"))
    journey.follow(page.get_by_role("link", name="Apertura del sitio web trinacional en tres idiomas", exact=True))
    journey.hear("An item of news with its releases", page.get_by_role("article"))
    journey.follow(page.get_by_role("heading", name="Comunicado de Estados Unidos").get_by_role("link"))
    journey.hear("The release, whose original is in English", page.get_by_role("article"))


def test_spanish_reader_finds_mexican_office(journey):
    journey, page = journey("/es/oficinas/")
    journey.hear("Where the reader is", page.get_by_role("navigation", name="Usted está aquí"))
    journey.follow(page.get_by_role("heading", name="México").get_by_role("link"))
    journey.hear("The office, with a name in another language", page.get_by_role("article"))
    journey.hear("The languages", page.get_by_role("navigation", name="Idiomas"))
    journey.follow(page.get_by_role("link", name="Français"))
    journey.hear("The same page in French, by headings", page.get_by_role("main"), frame=True)


def test_french_reader_finds_public_communication(journey):
    journey, page = journey("/fr/")
    journey.follow(page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Groupe de travail"))
    journey.hear("Where the reader is", page.get_by_role("navigation", name="Vous êtes ici"))
    journey.follow(page.get_by_role("main").get_by_role("link", name="Communications du public").first)
    journey.hear("The filter", page.get_by_role("form"))
    row = page.get_by_role("row", name=re.compile("^US 9702"))
    journey.hear("A row of the register", row)
    journey.follow(row.get_by_role("link"))
    journey.hear("The communication, by headings", page.get_by_role("main"), frame=True)
    journey.hear("What it says", page.locator("article .split"))


def test_french_reader_unfolds_matrix_on_phone(journey):
    journey, page = journey("/fr/programmes/", width=390)
    journey.hear("The matrix, by landmarks and headings", page.locator("body"), frame=True)
    row = page.get_by_role("row", name="Pratiques exemplaires")
    journey.hear("A row, folded", row)
    row.locator("summary").click()
    journey.hear("The same row, unfolded", row)
    journey.follow(row.get_by_role("link", name="Prácticas Seguras"))
    journey.hear("The facts of Mexico's cell", page.locator(".facts"))
