"""Seed content of the U.S. office’s public communications: their dates, subjects and countries."""

import pytest

from workinggroup.models import Submission

pytestmark = pytest.mark.django_db


def get_us_submissions():
    return Submission.objects.published().filter(number__startswith="US ")


@pytest.mark.parametrize(
    ("number", "dates"),
    [
        ("US 2001-01", {"filed": "2001-06-29", "declined": "2002-02-22"}),
        ("US 940004", {"filed": "1994", "withdrawn": "1995-01-25"}),
        ("US 9801", {"filed": "1998-08-17", "declined": "1998-10-19"}),
        ("US 9802", {"filed": "1998", "declined": ""}),
        ("US 2005-03", {"filed": "2005-10-14", "accepted": "2006-01-06", "report": "2007-08-31"}),
        ("US 2011-02", {"filed": "2011-11-14", "accepted": "2012-01-13", "extended": "2012-06-25"}),
    ],
)  # fmt: skip
def test_dates_of_us_cases_match_sources(number, dates):
    assert {step.kind: step.date for step in Submission.objects.get(number=number).steps.all()} == dates


def test_us_cases_are_complete():
    assert sorted(get_us_submissions().values_list("number", flat=True)) == [
        "US 2000-01", "US 2001-01", "US 2003-01", "US 2004-01", "US 2005-01", "US 2005-02", "US 2005-03", "US 2006-01",
        "US 2011-02", "US 2015-04", "US 2018-01", "US 940001", "US 940002", "US 940003", "US 940004", "US 9601",
        "US 9602", "US 9701", "US 9702", "US 9703", "US 9801", "US 9802", "US 9803", "US 9804", "US 9901",
    ]  # fmt: skip


def test_two_us_cases_are_about_canada():
    canadian = get_us_submissions().filter(countries_concerned__code="CA").order_by("number")
    assert list(canadian.values_list("number", flat=True)) == ["US 9803", "US 9804"]


def test_us_cases_on_safety_and_health_are_marked():
    assert set(get_us_submissions().filter(raises_safety_and_health=True).values_list("number", flat=True)) == {
        "US 9702", "US 9703", "US 9804", "US 9901", "US 2000-01", "US 2003-01", "US 2004-01", "US 2005-03",
        "US 2006-01", "US 2011-02", "US 2015-04",
    }  # fmt: skip
