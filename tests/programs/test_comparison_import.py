"""Content files of comparisons: an answer refers to a question, a part of another record, by both keys."""

import pytest

from portal.content_import.loader import load_content
from portal.content_import.reader import read_content
from portal.content_import.records import ContentError
from portal.models import LoadedRecord
from programs.comparisons import Answer
from tests.support.factories import COUNTRIES, write_content_file

pytestmark = pytest.mark.django_db
JURISDICTIONS = """\
model: programs.jurisdiction
records:
  - {key: land, title: {en: Land, es: Tierra, fr: Terre}, languages_of_its_own: [en]}
"""
SECTIONS = """\
model: programs.section
records:
  - key: visits
    title: {en: Visits, es: Visitas, fr: Visites}
    questions:
      - {key: who, title: {en: Who, es: Quién, fr: Qui}}
  - key: other
    title: {en: Other, es: Otra, fr: Autre}
    questions:
      - {key: who, title: {en: Who, es: Quién, fr: Qui}}
"""
ENTRIES = """\
model: programs.entry
records:
  - key: land-visits
    jurisdiction: land
    section: visits
    title: {en: Visits there, es: Visitas allí, fr: Visites là}
    answers:
      - key: who
        question: visits/who
        body: {en: <p>We do</p>, es: <p>Nosotros</p>, fr: <p>Nous</p>}
"""


@pytest.fixture
def bring(tmp_path):
    """Return a function that loads the entries from a text, with the records that they need."""

    def load(entries):
        texts = {"a.yaml": entries, "b.yaml": SECTIONS, "c.yaml": JURISDICTIONS}
        files = [write_content_file(tmp_path, text, name) for name, text in texts.items()]
        return load_content(read_content([COUNTRIES, *files]))

    return load


def get_problem(bring, entries):
    """Return the file name, line and reason of the only problem."""
    with pytest.raises(ContentError) as refusal:
        bring(entries)
    [problem] = refusal.value.problems
    return problem.file.name, problem.line, problem.reason


def test_answer_refers_to_question_by_both_keys(bring):
    assert bring(ENTRIES).skipped == []
    answer = Answer.objects.get(body_en="<p>We do</p>")
    assert LoadedRecord.objects.get(model="programs.question", key="visits/who").object_id == answer.question_id
    assert not answer.confirmed


def test_second_import_changes_nothing(bring):
    bring(ENTRIES)
    assert not bring(ENTRIES).counts


@pytest.mark.parametrize("key", ["visits/what", "who", "visits"], ids=["no question", "no section", "no part"])
def test_unknown_question_is_rejected(bring, key):
    problem = get_problem(bring, ENTRIES.replace("visits/who", key))
    assert problem == ("a.yaml", 9, f"there is no programs.question with the key “{key}”")


def test_question_of_other_section_is_rejected(bring):
    problem = get_problem(bring, ENTRIES.replace("visits/who", "other/who"))
    assert problem == ("a.yaml", 8, "“question”: Choose a question of the section “Visits”.")


def test_second_answer_to_a_question_is_rejected(bring):
    again = ENTRIES[ENTRIES.index("      - key: who") :].replace("key: who", "key: again")
    name, line, reason = get_problem(bring, ENTRIES + again)
    assert (name, line) == ("a.yaml", 11)
    assert "already exists" in reason


def test_confirmed_answer_without_source_is_rejected(bring):
    name, line, reason = get_problem(bring, ENTRIES + "        confirmed: true\n")
    assert (name, line) == ("a.yaml", 8)
    assert "Enter the source and its URL" in reason
