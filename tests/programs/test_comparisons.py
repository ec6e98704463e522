"""The comparison of a section: a table of confirmed answers in the places that the reader chose."""

import pytest
from django.test import Client

from portal.i18n.languages import LANGUAGES
from programs.comparisons import Answer
from programs.models import Entry, Section
from tests.support import factories
from tests.support.clients import get_page
from tests.support.html import ParsedPage, collapse_whitespace
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db
INSPECTIONS = {
    "en": "/en/programs/sections/inspections/",
    "es": "/es/programas/secciones/inspecciones/",
    "fr": "/fr/programmes/sections/inspections/",
}
MAIN = {
    "en": ["united-states", "mexico", "canada", "provinces-and-territories"],
    "es": ["estados-unidos", "mexico", "canada", "provincias-y-territorios"],
    "fr": ["etats-unis", "mexique", "canada", "provinces-et-territoires"],
}


def get_main_html(path):
    """Return the HTML of the main element of a page."""
    html = collapse_whitespace(get_page(path))
    return html[html.index("<main") : html.index("</main>")]


def get_checked(path):
    """Return the values of the checked boxes."""
    boxes = ParsedPage(get_page(path)).all("input", type="checkbox", name="place")
    return [box["value"] for box in boxes if "checked" in box]


def get_columns(path):
    """Return the headings of the columns of places."""
    html = get_main_html(path)
    head = html[html.index("<thead>") : html.index("</thead>")]
    return [text.strip() for text in ParsedPage(head).texts if text.strip()][1:]


@pytest.fixture
def section():
    """Return a public section with the questions “Quetzal” and “Ocelot”."""
    section = factories.published(factories.section())
    for order, word in enumerate(("Quetzal", "Ocelot")):
        factories.question(section=section, order=order, title_en=word, title_es=word, title_fr=word)
    return section


def add_answers(section, *words, jurisdiction=None, **fields):
    """Add a public entry of a public jurisdiction with answers to the first questions of a section."""
    jurisdiction = jurisdiction or factories.published(factories.jurisdiction())
    entry = factories.entry(section=section, jurisdiction=jurisdiction)
    for question, word in zip(section.questions.all(), words, strict=False):
        body = {f"body_{language}": f"<p>{word}</p>" for language in LANGUAGES}
        factories.answer(entry=entry, question=question, **body, **fields)
    return factories.published(entry)


@pytest.mark.parametrize("language", LANGUAGES)
class TestChoice:
    def test_default_is_the_columns_of_the_matrix(self, language):
        assert get_checked(INSPECTIONS[language]) == MAIN[language]

    def test_chosen_places_are_shown(self, language):
        path = f"{INSPECTIONS[language]}?place={MAIN[language][0]}&place=ontario"
        assert get_checked(path) == [MAIN[language][0], "ontario"]
        assert len(get_columns(path)) == 2

    def test_slug_of_any_language_is_accepted(self, language):
        path = f"{INSPECTIONS[language]}?place=etats-unis&place=isla-del-principe-eduardo"
        assert len(get_columns(path)) == 2

    def test_unknown_place_is_ignored(self, language):
        assert get_checked(f"{INSPECTIONS[language]}?place=atlantis&place=ontario&place=") == ["ontario"]
        assert get_checked(f"{INSPECTIONS[language]}?place=atlantis") == MAIN[language]

    def test_language_switch_keeps_the_places(self, language):
        links = ParsedPage(get_page(f"{INSPECTIONS[language]}?place=ontario&place=mexico")).all("a")
        for other in set(LANGUAGES) - {language}:
            switched = f"{INSPECTIONS[other]}?place=ontario&place=mexico"
            assert switched in [link.get("href") for link in links]
            assert len(get_columns(switched)) == 2

    def test_canonical_url_has_no_places(self, language):
        page = ParsedPage(get_page(f"{INSPECTIONS[language]}?place=ontario"))
        assert [link["href"] for link in page.all("link", rel="canonical")] == [
            f"http://testserver{INSPECTIONS[language]}"
        ]

    def test_labels_of_2004_are_one_line(self, language):
        html = get_main_html(INSPECTIONS[language])
        mexico = {"en": "Mexico", "es": "México", "fr": "Mexique"}[language]
        assert f"Inspections; Inspecciones ({mexico})." in "".join(ParsedPage(html).texts)

    def test_whom_to_call_comes_from_the_help_pages(self, language):
        html = get_main_html(f"{INSPECTIONS[language]}?place=ontario")
        assert 'href="tel:+18772020008"' in html
        assert f'href="/{language}/' in html


def test_provinces_follow_the_columns_in_the_form():
    boxes = ParsedPage(get_page(INSPECTIONS["en"])).all("input", type="checkbox", name="place")
    values = [box["value"] for box in boxes]
    assert values[:4] == MAIN["en"]
    assert values[4:] == sorted(values[4:])
    assert len(values) == 17


