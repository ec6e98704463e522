"""Pages of the lists of the register and of the Alliance Program: order, filters, titles and capped counts."""

import re

import pytest
from django.test import Client

import alliances.views
import workinggroup.views
from portal import counts, pagination
from portal.models import Office
from tests.support import factories
from tests.support.html import ParsedPage, collapse_whitespace

pytestmark = pytest.mark.django_db
LISTS = {
    "communications": ("/en/working-group/public-communications/", "/fr/groupe-de-travail/communications-du-public/"),
    "commitments": ("/en/working-group/commitments/", "/fr/groupe-de-travail/engagements/"),
    "directory": ("/en/alliances/directory/", "/fr/alliances/repertoire/"),
    "library": ("/en/alliances/materials/", "/fr/alliances/documents/"),
}
DETAILS = {name: re.compile(rf'href="({english}[a-z0-9-]+/)"') for name, (english, _french) in LISTS.items()}
FILTERS = {
    "communications": "osh=yes", "commitments": "kind=training", "directory": "level=national",
    "library": "format=poster",
}  # fmt: skip


@pytest.fixture(autouse=True)
def rows():
    """Add records to each list that a filter leaves."""
    for _ in range(3):
        factories.published(factories.submission(raises_safety_and_health=True))
        factories.published(factories.commitment(kind="training"))
        factories.published(factories.product(format="poster"))


@pytest.fixture
def short_pages(monkeypatch):
    for views in (alliances.views, workinggroup.views):
        monkeypatch.setattr(views, "PER_PAGE", 2)


def read(url):
    response = Client().get(url)
    assert response.status_code == 200, url
    return collapse_whitespace(response.content.decode())


def get_details(name, html):
    """Return the addresses of the records in a list, without repetitions."""
    main = html.partition("<main")[2]
    return [*dict.fromkeys(path for path in DETAILS[name].findall(main) if not path.endswith("/feed/"))]


def read_pages(name, query=""):
    """Yield the pages of a list in HTML, following the links to the next one."""
    path = LISTS[name][0]
    url = f"{path}?{query}"
    while url:
        html = read(url)
        yield html
        following = re.search(r'<a href="([^"]+)"><b>Next page</b>', html)
        url = path + following[1].replace("&amp;", "&") if following else ""


@pytest.mark.parametrize("name", LISTS)
def test_pages_have_the_records_of_the_whole_list(name, monkeypatch):
    (whole,) = read_pages(name)
    for views in (alliances.views, workinggroup.views):
        monkeypatch.setattr(views, "PER_PAGE", 2)
    pages = list(read_pages(name))
    assert len(pages) > 1
    found = [path for html in pages for path in get_details(name, html)]
    assert found == get_details(name, whole)
    assert len(found) > 2


@pytest.mark.parametrize("name", LISTS)
def test_page_keeps_its_filters_and_its_number(name, short_pages):
    english, french = LISTS[name]
    second = list(read_pages(name, FILTERS[name]))[1]
    links = [link["href"].replace("&amp;", "&") for link in ParsedPage(second).all("a") if "href" in link]
    assert f"{french}?{FILTERS[name]}&page=2" in links
    assert f'rel="canonical" href="http://testserver{english}?page=2"' in second
    assert "(page 2)" in re.search(r"<title>(.*?)</title>", second)[1]


@pytest.mark.parametrize("name", LISTS)
def test_page_that_does_not_exist_is_not_found(name):
    assert Client().get(f"{LISTS[name][0]}?page=99").status_code == 404


def test_heading_of_an_office_is_repeated(monkeypatch):
    monkeypatch.setattr(workinggroup.views, "PER_PAGE", 2)
    office = factories.published(factories.office(country=factories.country("CA")))
    for number in (1, 2, 3, 4, 5):
        factories.published(factories.submission(number=f"CAN 07-{number}", office=office))
    headings = [html.count(f'href="{office.get_absolute_url()}"') for html in read_pages("communications")]
    assert sum(headings) >= 3
    assert max(headings) == 1
    assert Office.objects.published().count() > 1


@pytest.mark.parametrize("name", LISTS)
def test_filters_show_no_numbers_if_there_are_too_many_records(name, monkeypatch):
    assert re.search(r"\(\d+\) *</option>|<span class=\"muted\">\d+</span>", read(LISTS[name][0]))
    monkeypatch.setattr(counts, "MAX_COUNTED", 1)
    html = read(LISTS[name][0])
    assert "<option" in html or "facets__values" in html
    assert not re.search(r"\(\d+\) *</option>|<span class=\"muted\">\d+</span>", html)


@pytest.mark.parametrize("name", LISTS)
def test_capped_count_says_that_there_are_more(name, monkeypatch, short_pages):
    monkeypatch.setattr(pagination, "MAX_PAGES", 1)
    html = read(LISTS[name][0])
    assert "More than 2 " in html
    assert "Next page" not in html
    monkeypatch.setattr(pagination, "MAX_PAGES", 50)
    assert "More than" not in read(LISTS[name][0])
