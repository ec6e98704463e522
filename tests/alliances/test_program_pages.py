"""Seed content of the pages below that of the Alliance Program: facts, links and alliances with consulates."""

import pytest

from alliances.models import Alliance
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.models import Page
from portal.richtext.fields import html_to_text
from tests.support.clients import get_page
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db

# What the two pages below that of the program hold: in every language,
FACTS = {
    "alliance-participation": (
        "12-10.4", "1218-0274", "60", "2005", "2018", "2023", "2004", "900", "130", "270", "MIOSHA", "Cal/OSHA",
        "Office of Outreach Services and Alliances", "Colorado Safety Association", "Hispanic Contractors of America",
    ),
    "alliances-with-consulates": (
        "Austin", "Houston", "Hispanic Contractors Association de San Antonio", "Omaha", "Laredo", "Portland",
        "Calexico", "Fresno", "Oxnard", "Sacramento", "San Bernardino", "San Diego", "San Francisco", "Santa Ana",
        "Guatemala", "UnidosUS", "National Safety Council", "LIUNA Local 175", "Oregon OSHA", "PESO",
        "eTool de Construcción: La Prevención de Fatalidades", "Diccionario de Construcción Español-Inglés",
    ),
}  # fmt: skip
# and in its own words.
PHRASES = {
    "alliance-participation": {
        "en": ("stand-downs", "informally", "uses data", "high-hazard industries", "point of contact", "whistleblowers",
               "one month", "four on average", "July 1, 2019", "July 8, 2010", "more than 3 million", "35,000",
               "93,000", "1,200", "March 5, 2002", "December 22, 2003", "April 2, 2019"),
        "es": ("manera informal", "utiliza datos", "industrias de alto riesgo", "punto de contacto", "denunciantes",
               "un mes", "cuatro en promedio", "1 de julio de 2019", "8 de julio de 2010", "3 millones", "35,000",
               "93,000", "1,200", "5 de marzo de 2002", "22 de diciembre de 2003", "2 de abril de 2019"),
        "fr": ("façon informelle", "se sert de données", "secteurs à risque élevé", "point de contact", "dénonciateurs",
               "un mois", "quatre en moyenne", "1er juillet 2019", "8 juillet 2010", "3 millions", "35 000",
               "93 000", "1 200", "5 mars 2002", "22 décembre 2003", "2 avril 2019"),
    },
    "alliances-with-consulates": {
        "en": ("May 4, 2010", "nationals of Mexico in Central Texas", "hurricanes", "July 21, 2004", "youth groups",
               "Safety Day", "asbestos", "tripod orchard ladders", "not as products of an alliance"),
        "es": ("4 de mayo de 2010", "nacionales de México en el centro de Texas", "huracanes", "21 de julio de 2004",
               "grupos juveniles", "Día de la Seguridad", "asbesto", "escaleras de tres patas",
               "no como materiales de una alianza"),
        "fr": ("4 mai 2010", "ressortissants du Mexique dans le centre du Texas", "ouragans", "21 juillet 2004",
               "groupes de jeunes", "journée annuelle de la sécurité", "amiante", "échelles à trois pieds",
               "non comme des produits d’une alliance"),
    },
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", FACTS)
def test_page_below_program_has_all_facts(key, language):
    page = Page.objects.published().get(key=key, parent__key="alliance-program")
    text = html_to_text(getattr(page, localized_field_name("body", language)))
    assert [fact for fact in (*FACTS[key], *PHRASES[key][language]) if fact not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_program_page_links_to_pages_below(language):
    page = ParsedPage(get_page(Page.objects.get(key="alliance-program").get_url(language)))
    links = {item.get("href") for item in page.all("a")}
    assert {child.get_url(language) for child in Page.objects.filter(parent__key="alliance-program")} <= links


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_on_consulates_links_every_consulate_alliance(language):
    page = ParsedPage(get_page(Page.objects.get(key="alliances-with-consulates").get_url(language)))
    links = {item.get("href") for item in page.all("a")}
    with_consulates = Alliance.objects.filter(participants__kind="consulate").distinct()
    assert with_consulates.count() == 7
    assert {alliance.get_url(language) for alliance in with_consulates} <= links
