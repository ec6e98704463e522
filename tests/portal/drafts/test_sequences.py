"""Random sequences of edits to a live record and its draft, compared with a simple model."""

import random

import pytest

from portal.drafts.models import apply_drafts, dry_run, get_draft_conflicts
from portal.editing.drafts.conflicts import ConflictResolution, resolve_conflicts
from portal.history.models import Event
from portal.history.snapshots import take_snapshot
from portal.models import Document
from portal.publishing.draft_changes import save_draft
from portal.publishing.workflow import publish_draft
from tests.support import factories
from workinggroup.models import Meeting

pytestmark = pytest.mark.django_db
FIELDS = ("date_note_en", "date_note_es", "date_note_fr", "number")


class Sides:
    """A field, child or relation in the published version and in the draft, modelled without a database."""

    def __init__(self, live):
        self.live, self.draft, self.was = dict(live), {}, {}

    def drafted(self, name):
        return self.draft.get(name, self.live.get(name))

    def edit_live(self, name, value):
        if value is None:
            self.live.pop(name, None)
        else:
            self.live[name] = value

    def edit_draft(self, name, value):
        if name not in self.draft:
            self.was[name] = self.live.get(name)
        self.draft[name] = value
        self.forget_what_is_the_same()

    def forget_what_is_the_same(self):
        """Drop draft values that equal the published version, as saving a draft does."""
        for name in [name for name, value in self.draft.items() if value == self.live.get(name)]:
            del self.draft[name], self.was[name]

    def conflicts(self):
        return {
            name for name, value in self.draft.items() if self.live.get(name) not in (self.was[name], value)
        }  # fmt: skip

    def resolve_and_publish(self, mine):
        """Resolve conflicts in favour of one side, then publish the draft."""
        for name in self.conflicts():
            if not mine:
                del self.draft[name]
        for name, value in self.draft.items():
            self.edit_live(name, value)
        self.draft, self.was = {}, {}


