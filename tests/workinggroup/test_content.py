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
    assert set(steps) == {"US 9702", "US 9703", "MEX 9804", "US 9901", "US 2000-01", "US 2003-01", "US 2004-01"}
    assert (steps["MEX 9804"]["filed"], steps["MEX 9804"]["accepted"]) == ("1998-09-22", "1998-11-23")
    assert (steps["US 9901"]["filed"], steps["US 9901"]["hearing"]) == ("1999-11-10", "2000-03-23")
    assert (steps["US 2000-01"]["accepted"], steps["US 2000-01"]["report"]) == ("2000-09-01", "2001-04-06")
    assert (steps["US 9702"]["filed"], steps["US 9702"]["report"]) == ("1997-10-30", "1998-08-06")
    assert (steps["US 9703"]["filed"], steps["US 9703"]["report"]) == ("1997-12-15", "1998-07-31")
    assert (steps["US 2003-01"]["filed"], steps["US 2003-01"]["report"]) == ("2003-09-30", "2004-08-03")
    assert steps["US 2004-01"] == {}


def test_register_is_complete():
    assert Subgroup.objects.published().count() == 4
    assert Post.objects.published().count() == 3
    assert Commitment.objects.published().filter(program=2005).count() == 9
    assert not Commitment.objects.published().active().exists()
    assert Document.objects.get(slug_en="joint-declaration-2002").kind == Document.Kind.DECLARATION


def test_agendas_without_source_are_empty():
    assert not Meeting.objects.exclude(agenda_en=None).exclude(agenda_en="").exists()
