"""The product library: facets with counts, hidden drafts, and the product page."""

import re

import pytest
from django.test import Client

from alliances.models import Product
from portal.i18n.languages import LANGUAGES
from portal.publishing.workflow import unpublish
from tests.support import factories
from tests.support.html import collapse_whitespace
from tests.support.uploads import get_upload as read_file

pytestmark = pytest.mark.django_db
LIBRARY = {"en": "/en/alliances/materials/", "es": "/es/alianzas/materiales/", "fr": "/fr/alliances/documents/"}
PROGRAM = {"en": "/en/alliances/", "es": "/es/alianzas/", "fr": "/fr/alliances/"}
EMPTY = {
    "en": "The library is empty.", "es": "La biblioteca está vacía.",
    "fr": "La bibliothèque est vide.",
}  # fmt: skip


def get(path, client=None):
    response = (client or Client()).get(path)
    assert response.status_code == 200, path
    return collapse_whitespace(response.content.decode())


def live(**fields):
    return factories.published(factories.product(**fields))


def links(html):
    """Return the links of a page: {text: URL}."""
    matches = re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', html)
    return {re.sub(r"<[^>]+>", "", words).strip(): address.replace("&amp;", "&") for address, words in matches}


def get_facet_counts(html, name):
    """Return the values of a facet with their counts."""
    section = html.split(f'id="facet-{name}"')
    if len(section) == 1:
        return {}
    items = re.findall(
        r"<li><(?:a|b)[^>]*>([^<]+)</(?:a|b)> <span[^>]*>(\d+)</span></li>", section[1].split("</section>")[0]
    )
    return {words: int(count) for words, count in items}


def get_results(html):
    """Return the titles of the listed products."""
    return re.findall(r"<li><span class=\"documents__kind\">.*?<a [^>]+>([^<]+)</a>", html, re.S)


@pytest.mark.parametrize("language", LANGUAGES)
def test_library_of_seed_content_is_empty(language):
    assert Product.objects.count() == 0
    html = get(LIBRARY[language])
    assert EMPTY[language] in html
    assert 'class="facets"' not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_draft_is_not_in_library(language):
    factories.product(languages=("es",), title_en="Hidden")
    html = get(LIBRARY[language])
    assert EMPTY[language] in html
    assert "Hidden" not in html


def test_spanish_construction_materials_take_two_clicks():
    wanted = live(
        languages=("en", "es"), industries=["23"], title_es="Zanjas", title_en="Trenches", title_fr="Fouilles"
    )
    live(languages=("en",), industries=["23"])
    live(languages=("es",), industries=["11"])
    client = Client()
    first = get(links(get(PROGRAM["es"], client))["Materiales en español"], client)
    second = get(links(first)["Construcción"], client)
    assert get_results(second) == ["Zanjas"]
    assert wanted.get_url("es") in second


@pytest.mark.parametrize("language", LANGUAGES)
def test_program_page_links_material_languages(language):
    words = {
        "en": ("Products in English", "Products in Spanish", "Products in French"),
        "es": ("Materiales en inglés", "Materiales en español", "Materiales en francés"),
        "fr": ("Ressources en anglais", "Ressources en espagnol", "Ressources en français"),
    }[language]
    live(languages=("es", "vi"))
    factories.product(languages=("fr",))
    page_links = links(get(PROGRAM[language]))
    assert [phrase in page_links for phrase in words] == [False, True, False]
    assert get_results(get(page_links[words[1]]))


