"""Public communications: the list by office with its filters, the page of each, and the form of its issues."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from portal.i18n.languages import LANGUAGES
from portal.models import Office
from tests.support import factories
from tests.support.clients import get_page, superuser_client
from tests.support.forms import admin_url, get_input_values
from tests.support.html import collapse_whitespace
from workinggroup.models import Submission

pytestmark = pytest.mark.django_db
LISTS = {
    "en": "/en/working-group/public-communications/",
    "es": "/es/grupo-de-trabajo/comunicaciones-publicas/",
    "fr": "/fr/groupe-de-travail/communications-du-public/",
}


def make(number, *steps, about="MX", **fields):
    """Return a published communication with steps, given as (kind, date), about the labor law of a country."""
    submission = factories.submission(number=number, **fields)
    for kind, date in steps:
        factories.submission_step(submission=submission, kind=kind, date=date)
    if about:
        submission.countries_concerned.add(factories.country(about))
    return factories.published(submission)


@pytest.fixture
def office():
    Submission.objects.all().delete()
    return factories.published(factories.office(country=factories.country("US")))


def get_numbers(query="", language="en"):
    """Return the numbers of the communications in the list."""
    table = get_page(LISTS[language] + query).partition("<table")[2]
    return re.findall(r">\s*((?:US|MEX|CAN|Z) [\d-]+)\s*</a>", table)


def get_options(name, query=""):
    html = get_page(LISTS["en"] + query)
    select = re.search(rf'<select id="filter-{name}".*?</select>', html, re.DOTALL)
    return dict(re.findall(r'<option value="([^"]+)"[^>]*>[^<]*\((\d+)\)', select[0])) if select else {}


def get_row(submission):
    """Return the texts of the cells in the row of a communication, without the first."""
    html = get_page(LISTS["en"])
    row = html[html.index(submission.get_absolute_url()) :].partition("</tr>")[0]
    cells = (re.sub(r'<span class="key">.*?</span>', "", cell) for cell in row.split("</td>")[:-1])
    return [" ".join(strip_tags(cell.partition("<td>")[2]).split()) for cell in cells]


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_groups_the_offices_in_their_order(language):
    html = get_page(LISTS[language])
    headings = re.findall(r'<th [^>]*scope="rowgroup".*?</th>', html, re.DOTALL)
    assert [re.search(r'href="([^"]+)"', heading)[1] for heading in headings] == [
        office.get_url(language) for office in Office.objects.published()
    ]


def test_list_is_in_the_order_of_filing(office):
    for number in ("US 2011-02", "US 9901", "US 2000-01", "US 940001", "US 9602"):
        make(number, office=office)
    assert get_numbers() == ["US 940001", "US 9602", "US 9901", "US 2000-01", "US 2011-02"]


def test_neighbours_follow_the_order_of_the_list():
    submissions = Submission.objects.published().in_filing_order()
    order = list(submissions)
    assert [item.office.country.code for item in order] == sorted(
        (item.office.country.code for item in order), key=["US", "MX", "CA"].index
    )
    assert [submissions.neighbours(item)["after"] for item in order] == [*order[1:], None]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?issue=prevention", "US 9602"), ("?year=1994", "US 940001"), ("?osh=yes", "US 9602"),
        ("?outcome=report", "US 940001"), ("?outcome=agreement", "US 940001"), ("?outcome=declined", "US 9801"),
        ("?outcome=withdrawn", "US 9602"),
    ],
    ids=str,
)  # fmt: skip
def test_list_is_filtered(office, query, number):
    make("US 940001", ("filed", "1994-02-14"), ("report", "1994"), ("agreement", ""), office=office)
    make("US 9602", ("filed", "1996"), ("accepted", "1996-12-10"), ("withdrawn", ""), office=office,
         issues=["prevention", "migrant-workers"], raises_safety_and_health=True)  # fmt: skip
    make("US 9801", ("filed", "1998-08-17"), ("declined", "1998-10-19"), office=office, issues=["right-to-strike"])
    assert get_numbers(query) == [number]


def test_list_is_filtered_by_country_and_office(office):
    other = factories.published(factories.office(country=factories.country("MX")))
    make("US 9602", office=office)
    make("US 9803", office=office, about="CA")
    make("MEX 9501", office=other, about="US")
    assert get_numbers(f"?about={factories.country('CA').pk}") == ["US 9803"]
    assert get_numbers(f"?office={other.pk}") == ["MEX 9501"]
    assert get_numbers(f"?office={other.pk}&about={factories.country('MX').pk}") == []


def test_year_filter_ignores_dates_of_other_steps(office):
    make("US 940001", ("filed", "1994-02-14"), ("report", "1995"), office=office)
    make("US 9602", ("filed", ""), ("accepted", "1996"), office=office)
    make("US 9701", ("filed", "1997-05"), office=office)
    assert get_options("year") == {"1997": "1", "1994": "1"}


def test_safety_filter_is_offered_if_it_narrows_the_list(office):
    make("US 9702", office=office, raises_safety_and_health=True)
    assert get_options("osh") == {}
    make("US 9703", office=office)
    assert get_options("osh") == {"yes": "1"}


@pytest.mark.parametrize("query", ["?osh=no", "?outcome=filed", "?issue=safety", "?about=0", "?year=1066"])
def test_unknown_filter_value_is_not_found(query):
    assert Client().get(LISTS["en"] + query).status_code == 404


def test_row_names_the_decision_and_shows_every_report(office):
    declined = make("US 9801", ("declined", "1998-10-19"), office=office)
    reported = make("US 9702", ("accepted", "1997-11-17"), ("report", "1998-04-28"), ("report", "1998-08-06"),
                    ("hearing", "1998-02-18"), office=office)  # fmt: skip
    assert get_row(declined) == ["Mexico", "", "Declined: October 19, 1998", "", ""]
    assert get_row(reported) == ["Mexico", "", "Accepted: November 17, 1997", "April 28, 1998 August 6, 1998", ""]


def test_row_says_that_an_undated_report_was_issued(office):
    assert get_row(make("US 9601", ("report", ""), office=office)) == ["Mexico", "", "", "Yes", ""]


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ["Country concerned", "Submitters", "Issues", "Safety and health", "Filed"]),
        ("es", ["País al que se refiere", "Promoventes", "Temas", "Seguridad y salud", "Presentada"]),
        ("fr", ["Pays visé", "Auteurs", "Sujets", "Santé et sécurité", "Déposée"]),
    ],
)
def test_page_begins_with_the_facts(office, language, labels):
    fields = {f"submitters_{code}": f"Union {code}" for code in LANGUAGES}
    submission = make("US 9702", ("filed", "1997-10-30"), office=office, raises_safety_and_health=True,
                      issues=["prevention", "freedom-of-association"], **fields)  # fmt: skip
    html = collapse_whitespace(get_page(submission.get_url(language)))
    terms = re.findall(r"<dt>(.*?)</dt>", html)
    assert terms[-len(labels) :] == labels
    assert f"Union {language}" in html
    assert html.index('<dl class="facts">') < html.index('<ol class="stages">')


def test_page_leaves_out_facts_without_value(office):
    submission = make("US 9702", about="", office=office)
    html = get_page(submission.get_url("en"))
    assert re.findall(r"<dt>(.*?)</dt>", html) == ["Office"]


def test_page_lists_issues_in_the_order_of_the_principles(office):
    submission = make("US 9702", office=office, issues=["prevention", "freedom-of-association"])
    html = get_page(submission.get_url("en"))
    assert html.index("Freedom of association") < html.index("Prevention of occupational injuries and illnesses")


def test_form_stores_the_selected_issues():
    submission = factories.submission()
    client = superuser_client()
    path = admin_url(Submission, "change", submission.pk)
    fields = get_input_values(client, path) | {"source_language": "en", "office": submission.office.pk}
    fields |= {"issues": ["prevention", "compensation"], "raises_safety_and_health": "on"}
    assert client.post(path, fields).status_code == 302
    submission.refresh_from_db()
    assert submission.issues == ["prevention", "compensation"]
    assert submission.raises_safety_and_health


def test_form_rejects_an_unknown_issue():
    submission = factories.submission()
    client = superuser_client()
    path = admin_url(Submission, "change", submission.pk)
    fields = get_input_values(client, path) | {"source_language": "en", "office": submission.office.pk}
    html = client.post(path, fields | {"issues": ["safety"]}).content.decode()
    assert "safety is not one of the available choices" in html
    submission.refresh_from_db()
    assert submission.issues == []
