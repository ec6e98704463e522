"""Public pages in each language: the main text never apologizes for what the archive lacks."""

import re

import pytest

from portal.i18n.languages import LANGUAGES
from tests.support.crawl import get_main_text, get_unfiltered

pytestmark = pytest.mark.django_db
APOLOGIES = {
    "en": r"not? (?:been |yet )?(?:found|available|recorded|verified|confirmed|kept)|blank in 2004|none recorded"
    r"|w(?:as|ere) found|not known|no section in 2004",
    "es": r"no (?:se |está )?(?:han? )?(?:encontr|registr|dispon|confirm|conserv|verific|conoce\b)|sin verificar"
    r"|en blanco en 2004|sin sección en 2004|ningun[oa] registrad",
    "fr": r"(?:pas|point) (?:été |encore )?(?:re)?trouvé|non (?:trouvé|disponible|vérifié)|introuvable|vide en 2004"
    r"|pas (?:été |encore )?(?:consigné|vérifié|connu|conservé|confirmé)|n’a été trouvé|aucune rubrique en 2004",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_says_that_something_was_not_found(language):
    found = {}
    for page in get_unfiltered(language):
        if phrases := re.findall(f".{{40}}(?:{APOLOGIES[language]}).{{20}}", get_main_text(page.main), re.IGNORECASE):
            found[page.path] = phrases
    assert found == {}
