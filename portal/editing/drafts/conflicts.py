"""What must be decided before a draft can go on: where the record has changed as well, where an address is taken, where
something that it leads to has gone. Each is a question with both texts and its answers.
"""

from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from portal.drafts.models import find_apply_conflicts
from portal.drafts.rebase import DraftConflict, rebase, resolve_conflict
from portal.editing.history.presenter import Telling
from portal.history.models import Event, get_versions
from portal.history.snapshots import SOURCE_HASHES, build_instance, get_columns, get_model_for_key, take_snapshot
from portal.records.slugs import SlugMixin

# The answers: as the draft has it, as the record has it, and with what is free, or without what has gone.
MINE, THEIRS, OTHERWISE = "mine", "theirs", "otherwise"


class Question(NamedTuple):
    """One thing to decide. `mine` and `theirs` are HTML; `answers` are (value, words)."""

    conflict: DraftConflict
    heading: str
    sentence: str
    language: str
    mine: str
    theirs: str
    answers: list
    otherwise: Any = None  # what the column holds then

    @property
    def name(self):
        return self.conflict.field_name


class Questions:
    """All that is to be decided of one record's draft, as one editor reads it."""

    def __init__(self, record, editor):
        self.record = record
        self.live, self.changes = take_snapshot(record), record.draft.migrated_changes
        rebased = rebase(self.changes, self.live)
        self.telling = Telling(record, editor, self.live, self.as_changed("was"), self.as_changed("now"))
        self.all = [self.of_conflict(one) for one in rebased.conflicts]
        self.obstacles = [] if self.all else find_apply_conflicts(record)
        self.all += [one for obstacle in self.obstacles if (one := self.of_obstacle(obstacle))]
        # What no answer removes is only said.
        asked = {(one.conflict.key, one.conflict.column) for one in self.all}
        self.hindrances = [one.message for one in self.obstacles if (one.key, one.column) not in asked]

    def as_changed(self, side):
        return {key: {column: both[side] for column, both in columns.items()} for key, columns in self.changes.items()}

    def field(self, key, column):
        return get_columns(get_model_for_key(key))[column]

    def heading(self, key, column):
        """The row and the field, as the form calls them."""
        row = self.telling.name(key, self.whole_row(key))
        return f"{row}: {self.field(key, column).verbose_name}" if column else row

    def whole_row(self, key):
        return self.live.get(key) or self.as_drafted(key)

    def as_drafted(self, key):
        """A whole row as the draft last had it."""
        last = get_versions(self.record).filter(of_draft=True, snapshot__has_key=key).first()
        now = {column: both["now"] for column, both in self.changes.get(key, {}).items()}
        return (last.rows.get(key, {}) if last else {}) | now

    # Conflicts

    def of_conflict(self, one):
        if one.column is None:
            return self.of_row(one)
        field = self.field(one.key, one.column)
        return Question(
            one, self.heading(one.key, one.column),
            _("The public text was changed here too, after the draft had changed it."),
            getattr(field, "language", "") or "",
            self.telling.change(field, one.base, one.draft_value),
            self.telling.change(field, one.base, one.record_value),
            [(MINE, _("The draft holds")), (THEIRS, _("The public text holds"))],
        )  # fmt: skip

    def of_row(self, one):
        removed = _("removed")
        if one.draft_value is None:
            sentence = _("The draft removes this, and it was changed in the public text meanwhile.")
            mine, theirs = removed, self.told(one.key, one.base, one.record_value)
            answers = [(MINE, _("It is removed")), (THEIRS, _("It stays, as the public text has it"))]
        else:
            sentence = _("The draft changes this, and it was removed from the public text meanwhile.")
            mine, theirs = self.told(one.key, one.base, one.draft_value), removed
            answers = [(MINE, _("It is added again, as the draft has it")), (THEIRS, _("It stays removed"))]
        return Question(one, self.heading(one.key, None), sentence, "", mine, theirs, answers)

    def told(self, key, was, now):
        """What changed in a row, column by column."""
        told = [
            (field.verbose_name, self.telling.change(field, was.get(column), now[column]))
            for column, field in self.telling.told_columns(key).items()
            if column in now and column != SOURCE_HASHES and was.get(column) != now[column]
        ]
        return [(name, html) for name, html in told if html]

    # Obstacles

    def of_obstacle(self, obstacle):
        """The question that an obstacle makes; None for one that no answer removes."""
        key, column = obstacle.key, obstacle.column
        if key not in self.changes:
            return None
        if column in self.changes[key]:
            return self.of_obstructed(obstacle) or self.of_obstructed_row(obstacle)
        return self.of_obstructed_row(obstacle)

    def of_obstructed_row(self, obstacle):
        """The whole row stays as the public has it, or is left out where it is new."""
        key = obstacle.key
        conflict = DraftConflict(key, None, None, None, self.live.get(key))
        answers = [(THEIRS, _("The public text holds"))]
        return Question(conflict, self.heading(key, None), obstacle.message, "", "", "", answers)

    def of_obstructed(self, obstacle):
        """One column; None where neither the public text nor anything else can hold in its place."""
        key, column = obstacle.key, obstacle.column
        both, field = self.changes[key][column], self.field(key, column)
        answers = [(THEIRS, _("The public text holds"))] if key in self.live else []
        words, value = self.otherwise(key, column, field, both["now"])
        if words:
            answers.insert(0, (OTHERWISE, words))
        if not answers:
            return None
        return Question(
            DraftConflict(key, column, both["was"], both["now"], self.live.get(key, {}).get(column)),
            self.heading(key, column), obstacle.message, getattr(field, "language", "") or "",
            self.telling.value(field, both["now"]),
            self.telling.value(field, self.live.get(key, {}).get(column)), answers, value,
        )  # fmt: skip

    def otherwise(self, key, column, field, value):
        """A way out that is neither of the two texts: (words, value)."""
        if column.startswith("slug_") and issubclass(get_model_for_key(key), SlugMixin):
            row = build_instance(key, self.whole_row(key))
            free = row.get_available_slug(column, value)
            return _("The draft’s, as “%(free)s”, which is free") % {"free": free}, free
        if field.is_relation and field.many_to_many:
            there = set(field.related_model._base_manager.filter(pk__in=value).values_list("pk", flat=True))
            return _("The draft’s, without what has gone"), [pk for pk in value if pk in there]
        if field.is_relation and field.null:
            return _("Left empty"), None
        return "", None

    # Answers

    def decided(self, answers):
        """The draft's changes once each question is answered: {name: answer}."""
        changes = self.changes
        for one in self.all:
            answer, conflict = answers[one.name], one.conflict
            if answer == OTHERWISE:
                row = {**changes[conflict.key]}
                row[conflict.column] = {"was": conflict.record_value, "now": one.otherwise}
                changes = changes | {conflict.key: row}
            else:
                whole = self.as_drafted(conflict.key) if conflict.column is None else None
                changes = resolve_conflict(changes, conflict, keep_draft=answer == MINE, draft_row=whole)
        return changes


@transaction.atomic
def decide(record, questions, answers, *, by):
    """Carries the answers into the draft; whether there is one still."""
    changes = questions.decided(answers)
    if changes:
        record.store_draft_changes(changes, Event.CONFLICTS_RESOLVED, by=by)
    else:
        record.delete_draft(Event.CONFLICTS_RESOLVED, by=by)
    return bool(changes)
