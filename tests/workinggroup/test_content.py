"""Seed content of the register: complete and public records of 2002 to 2008."""

import pytest

from portal.models import Document
from workinggroup.models import Commitment, Meeting, Post, Subgroup, Submission

pytestmark = pytest.mark.django_db


def test_five_group_meetings_have_known_precision():
    meetings = Meeting.objects.published().filter(kind=Meeting.Kind.GROUP).order_by("number")
    assert [(meeting.number, meeting.start, meeting.end) for meeting in meetings] == [
        (1, "2002-07-08", "2002-07-09"), (2, "2002-10-07", ""), (3, "2003-08", ""), (4, "2004-04-26", "2004-04-27"),
        (5, "2004-09", ""),
    ]  # fmt: skip


def test_unknown_dates_are_explained_in_three_languages():
    for meeting in Meeting.objects.filter(start__in=("2003-08", "2004-09", "2003")):
        assert meeting.date_note_en
        assert meeting.date_note_es
        assert meeting.date_note_fr


def test_case_dates_match_sources():
    steps = {
        submission.number: {step.kind: step.date for step in submission.steps.all()}
        for submission in Submission.objects.published()
    }
    assert (steps["MEX 9804"]["filed"], steps["MEX 9804"]["accepted"]) == ("1998-09-22", "1998-11-23")
    assert (steps["US 9901"]["filed"], steps["US 9901"]["hearing"]) == ("1999-11-10", "2000-03-23")
    assert (steps["US 2000-01"]["accepted"], steps["US 2000-01"]["report"]) == ("2000-09-01", "2001-04-06")
    assert (steps["US 9702"]["filed"], steps["US 9702"]["report"]) == ("1997-10-30", "1998-08-06")
    assert (steps["US 9703"]["filed"], steps["US 9703"]["report"]) == ("1997-12-15", "1998-07-31")
    assert (steps["US 2003-01"]["filed"], steps["US 2003-01"]["report"]) == ("2003-09-30", "2004-08-03")
    assert steps["US 2004-01"] == {}
    assert steps["US 940001"] == {
        "filed": "1994-02-14", "accepted": "1994-04-15", "hearing": "1994-09-12", "report": "1994-10-12"
    }  # fmt: skip
    assert (steps["US 940004"]["filed"], steps["US 940004"]["withdrawn"]) == ("1994", "1995-01-25")
    assert (steps["US 9801"]["filed"], steps["US 9801"]["declined"]) == ("1998-08-17", "1998-10-19")
    assert (steps["US 2005-03"]["accepted"], steps["US 2005-03"]["report"]) == ("2006-01-06", "2007-08-31")


def test_us_cases_are_complete():
    numbers = Submission.objects.published().filter(number__startswith="US ").values_list("number", flat=True)
    assert sorted(numbers) == [
        "US 2000-01", "US 2001-01", "US 2003-01", "US 2004-01", "US 2005-01", "US 2005-02", "US 2005-03", "US 2006-01",
        "US 2011-02", "US 2015-04", "US 2018-01", "US 940001", "US 940002", "US 940003", "US 940004", "US 9601",
        "US 9602", "US 9701", "US 9702", "US 9703", "US 9801", "US 9802", "US 9803", "US 9804", "US 9901",
    ]  # fmt: skip


def test_us_cases_about_canada_and_on_safety_are_marked():
    numbers = Submission.objects.published().filter(number__startswith="US ").order_by("number")
    canadian = numbers.filter(countries_concerned__code="CA").values_list("number", flat=True)
    assert list(canadian) == ["US 9803", "US 9804"]
    on_safety = set(numbers.filter(raises_safety_and_health=True).values_list("number", flat=True))
    assert on_safety >= {"US 2005-03", "US 2006-01", "US 2011-02", "US 2015-04", "US 9804"}


def test_register_is_complete():
    assert Subgroup.objects.published().count() == 4
    assert Post.objects.published().count() == 3
    assert Commitment.objects.published().filter(program=2005).count() == 9
    assert not Commitment.objects.published().active().exists()
    assert Document.objects.get(slug_en="joint-declaration-2002").kind == Document.Kind.DECLARATION


def test_agendas_without_source_are_empty():
    assert not Meeting.objects.exclude(agenda_en=None).exclude(agenda_en="").exists()
