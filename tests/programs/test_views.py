"""Public pages of the matrix: an entry has a page of its own once it has a text or a link."""

import pytest
from django.test import Client

from portal.i18n.languages import LANGUAGES
from programs.models import Entry, Section
from tests.support import factories
from tests.support.clients import get_page
from tests.support.sitemap import get_sitemap_urls

pytestmark = pytest.mark.django_db


@pytest.fixture
def parents():
    return factories.published(factories.jurisdiction()), factories.published(factories.section())


@pytest.mark.parametrize("language", LANGUAGES)
def test_entry_with_content_is_linked(parents, language):
    jurisdiction, section = parents
    body = {f"body_{code}": "<p>Text</p>" for code in LANGUAGES}
    entry = factories.published(factories.entry(jurisdiction=jurisdiction, section=section, **body))
    assert jurisdiction.get_url(language) in entry.get_url(language)
    for record in (*parents, None):
        page = get_page(record.get_url(language) if record else f"/{language}/")
        assert entry.get_url(language) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_entry_without_content_leads_to_its_section(parents, language):
    jurisdiction, section = parents
    texts = {f"label_{code}": "Own label" for code in jurisdiction.languages_of_its_own}
    entry = factories.published(factories.entry(jurisdiction=jurisdiction, section=section, **texts))
    own_url = f"{jurisdiction.get_url(language)}{getattr(entry, f'slug_{language}')}/"
    response = Client().get(own_url)
    assert (response.status_code, response.headers["Location"]) == (302, section.get_url(language))
    for path in (jurisdiction.get_url(language), section.get_url(language), f"/{language}/"):
        assert own_url not in get_page(path)
    assert own_url not in get_sitemap_urls()
    assert "Own label" in get_page(f"/{language}/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_cell_has_label_of_2004_above_what_it_leads_to(parents, language):
    jurisdiction, section = parents
    texts = {f"leads_to_{code}": f"Leads {code}" for code in LANGUAGES}
    labels = {"label_2004": "Good Practice", "label_2004_language": "en"}
    factories.published(factories.entry(jurisdiction=jurisdiction, section=section, **texts, **labels))
    html = get_page(f"/{language}/")
    assert f'<span class="cell__today">Leads {language}</span>' in html
    assert ('<span class="term" lang="en">Good Practice</span>' in html) == (language != "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_label_that_is_another_section_today_links_it(language):
    training = Section.objects.get(title_en="Training")
    assert f'<a class="cell__moved" href="{training.get_url(language)}">' in get_page(f"/{language}/")


def test_sitemap_lists_every_url_once():
    urls = get_sitemap_urls()
    assert len(urls) == len(set(urls))


def test_entries_with_page_have_text_or_link():
    entries = Entry.objects.published().with_related()
    assert {entry.pk for entry in entries if entry.has_page()} == {entry.pk for entry in entries.with_page()}
    assert 0 < entries.with_page().count() < entries.count()
