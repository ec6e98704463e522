"""Nothing on the public site is empty: pages, cells of the matrix, filter values, facts without a source.

A crawl of all pages in each language counts them, with the initial content.
"""

import re
from html import unescape

import pytest
from django.apps import apps
from django.utils.translation import gettext, override

from portal.i18n.languages import LANGUAGES
from programs.facts import SourcedFact
from tests.support.crawl import crawl, get_main_text, get_unfiltered
from tests.support.page_kinds import get_kind

pytestmark = pytest.mark.django_db

MIN_WORDS = 60
# Lists of records, and the notice before an external site. The page of a place to get help lists its confirmed entries.
LISTS = {
    "alliances:alliance_list",
    "alliances:product_list",
    "exit",
    "glossary",
    "help:place",
    "help:place_list",
    "home",
    "news:newsitem_list",
    "news:newsitem_year",
    "news:newsrelease_list",
    "office_list",
    "programs:matrix",
    "programs:section",
    "workinggroup:commitment_list",
    "workinggroup:document_list",
    "workinggroup:meeting_list",
    "workinggroup:other_meeting_list",
    "workinggroup:submission_list",
}
NOTICES = re.compile(r'<(div|p|section|small) class="(?:notice|fallback__lang|goes-to)[^"]*".*?</\1>', re.DOTALL)
LABELS = re.compile(r"<(h[1-6]|dt|th|label|caption|nav|form|button)\b(?:(?!<\1\b).)*?</\1>", re.DOTALL)


def count_words(html):
    """Return the number of words in the HTML of `<main>`, without headings, labels, navigation and notices."""
    return len(re.findall(r"\w[\w’'.-]*", unescape(get_main_text(LABELS.sub(" ", NOTICES.sub(" ", html))))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_own_content_have_sixty_words(language):
    pages = [page for page in get_unfiltered(language) if page.kind not in LISTS]
    counts = {page.path: count_words(page.main) for page in pages}
    assert len(counts) > 80
    assert {path: count for path, count in counts.items() if count < MIN_WORDS} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_link_leads_to_cell_without_content(language):
    pages = crawl(language).pages
    cells = {
        link for page in pages.values() for link in page.get_links() if get_kind(link, language) == "programs:entry"
    }
    assert len(cells) > 20
    assert sorted(cells - set(pages)) == []  # a cell without text or link redirects to its section


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_filter_value_leads_to_nothing(language):
    with override(language):
        nothing = gettext("Results: %(found)s.") % {"found": 0}
    filtered = [page for path, page in crawl(language).pages.items() if "?" in path]
    assert len(filtered) > 40
    assert [page.path for page in filtered if nothing in get_main_text(page.main)] == []


def test_confirmed_facts_have_a_source():
    models = [model for model in apps.get_models() if issubclass(model, SourcedFact)]
    facts = [fact for model in models for fact in model.objects.filter(confirmed=True)]
    assert len(facts) > 20
    assert [f"{fact._meta.label} {fact.pk}: {fact}" for fact in facts if not fact.has_source()] == []


def test_words_of_headings_and_labels_do_not_count():
    html = (
        '<h1>Title</h1><dl><dt>When</dt><dd>April 26–27</dd></dl><nav>Next</nav><p class="notice">Old</p><p>A text.</p>'
    )
    assert count_words(html) == 5
