"""Filters of public lists offer the values that have records, with their number."""

import re

import pytest

from portal.i18n.languages import LANGUAGES
from tests.support.clients import get_page
from workinggroup.models import Meeting

pytestmark = pytest.mark.django_db
LISTS = {
    "en": ("/en/working-group/meetings/", "/en/alliances/directory/"),
    "es": ("/es/grupo-de-trabajo/reuniones/", "/es/alianzas/directorio/"),
    "fr": ("/fr/groupe-de-travail/reunions/", "/fr/alliances/repertoire/"),
}


def get_options(path):
    """Return {value: count} of the options of each filter: {"year": {"2004": 2, …}, …}."""
    fields = re.findall(r'<select id="filter-(\w+)"(.*?)</select>', get_page(path), re.DOTALL)
    option = re.compile(r'<option value="([^"]+)"[^>]*>[^<]*\((\d+)\)')
    return {name: {value: int(count) for value, count in option.findall(html)} for name, html in fields}


@pytest.mark.parametrize("path", [path for paths in LISTS.values() for path in paths])
def test_options_have_records(path):
    options = get_options(path)
    assert options
    assert all(count > 0 for counts in options.values() for count in counts.values())
    assert all(len(counts) > 1 for counts in options.values())


def test_options_count_records_of_the_other_filters():
    years = get_options("/en/working-group/meetings/")["year"]
    assert years["2003"] == Meeting.objects.published().of_group().filter(start__startswith="2003").count()
    narrowed = get_options("/en/working-group/meetings/?kind=subgroup")
    assert narrowed["kind"].keys() == {"group", "subgroup"}
    assert "year" not in narrowed


def test_filter_without_options_is_hidden_unless_selected():
    assert "emphasis" not in get_options("/en/alliances/directory/")
    assert "filter-level" in get_page("/en/alliances/directory/?level=regional&status=signed")


@pytest.mark.parametrize("language", LANGUAGES)
def test_options_begin_with_a_capital(language):
    html = get_page(LISTS[language][0])
    assert not re.findall(r'<option value="[^"]+"[^>]*>\s*[a-z]', html)