class TestFacets:
    @pytest.fixture
    def products(self):
        heat = factories.hazard(key="heat", name_en="Heat", name_es="Calor", name_fr="Chaleur")
        cold = factories.hazard(key="cold", name_en="Cold", name_es="Frío", name_fr="Froid")
        live(languages=("en", "es"), industries=["23", "31"], audiences=["workers"], hazards=[heat, cold],
             format="poster", title_en="A", title_es="A", title_fr="A")  # fmt: skip
        live(languages=("es", "vi"), industries=["23"], audiences=["workers", "trainers"], hazards=[heat],
             format="video", title_en="B", title_es="B", title_fr="B")  # fmt: skip
        live(languages=("en",), format="video", title_en="C", title_es="C", title_fr="C")
        factories.product(languages=("fr", "en"), industries=["11"], audiences=["employers"], hazards=[cold])
        unpublish(live(languages=("ko",), hazards=[cold], format="card"), by=None)

    def test_values_are_shown_with_counts(self, products):
        html = get(LIBRARY["en"])
        assert get_facet_counts(html, "language") == {"English": 2, "Spanish": 2, "Vietnamese": 1}
        assert get_facet_counts(html, "industry") == {"Construction": 2, "Manufacturing": 1}
        assert get_facet_counts(html, "audience") == {"Workers": 2, "Trainers": 1}
        assert get_facet_counts(html, "hazard") == {"Heat": 2, "Cold": 1}
        assert get_facet_counts(html, "format") == {"Poster": 1, "Video": 2}

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("", ["C", "B", "A"]), ("language=es", ["B", "A"]), ("language=vi", ["B"]), ("industry=31", ["A"]),
            ("audience=workers", ["B", "A"]), ("hazard=cold", ["A"]), ("format=video", ["C", "B"]),
            ("language=en&hazard=heat", ["A"]), ("language=en&format=video&industry=23", []), ("language=ko", []),
            ("format=app", []), ("language=", ["C", "B", "A"]),
        ],
    )  # fmt: skip
    def test_filter_returns_each_product_once(self, products, query, titles):
        html = get(f"{LIBRARY['en']}?{query}")
        assert get_results(html) == titles
        assert re.search(
            rf"<p>\s*{len(titles)} product{'' if len(titles) == 1 else 's'}\s*</p>|[;.] {len(titles)} product", html
        )
        assert ("No products match your filters." in html) == (not titles)

    def test_count_matches_number_of_results(self, products):
        client = Client()
        for query in ("", "?language=es", "?hazard=heat&format=poster"):
            html = get(LIBRARY["en"] + query, client)
            for name in ("language", "industry", "audience", "hazard", "format"):
                section = html.split(f'id="facet-{name}"')[1].split("</section>")[0]
                for words, count in get_facet_counts(html, name).items():
                    if words in links(section):
                        assert len(get_results(get(links(section)[words], client))) == count

    def test_count_ignores_own_filter_only(self, products):
        html = get(LIBRARY["en"] + "?language=vi")
        assert get_facet_counts(html, "language") == {"English": 2, "Spanish": 2, "Vietnamese": 1}
        assert get_facet_counts(html, "industry") == {"Construction": 1}
        assert get_facet_counts(html, "format") == {"Video": 1}
        assert '<b aria-current="true">Vietnamese</b>' in html
        assert links(html)["All: Language"] == LIBRARY["en"]

    def test_value_link_keeps_other_filters(self, products):
        html = get(LIBRARY["en"] + "?language=es&format=video")
        assert links(html)["Construction"] == LIBRARY["en"] + "?language=es&industry=23&format=video"
        assert links(html)["Remove “Language: Spanish”"] == LIBRARY["en"] + "?format=video"

    def test_language_switcher_keeps_filters(self, products):
        html = get(LIBRARY["en"] + "?language=vi&hazard=heat")
        assert LIBRARY["es"] + "?language=vi&amp;hazard=heat" in html

    def test_labels_are_in_reader_language(self, products):
        html = get(LIBRARY["es"])
        assert get_facet_counts(html, "hazard") == {"Calor": 2, "Frío": 1}
        assert get_facet_counts(html, "language")["Vietnamita"] == 1

    @pytest.mark.parametrize("name", ["language", "industry", "audience", "hazard", "format"])
    @pytest.mark.parametrize("value", ["none", "%00", "x" * 3000, "0", "'", "%ff", "es%00"])
    def test_filter_with_unknown_value_is_not_found(self, products, name, value):
        assert Client().get(f"{LIBRARY['en']}?{name}={value}").status_code == 404


class TestProduct:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_page_shows_all_fields(self, language):
        alliance = factories.published(factories.alliance())
        hazard = factories.hazard(name_en="Heat", name_es="Calor", name_fr="Chaleur")
        made = live(alliances=[alliance], languages=("en", "vi"), industries=["23"], audiences=["workers"],
                    hazards=[hazard])  # fmt: skip
        html = get(made.get_url(language))
        words = {
            "en": ("Booklet", "Free to the public", "Construction", "Workers", "Heat", "Vietnamese"),
            "es": ("Folleto", "Gratuito para el público", "Construcción", "Trabajadores", "Calor", "Vietnamita"),
            "fr": ("Brochure", "Gratuit pour le public", "Construction", "Travailleurs", "Chaleur", "Vietnamien"),
        }
        assert [phrase for phrase in words[language] if phrase not in html] == []
        assert alliance.get_url(language) in html
        assert re.search(rf'href="https://www.osha.gov/{made.pk}/vi" hreflang="vi"', html)

    def test_fields_without_value_are_left_out(self):
        html = get(live().get_url("en"))
        assert not re.findall("<dt>(?:Audience|Industry|Hazards)</dt>", html)

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", "An alliance that is not in the directory"), ("es", "Una alianza que no figura en el directorio"),
            ("fr", "Une alliance qui ne figure pas au répertoire"),
        ],
    )  # fmt: skip
    def test_withdrawn_alliance_is_hidden(self, language, words):
        alliance = factories.published(factories.alliance(title_en="Gone", title_es="Ida", title_fr="Partie"))
        made = live(alliances=[alliance])
        unpublish(alliance, by=None)
        html = get(made.get_url(language))
        assert words in html
        assert alliance.get_url(language) not in html
        assert not re.search(r"\b(Gone|Ida|Partie)\b", html)

    def test_only_public_alliances_are_named(self):
        draft = factories.alliance(title_en="Hidden")
        public = factories.published(factories.alliance())
        html = get(live(alliances=[draft, public]).get_absolute_url())
        assert public.get_absolute_url() in html
        assert "Hidden" not in html
        assert "not in the directory" not in html

    def test_file_is_served_only_while_product_is_public(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        made = factories.product(languages=())
        edition = made.editions.create(language="es", file=factories.pdf_file("zanjas.pdf"))
        seen = [read_file(edition).status_code]
        factories.published(made)
        seen.append(read_file(edition).status_code)
        unpublish(made, by=None)
        seen.append(read_file(edition).status_code)
        assert seen == [404, 200, 404]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_draft_is_not_found(self, language):
        made = factories.product()
        assert Client().get(made.get_url(language)).status_code == 404
