"""Public pages in each language: the main text never apologizes for what the archive lacks."""

import re

import pytest
from django.utils.html import strip_tags

from portal.i18n.languages import LANGUAGES
from tests.support.crawl import get_pages

pytestmark = pytest.mark.django_db
APOLOGIES = {
    "en": r"not? (?:been |yet )?(?:found|available|recorded|verified|confirmed|kept)|blank in 2004|none recorded"
    r"|w(?:as|ere) found|not known|no section in 2004",
    "es": r"no (?:se |está )?(?:han? )?(?:encontr|registr|dispon|confirm|conserv|verific|conoce\b)|sin verificar"
    r"|en blanco en 2004|sin sección en 2004|ningun[oa] registrad",
    "fr": r"(?:pas|point) (?:été |encore )?(?:re)?trouvé|non (?:trouvé|disponible|vérifié)|introuvable|vide en 2004"
    r"|pas (?:été |encore )?(?:consigné|vérifié|connu|conservé|confirmé)|n’a été trouvé|aucune rubrique en 2004",
}


def get_main_text(html):
    main = html.split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", strip_tags(re.sub(r"<(?:svg|script)\b.*?</(?:svg|script)>", " ", main, flags=re.DOTALL)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_says_that_something_was_not_found(language):
    found = {}
    for url, html in get_pages(language).items():
        text = get_main_text(html)
        if phrases := re.findall(f".{{40}}(?:{APOLOGIES[language]}).{{20}}", text, re.IGNORECASE):
            found[url] = phrases
    assert found == {}
