"""Pages for 404: in the language of the URL or in all three, with links to the sections, the offices and home."""

import re

import pytest
from django.test import Client

from portal.i18n.languages import LANGUAGES
from tests.support.html import NOT_FOUND_TITLE, ParsedPage

pytestmark = pytest.mark.django_db
WAYS_ON = {
    "en": {"/en/", "/en/programs/", "/en/news/", "/en/working-group/", "/en/alliances/", "/en/offices/", "/en/naalc/"},
    "es": {"/es/", "/es/programas/", "/es/noticias/", "/es/grupo-de-trabajo/", "/es/alianzas/", "/es/oficinas/",
           "/es/aclan/"},
    "fr": {"/fr/", "/fr/programmes/", "/fr/nouvelles/", "/fr/groupe-de-travail/", "/fr/alliances/", "/fr/bureaux/",
           "/fr/anact/"},
}  # fmt: skip


def get_not_found(path):
    response = Client().get(path)
    assert response.status_code == 404
    return response.content.decode()


def get_targets(html):
    return {link["href"] for link in ParsedPage(html).all("a")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_not_found_page_leads_to_sections(language):
    main = get_not_found(f"/{language}/nothing/").split("<main")[1].split("</main>")[0]
    assert get_targets(main) >= WAYS_ON[language]


@pytest.mark.parametrize("path", ["/nothing", "/search", "/files/nothing", "/index_g.htm"])
def test_not_found_page_without_language_speaks_all_three(path):
    parts = re.split(r'<section class="flow" lang="(\w\w)">', get_not_found(path))
    assert parts[1::2] == list(LANGUAGES)
    for language, part in zip(parts[1::2], parts[2::2], strict=True):
        assert NOT_FOUND_TITLE[language] in part.split("</section>")[0]
        assert get_targets(part.split("</section>")[0]) >= WAYS_ON[language]