class Sequence:
    """A sequence of random edits to a meeting and its model."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311 — to be the same in each run
        self.meeting = factories.published(factories.meeting(**dict.fromkeys(FIELDS[:3], "a"), number=1))
        self.subgroups = [factories.published(factories.subgroup()) for _ in range(3)]
        people = [self.meeting.participants.create(name=f"P{number}", order=number) for number in range(3)]
        self.fields = Sides(dict.fromkeys(FIELDS[:3], "a") | {"number": 1})
        self.people = Sides(
            {(person.pk, column): getattr(person, column) for person in people for column in ("name", "order")}
        )
        self.groups = Sides({})
        self.removed = set()

    def value(self, name):
        return self.random.randint(1, 4) if name == "number" else self.random.choice("abcd")

    # One edit: what it does to a meeting, and to one side of the model

    def field(self, side):
        name = self.random.choice(FIELDS)
        value = self.value(name)
        getattr(self.fields, side)(name, value)
        return lambda meeting: setattr(meeting, name, value)

    def part(self, side):
        """Change the name or order of a child that exists on both sides."""
        remaining = sorted({pk for pk, _ in self.people.live} - self.removed)
        if not remaining:
            return self.field(side)
        pk, column = self.random.choice(remaining), self.random.choice(["name", "order"])
        value = f"N{pk}{self.random.choice('xyz')}" if column == "name" else self.random.randint(0, 3)
        getattr(self.people, side)((pk, column), value)
        return lambda meeting: meeting.participants.filter(pk=pk).update(**{column: value})

    def remove(self, side):
        """Remove a child that only this side has changed; test_drafts covers the conflict."""
        touched = {pk for pk, _ in self.people.draft}
        free = sorted({pk for pk, _ in self.people.live} - self.removed - touched)
        if len(free) < 2 or side == "edit_live":
            return self.field(side)
        pk = free[0]
        self.removed.add(pk)
        return lambda meeting: meeting.participants.filter(pk=pk).delete()

    def add(self, side):
        """Add a child, whose key is stable across edits and publication."""

        def added(meeting):
            participant = meeting.participants.create(
                name=f"New {self.random.random()}", order=self.random.randint(0, 3)
            )
            for column in ("name", "order"):
                getattr(self.people, side)((participant.pk, column), getattr(participant, column))

        return added

    def relate(self, side):
        subgroup = self.random.choice(self.subgroups)
        is_related = self.groups.drafted(subgroup.pk) if side == "edit_draft" else self.groups.live.get(subgroup.pk)
        getattr(self.groups, side)(subgroup.pk, None if is_related else True)
        return lambda meeting: (meeting.subgroups.remove if is_related else meeting.subgroups.add)(subgroup)

    def edit(self, side):
        return self.random.choice([self.field, self.field, self.part, self.part, self.add, self.relate, self.remove])(
            side
        )

    # The same on both

    def step(self):
        side = self.random.choice(["edit_draft", "edit_draft", "edit_live"])
        meeting = Meeting.objects.get(pk=self.meeting.pk)
        if side == "edit_draft" and get_draft_conflicts(meeting):
            return  # the form does not open before that is decided
        change = self.edit(side)
        if side == "edit_live":
            change(meeting)
            meeting.transition_to(meeting.status, Event.CHANGES_PUBLISHED, by=None, note="")
            return
        with dry_run():
            live = take_snapshot(meeting)
            apply_drafts([meeting])
            drafted = Meeting.objects.get(pk=meeting.pk)
            change(drafted)
            drafted.save()
            after = take_snapshot(drafted)
        save_draft(meeting, live, after, by=None)
        for sides in (self.fields, self.people, self.groups):
            sides.forget_what_is_the_same()

    def publish(self, mine):
        meeting = Meeting.objects.get(pk=self.meeting.pk)
        if meeting.draft:
            resolution = ConflictResolution(meeting, factories.editor(roles=["administrator"]))
            answers = {choice.name: "draft" if mine else "public" for choice in resolution.choices}
            if not answers or resolve_conflicts(meeting, resolution, answers, by=None):
                meeting = Meeting.objects.get(pk=meeting.pk)
                publish_draft(meeting, by=None, without_approval=True)
        for sides in (self.fields, self.people):
            sides.resolve_and_publish(mine)
        # What either side added to a relation is there, what either removed is not: nothing to decide.
        for pk, value in self.groups.draft.items():
            self.groups.edit_live(pk, value)
        self.groups.draft, self.groups.was = {}, {}

    def check(self):
        meeting = Meeting.objects.get(pk=self.meeting.pk)
        assert {name: getattr(meeting, name) for name in FIELDS} == self.fields.live
        people = {key: value for key, value in self.people.live.items() if key[0] not in self.removed}
        stored = {
            (person.pk, column): getattr(person, column)
            for person in meeting.participants.all()
            for column in ("name", "order")
        }
        assert stored == people
        assert set(meeting.subgroups.values_list("pk", flat=True)) == set(self.groups.live)
        assert meeting.draft is None


@pytest.mark.parametrize("seed", range(24))
def test_edit_sequences_match_model(seed):
    sequence = Sequence(seed)
    for _ in range(8):
        sequence.step()
    sequence.publish(mine=seed % 2 == 0)
    sequence.check()


def test_file_sequences_match_model():
    """A file behaves like any other column: it conflicts if both sides replaced it."""
    for seed in range(8):
        choose = random.Random(seed)  # noqa: S311
        document = factories.document()
        part = factories.document_file(document=document, file="documentfile/1/a.pdf", pages=1)
        factories.published(document)
        sides = Sides({"file": "documentfile/1/a.pdf", "pages": 1})
        for _ in range(6):
            record = Document.objects.get(pk=document.pk)
            side = choose.choice(["edit_draft", "edit_live"])
            if side == "edit_draft" and get_draft_conflicts(record):
                continue
            name = choose.choice(["file", "pages"])
            value = choose.choice([1, 2, 3, 4]) if name == "pages" else f"documentfile/1/{choose.choice('abc')}.pdf"
            getattr(sides, side)(name, value)
            if side == "edit_live":
                edit(part, name, value)
                record.transition_to(record.status, Event.CHANGES_PUBLISHED, by=None, note="")
                continue
            with dry_run():
                live = take_snapshot(record)
                apply_drafts([record])
                edit(part, name, value)
                after = take_snapshot(Document.objects.get(pk=document.pk))
            save_draft(record, live, after, by=None)
            sides.forget_what_is_the_same()
        record = Document.objects.get(pk=document.pk)
        if record.draft:
            resolution = ConflictResolution(record, factories.editor(roles=["administrator"]))
            mine = dict.fromkeys((choice.name for choice in resolution.choices), "draft")
            if not mine or resolve_conflicts(record, resolution, mine, by=None):
                publish_draft(Document.objects.get(pk=record.pk), by=None, without_approval=True)
        sides.resolve_and_publish(mine=True)
        part.refresh_from_db()
        assert {"file": part.file.name, "pages": part.pages} == sides.live


def edit(part, name, value):
    """Change a row on one side."""
    part.refresh_from_db()
    setattr(part, name, value)
    part.save()
