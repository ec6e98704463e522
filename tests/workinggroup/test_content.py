"""Seed content of the register: complete and public records of 2002 to 2008."""

from collections import Counter

import pytest

from portal.i18n.languages import LANGUAGES, get_translation
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
    assert steps["US 2004-01"] == {"withdrawn": ""}
    assert (steps["MEX 2001-1"]["filed"], steps["MEX 2001-1"]["report"]) == ("2001-10-24", "2002-11-08")
    assert (steps["CAN 98-1"]["filed"], steps["CAN 98-1"]["report"]) == ("1998-04-06", "1999-03-12")
    assert (steps["CAN 99-1"]["filed"], steps["CAN 99-1"]["declined"]) == ("1999-04-14", "1999-06-15")
    assert steps["CAN 98-2"] == {"declined": ""}
    assert "report" not in steps["MEX 2006-1"]


def test_register_has_the_communications_of_each_office():
    offices = Counter(Submission.objects.published().values_list("office__country__code", flat=True))
    assert offices == {"US": 25, "MX": 13, "CA": 7}


def test_communications_to_an_office_are_about_another_country():
    for submission in Submission.objects.published().with_related():
        about = {country.code for country in submission.countries_concerned.all()}
        assert len(about) == 1, submission.number
        assert submission.office.country.code not in about, submission.number


def test_communications_on_safety_are_those_that_sources_name():
    raising = Submission.objects.published().filter(raises_safety_and_health=True).exclude(office__country__code="US")
    assert set(raising.values_list("number", flat=True)) == {
        "MEX 9801", "MEX 9802", "MEX 9803", "MEX 9804", "MEX 2001-1", "MEX 2003-1", "MEX 2005-1", "CAN 98-1",
        "CAN 2003-1",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_number_by_analogy_says_so(language):
    body = get_translation(Submission.objects.get(number="MEX 2006-1"), "body", language)
    assert {"en": "by analogy", "es": "por analogía", "fr": "par analogie"}[language] in body


def test_register_is_complete():
    assert Subgroup.objects.published().count() == 4
    assert Post.objects.published().count() == 3
    assert Commitment.objects.published().filter(program=2005).count() == 9
    assert not Commitment.objects.published().active().exists()
    assert Document.objects.get(slug_en="joint-declaration-2002").kind == Document.Kind.DECLARATION


def test_agendas_without_source_are_empty():
    assert not Meeting.objects.exclude(agenda_en=None).exclude(agenda_en="").exists()