def test_column_without_contact_leads_to_its_parts():
    assert 'href="/en/help/#ca"' in get_main_html(f"{INSPECTIONS['en']}?place=provinces-and-territories")


@pytest.mark.parametrize("language", LANGUAGES)
def test_answer_has_its_source_and_date(section, language):
    add_answers(section, "Jaguar", source_date="2024-07-01", source_title_en="Law", source_title_es="Ley")
    html = get_main_html(section.get_url(language))
    assert "Jaguar" in html
    assert 'href="#source-1"' in html
    assert html.count('<time datetime="2024-07-01">') == 2  # beside the answer, and beside its source
    source = html[html.index('id="source-1"') :].split("</li>")[0]
    assert 'href="https://www.bls.gov/"' in source


def test_answers_with_one_source_share_its_number(section):
    add_answers(section, "Jaguar", "Lynx")
    html = get_main_html(section.get_absolute_url())
    assert html.count('href="#source-1"') == 2
    assert 'id="source-2"' not in html


def test_link_of_source_is_marked_with_its_language(section):
    add_answers(section, "Jaguar")
    assert "(bls.gov, en anglais)" in get_page(section.get_url("fr"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_answer_is_a_dash(section, language):
    add_answers(section, "Jaguar", "Lynx")
    add_answers(section, "Puma")
    html = get_main_html(section.get_url(language))
    assert html.count('aria-hidden="true">—</span>') == 1


def test_question_and_place_without_answers_are_left_out(section):
    answered = add_answers(section, "Jaguar")
    blank = add_answers(section)
    path = section.get_absolute_url()
    assert "Quetzal" in get_main_html(path)
    assert "Ocelot" not in get_main_html(path)
    assert get_columns(path) == [answered.jurisdiction.title_en]
    assert blank.jurisdiction.slug_en not in get_main_html(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unconfirmed_answer_is_not_public(section, language):
    entry = add_answers(section, "Jaguar", confirmed=False)
    paths = [section.get_url(language), entry.jurisdiction.get_url(language)]
    assert not any("Jaguar" in get_page(path) for path in paths)
    Answer.objects.filter(entry=entry).update(confirmed=True)
    assert all("Jaguar" in get_page(path) for path in paths)


def test_section_without_answers_has_no_table():
    section = factories.published(factories.section())
    factories.published(factories.entry(section=section, jurisdiction=factories.published(factories.jurisdiction())))
    assert "<table" not in get_page(section.get_absolute_url())
    assert 'name="place"' not in get_page(section.get_absolute_url())


def test_entry_with_answers_only_has_no_page(section):
    entry = add_answers(section, "Jaguar")
    assert entry not in Entry.objects.with_page()
    assert not entry.has_page()
    assert entry.get_absolute_url() == section.get_absolute_url()


def test_part_is_no_column_of_the_matrix():
    for path in ("/en/", "/en/programs/"):
        html = get_main_html(path)
        assert "/en/programs/canada/" in html
        assert "/en/programs/ontario/" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_province_and_its_parent_link_each_other(language):
    column = Entry.objects.get(jurisdiction__slug_en="provinces-and-territories", section__slug_en="inspections")
    parent = column.jurisdiction
    for part in parent.children.all():
        assert f'href="{part.get_url(language)}"' in get_main_html(parent.get_url(language))
        assert f'href="{parent.get_url(language)}"' in get_main_html(part.get_url(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_of_province_links_help_and_comparison(language):
    html = get_main_html(
        f"/{language}/{ {'en': 'programs', 'es': 'programas', 'fr': 'programmes'}[language] }/ontario/"
    )
    assert f'href="{INSPECTIONS[language]}?place=ontario"' in html
    help_path = {"en": "/en/help/ontario/", "es": "/es/ayuda/ontario/", "fr": "/fr/aide/ontario/"}[language]
    assert f'href="{help_path}"' in html
    assert "/ontario/" in get_main_html(help_path)


def test_query_count_does_not_grow_with_answers(section):
    Section.objects.filter(pk=section.pk).update(shows_contacts=True)
    entry = add_answers(section, "Jaguar")
    path = f"{section.get_absolute_url()}?place=ontario&place={entry.jurisdiction.slug_en}"
    counts = [(count_queries(path), count_queries(entry.jurisdiction.get_absolute_url()))]
    factories.question(section=section)
    for _ in range(3):
        add_answers(section, "Lynx", "Puma", "Ocelot")
    factories.answer(entry=entry, question=section.questions.last())
    counts.append((count_queries(path), count_queries(entry.jurisdiction.get_absolute_url())))
    assert counts[0] == counts[1]


def test_entry_without_page_leads_to_its_section(section):
    entry = add_answers(section, "Jaguar")
    path = f"{entry.jurisdiction.get_absolute_url()}{entry.slug_en}/"
    assert Client().get(path).headers["Location"] == section.get_absolute_url()
