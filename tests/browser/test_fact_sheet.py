"""Pages of the Alliance Program in the browser: print layout, accessibility and width."""

import re
from pathlib import Path

import pytest

from alliances.models import Alliance, Contact, Product, YearlyReport
from portal.publishing.workflow import unpublish
from tests.support import factories
from tests.support.axe import RULES_OF_COLOUR, find_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SHEET = {
    "/en/alliances/": "Based on OSHA fact sheet DCSP FS-3645, March 2013",
    "/es/alianzas/": "Con base en la hoja informativa DCSP FS-3645 de la OSHA, marzo de 2013",
    "/fr/alliances/": "D’après la fiche d’information DCSP FS-3645 de l’OSHA, mars 2013",
}


@pytest.mark.parametrize("path", SHEET)
def test_program_page_prints_on_two_sheets(open_page, path, tmp_path):
    page = open_page(path)
    page.pdf(path=tmp_path / "sheet.pdf", format="Letter", prefer_css_page_size=True)
    printed = Path(tmp_path / "sheet.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 2


@pytest.mark.parametrize(("path", "words"), SHEET.items())
def test_print_header_has_number_and_date(open_page, path, words):
    page = open_page(path)
    page.emulate_media(media="print")
    number = page.locator(".sheet__number")
    assert number.is_visible()
    assert number.inner_text() == words
    assert number.bounding_box()["y"] < page.locator("h1").bounding_box()["y"]
    assert not page.locator(".sheet__aside").is_visible()


@pytest.fixture(scope="module")
def pages(site, django_db_blocker):
    """Return URLs by name, with an alliance and two products beside the seed content."""
    with django_db_blocker.unblock():
        alliance = factories.alliance(
            title_en="Roofers", title_es="Techadores", title_fr="Couvreurs", level="regional", industries=["23", "72"],
            offices=["Erie Area Office"], participants=("employer", "union", "consulate", ""),
            agreements=(("signed", "2018-03"), ("renewed", "2020-04-30"), ("ambassador", "2022"),
                        ("concluded", "2025")),
        )  # fmt: skip
        factories.goal(alliance=alliance, emphasis="training")
        YearlyReport.objects.create(alliance=alliance, year=2019, meetings=3, reached=15400)
        Contact.objects.create(alliance=alliance, name="Ana", telephone="1-800", email="ana@example.gov")
        factories.published(alliance)
        withdrawn = factories.published(factories.alliance())
        hazards = [factories.hazard()]
        products = [
            factories.product(alliances=[alliance], languages=("en", "es", "vi"), industries=["23"], hazards=hazards,
                              audiences=["workers"]),
            factories.product(alliances=[withdrawn], languages=("es",), format="video"),
        ]  # fmt: skip
        for product in products:
            factories.published(product)
        unpublish(withdrawn, by=None)
        yield {
            "directory": "/es/alianzas/directorio/",
            "directory, filtered": "/fr/alliances/repertoire/?level=regional&participant=union",
            "alliance": alliance.get_url("es"),
            "alliance from archives": Alliance.objects.get(title_en="The Dow Chemical Company").get_url("fr"),
            "program": "/fr/alliances/",
            "library": "/fr/alliances/documents/",
            "library, filtered": "/es/alianzas/materiales/?language=es&industry=23",
            "product": products[0].get_url("fr"),
            "product of a withdrawn alliance": products[1].get_url("en"),
        }
        Product.objects.filter(pk__in=[product.pk for product in products]).delete()
        Alliance.objects.filter(pk__in=[alliance.pk, withdrawn.pk]).delete()
        for hazard in hazards:
            hazard.delete()


NAMES = (
    "directory", "directory, filtered", "alliance", "alliance from archives", "program", "library", "library, filtered",
    "product", "product of a withdrawn alliance",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_page_passes_axe_in_both_schemes(open_page, pages, name):
    page = open_page(pages[name], bypass_csp=True)
    assert not find_violations(page)
    page.emulate_media(color_scheme="dark")
    assert not find_violations(page, RULES_OF_COLOUR)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 768, 2560])
def test_page_fits_viewport(open_page, pages, name, width):
    page = open_page(pages[name], width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
def test_timeline_fits_printed_page(open_page, pages, width):
    page = open_page(pages["directory"], width=width)
    boxes = page.locator(".timeline").evaluate(
        "list => [...list.querySelectorAll('text, svg svg > *')].map(mark => mark.getBoundingClientRect())"
        ".map(box => [box.left, box.right])"
    )
    assert len(boxes) > 30
    assert all(0 <= left < right <= width for left, right in boxes)
