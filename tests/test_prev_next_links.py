"""Previous and next links visit every public record of a list once."""

import re

import pytest

from alliances.models import Alliance
from programs.models import Entry, Jurisdiction, Section
from tests.support import factories
from tests.support.clients import get_page
from tests.support.crawl import crawl
from workinggroup.models import Commitment, Subgroup, Submission

pytestmark = pytest.mark.django_db


def pager(html):
    """Return the URLs of the previous and next page, None for each that is missing."""
    nav = html[html.index('<nav class="pager') :]
    nav = nav[: nav.index("</nav>")]
    before, after = re.findall(r'<a href="([^"]+)"|<p>', nav)
    return before or None, after or None


def get_ordered(model):
    """Return the public records of a model in list order."""
    records = model.objects.published()
    if model is Jurisdiction:
        return records.columns()
    if model is Entry:
        return records.with_page().filter(jurisdiction=Jurisdiction.objects.first()).with_related().in_order()
    if model is Submission:
        return records.in_filing_order()
    return records.oldest_first() if model is Alliance else records


def assert_chain(paths, pages):
    """Fail if the links of some page do not lead to the page before and the page after."""
    assert len(paths) > 2
    befores, afters = [None, *paths[:-1]], [*paths[1:], None]
    assert {path: pager(html) for path, html in zip(paths, pages, strict=True)} == {
        path: (before, after) for path, before, after in zip(paths, befores, afters, strict=True)
    }


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize(
    "model",
    [Section, Jurisdiction, Entry, Subgroup, Submission, Commitment, Alliance],
    ids=lambda model: model.__name__,
)
def test_neighbours_form_a_chain(model, language):
    paths = [record.get_url(language) for record in get_ordered(model)]
    assert_chain(paths, [crawl(language).pages[path].html for path in paths])


@pytest.mark.parametrize(
    "make", [factories.section, factories.subgroup, factories.alliance], ids=lambda make: make.__name__
)
def test_draft_is_not_in_the_chain(make):
    model = type(make())
    paths = [record.get_url("en") for record in get_ordered(model)]
    assert_chain(paths, [get_page(path) for path in paths])


def test_parts_of_a_jurisdiction_form_a_chain():
    first, second, *_rest, last = Jurisdiction.objects.published().exclude(parent=None)
    assert pager(get_page(first.get_absolute_url())) == (None, second.get_absolute_url())
    assert pager(get_page(last.get_absolute_url()))[1] is None


def test_neighbours_load_what_links_need_in_two_queries(django_assert_num_queries):
    alliance = factories.alliance(agreements=(("signed", "2004"),))
    section = Section.objects.published()[1]
    with django_assert_num_queries(2):
        links = Section.objects.published().neighbours(section).values()
        assert all(str(link.title) and link.get_absolute_url() for link in links)
    assert Alliance.objects.published().oldest_first().neighbours(alliance) == {"before": None, "after": None}


def chain(records):
    """Return the records that `neighbours` visits from the first to the last."""
    record = records.first()
    while record:
        yield record
        record = records.neighbours(record)["after"]


def test_neighbours_handle_equal_values():
    for date in ("2004", "2004", "2003-05"):
        factories.alliance(agreements=(("signed", date),))
    records = Alliance.objects.oldest_first()
    order = list(records)
    assert list(chain(records)) == order
    assert [records.neighbours(record)["before"] for record in order] == [None, *order[:-1]]
