"""Links of public pages lead to the page in the reader's language, where the content knows one."""

import re

import pytest

from portal.i18n.languages import LANGUAGES, get_translation
from programs.models import EntryLink
from tests.support.crawl import get_pages
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db
# The Department of Justice of Canada has each act and regulation at an address in each language.
JUSTICE = (
    ("laws-lois.justice.gc.ca/eng/acts/", "laws-lois.justice.gc.ca/fra/lois/"),
    ("laws-lois.justice.gc.ca/eng/regulations/SOR-", "laws-lois.justice.gc.ca/fra/reglements/DORS-"),
)


def normalize(url):
    """Return a URL without scheme, “www.” and final slash, for comparison."""
    return re.sub(r"^https?://(www\.)?|/$", "", url)


def get_twins():
    """Return {normalized URL: [the URLs of its page by language]} of the official links of the content."""
    twins = {}
    for link in EntryLink.objects.all():
        urls = {language: url for language in LANGUAGES if (url := get_translation(link, "web_address", language))}
        for url in urls.values():
            twins.setdefault(normalize(url), []).append(urls)
    return twins


def find_better_url(url, language, twins):
    """Return the URL of the same page in another language, or None if there is none or `url` is in that language."""
    of_page = twins.get(normalize(url), [])
    if any(normalize(urls.get(language, "")) == normalize(url) for urls in of_page):
        return None
    for english, french in JUSTICE:
        of_page = [*of_page, {"en": url.replace(french, english), "fr": url.replace(english, french)}]
    urls = (urls[language] for urls in of_page if language in urls)
    return next((better for better in urls if normalize(better) != normalize(url)), None)


def get_link_urls(html):
    """Return the URLs of the links to other sites, also of those behind an exit notice."""
    urls = (link.get("data-address") or link.get("href", "") for link in ParsedPage(html).all("a"))
    return [url for url in urls if url.startswith("http")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_to_the_page_in_the_readers_language(language):
    twins, found = get_twins(), {}
    for page, html in get_pages(language).items():
        for url in get_link_urls(html):
            if better := find_better_url(url, language, twins):
                found.setdefault(page, []).append(f"{url} instead of {better}")
    assert found == {}


@pytest.mark.parametrize(
    ("url", "language", "better"),
    [
        ("https://www.osha.gov/", "es", "https://www.osha.gov/espanol"),
        ("https://laws-lois.justice.gc.ca/eng/acts/C-13/", "fr", "https://laws-lois.justice.gc.ca/fra/lois/C-13/"),
        ("http://ccohs.ca", "fr", "https://www.cchst.ca"),
        ("https://www.osha.gov/", "fr", None),
        ("https://laws-lois.justice.gc.ca/fra/lois/L-2/", "fr", None),
    ],
    ids=["spanish", "justice", "french", "no-french", "already-french"],
)
def test_crawl_knows_the_page_in_the_readers_language(url, language, better):
    assert find_better_url(url, language, get_twins()) == better
