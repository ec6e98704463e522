"""The comparison of a section as its page shows it: a table of questions by places, with numbered sources."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from django.utils.functional import cached_property

from portal.i18n.languages import LANGUAGES, LocalizedText, get_translation, localize
from portal.page_cache.memo import remember
from programs.comparisons import Answer, Question
from programs.help import HelpPlace
from programs.models import Jurisdiction


class NumberedSource(NamedTuple):
    """A source with its number, and one of the facts that name it."""

    number: int
    fact: Answer


@dataclass
class ComparedPlace:
    """A jurisdiction that can be chosen, with its confirmed answers by question, and whom to call there.

    `has_parts_to_call` says that its provinces have help pages, each with numbers of its own.
    """

    jurisdiction: Jurisdiction
    answers: dict
    contact: HelpPlace | None = None
    has_parts_to_call: bool = False
    is_selected: bool = False
    references: list = field(default_factory=list)

    @property
    def has_values(self):
        return bool(self.answers or self.contact)

    @property
    def leads_to_contacts(self):
        return bool(self.contact) or self.has_parts_to_call

    def has_slug(self, slugs):
        """Return whether one of these is the slug of the jurisdiction, in any language."""
        return any(get_translation(self.jurisdiction, "slug", language) in slugs for language in LANGUAGES)


class Cell(NamedTuple):
    """What a place answers to one question; `answer` is None if there is no confirmed answer."""

    place: ComparedPlace
    answer: Answer | None
    reference: NumberedSource | None


class Row(NamedTuple):
    """A question with a cell for each selected place."""

    question: Question
    cells: list


class Label2004(NamedTuple):
    """A label of 2004, and the jurisdictions whose columns had it; none if it was the label of most."""

    text: LocalizedText
    jurisdictions: list


class Comparison:
    """The comparison of one section in the places that a reader selected, by default the columns of the matrix.

    `jurisdictions` are the public ones, in order. Whom to call takes two queries, once for all sections.
    """

    def __init__(self, section, entries, jurisdictions, slugs):
        self.questions = list(section.questions.all())
        contacts = remember("contacts", get_contacts) if section.shows_contacts else {}
        answers = {entry.jurisdiction_id: entry.get_confirmed_answers() for entry in entries}
        parents = {jurisdiction.parent_id for jurisdiction in jurisdictions if jurisdiction.pk in contacts}
        places = [
            ComparedPlace(
                jurisdiction,
                answers.get(jurisdiction.pk, {}),
                contacts.get(jurisdiction.pk),
                jurisdiction.pk in parents,
            )
            for jurisdiction in jurisdictions
        ]
        places = [place for place in places if place.has_values]
        self.columns = [place for place in places if not place.jurisdiction.parent_id]
        self.parts = [place for place in places if place.jurisdiction.parent_id]
        self.select(set(slugs))
        self.number_sources()

    def select(self, slugs):
        """Select the places with these slugs. Other slugs count for nothing; without any, select the columns."""
        places = [*self.columns, *self.parts]
        self.selected = [place for place in places if place.has_slug(slugs)] or self.columns or self.parts
        for place in self.selected:
            place.is_selected = True

    def number_sources(self):
        """Give each source a number, in the order of the places. Answers of a place with one source share it."""
        self.numbers = {}
        number = 0
        for place in self.selected:
            sources = {}
            for question in self.questions:
                if not (answer := place.answers.get(question.pk)):
                    continue
                key = get_source_key(answer)
                if key not in sources:
                    number += 1
                    sources[key] = NumberedSource(number, answer)
                self.numbers[answer.pk] = sources[key]
            place.references = list(sources.values())

    @cached_property
    def rows(self):
        """The questions that a selected place answers, in order."""
        rows = [
            Row(question, [self.get_cell(question, place) for place in self.selected]) for question in self.questions
        ]
        return [row for row in rows if any(cell.answer for cell in row.cells)]

    def get_cell(self, question, place):
        answer = place.answers.get(question.pk)
        return Cell(place, answer, answer and self.numbers[answer.pk])

    @property
    def has_contacts(self):
        """Whether the row “Whom to call” has a value."""
        return any(place.leads_to_contacts for place in self.selected)

    @property
    def has_blanks(self):
        """Whether a cell of the table is blank."""
        blank_contact = self.has_contacts and not all(place.leads_to_contacts for place in self.selected)
        return blank_contact or any(not cell.answer for row in self.rows for cell in row.cells)

    @property
    def is_wide(self):
        """Whether there are too many places for columns beside each other."""
        return len(self.selected) > 5

    @property
    def has_selected_part(self):
        return any(place.is_selected for place in self.parts)


def get_contacts():
    """Return the public help places that say whom to call about a danger, by jurisdiction."""
    places = HelpPlace.objects.published().filter(jurisdiction__isnull=False).with_related()
    return {place.jurisdiction_id: place for place in places if place.get_contact()}


def get_source_key(fact):
    """Return what tells the source of a fact from others."""
    return localize(fact, "source_title"), localize(fact, "source_address"), fact.source_date, fact.checked_on


def get_labels_2004(entries):
    """Return the Label2004 of the columns of the matrix; first the one that most columns had."""
    labelled = [entry for entry in entries if entry.label_2004 and not entry.jurisdiction.parent_id]
    by_label = sorted(labelled, key=lambda entry: (entry.label_2004, entry.label_2004_language))
    groups = [
        (LocalizedText(*label), [entry.jurisdiction for entry in group])
        for label, group in groupby(by_label, key=lambda entry: (entry.label_2004, entry.label_2004_language))
    ]
    groups.sort(key=lambda group: (-len(group[1]), group[1][0].order))
    return [
        Label2004(text, [] if number == 0 and len(jurisdictions) > 1 else jurisdictions)
        for number, (text, jurisdictions) in enumerate(groups)
    ]
