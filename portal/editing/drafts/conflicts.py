"""Resolution of the conflicts between a draft and its record.

A draft conflicts where the record has changed too, where its slug is taken, or where it refers to a deleted record.
Each conflict is a choice between the value of the draft, the public value and in some cases an alternative.
"""

from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from portal.drafts.models import find_apply_conflicts
from portal.drafts.rebase import DraftConflict, rebase, resolve_conflict
from portal.editing.history.presenter import SnapshotPresenter
from portal.history.models import Event, get_versions
from portal.history.snapshots import SOURCE_HASHES, build_instance, get_columns, get_model_for_key, take_snapshot
from portal.publishing.draft_changes import delete_draft, store_draft_changes
from portal.records.slugs import SlugMixin

# Values of a choice: the draft, the public record, or a third value such as a free slug.
KEEP_DRAFT, KEEP_PUBLIC, USE_ALTERNATIVE = "draft", "public", "alternative"


class ConflictChoice(NamedTuple):
    """A conflict as a form shows it.

    `draft_html` and `public_html` are the two values as HTML, or `[(label, HTML)]` for a row. `options` are
    `[(value, label)]`, and `alternative` is the value that `USE_ALTERNATIVE` stores.
    """

    conflict: DraftConflict
    heading: str
    message: str
    language: str
    draft_html: str
    public_html: str
    options: list
    alternative: Any = None

    @property
    def name(self):
        return self.conflict.field_name


class ConflictResolution:
    """The conflicts of the draft of one record, as one editor sees them.

    `choices` are the conflicts that the editor can resolve; `blockers` are messages about obstacles that no choice
    removes.
    """

    def __init__(self, record, editor):
        self.record = record
        self.public_rows, self.changes = take_snapshot(record), record.draft.migrated_changes
        rebased = rebase(self.changes, self.public_rows)
        self.presenter = SnapshotPresenter(record, editor, self.public_rows, self.get_side("was"), self.get_side("now"))
        self.choices = [self.make_choice(conflict) for conflict in rebased.conflicts]
        obstacles = [] if self.choices else find_apply_conflicts(record)
        self.choices += [choice for obstacle in obstacles if (choice := self.make_obstacle_choice(obstacle))]
        resolvable = {(choice.conflict.key, choice.conflict.column) for choice in self.choices}
        self.blockers = [
            obstacle.message for obstacle in obstacles if (obstacle.key, obstacle.column) not in resolvable
        ]

    def get_side(self, side):
        """Return the "was" or "now" side of the changes as rows of a snapshot."""
        return {
            key: {column: change[side] for column, change in columns.items()} for key, columns in self.changes.items()
        }

    def get_field(self, key, column):
        return get_columns(get_model_for_key(key))[column]

    def get_heading(self, key, column):
        """Return the names of the row and the field."""
        row_name = self.presenter.get_row_name(key, self.get_row(key))
        return f"{row_name}: {self.get_field(key, column).verbose_name}" if column else row_name

    def get_row(self, key):
        return self.public_rows.get(key) or self.get_draft_row(key)

    def get_draft_row(self, key):
        """Return a whole row with the draft applied, from the last version of the draft that contains it."""
        version = get_versions(self.record).filter(of_draft=True, snapshot__has_key=key).first()
        now = {column: change["now"] for column, change in self.changes.get(key, {}).items()}
        return (version.rows.get(key, {}) if version else {}) | now

    # Conflicts

    def make_choice(self, conflict):
        if conflict.column is None:
            return self.make_row_choice(conflict)
        field = self.get_field(conflict.key, conflict.column)
        return ConflictChoice(
            conflict, self.get_heading(conflict.key, conflict.column),
            _("The published version also changed here after the draft did."),
            getattr(field, "language", "") or "",
            self.presenter.render_change(field, conflict.base, conflict.draft_value),
            self.presenter.render_change(field, conflict.base, conflict.record_value),
            [(KEEP_DRAFT, _("Keep the draft")), (KEEP_PUBLIC, _("Keep the published version"))],
        )  # fmt: skip

    def make_row_choice(self, conflict):
        """Return the choice for a row that one side deleted and the other one changed."""
        removed = _("removed")
        if conflict.draft_value is None:
            message = _("The draft deletes this, but the published version has changed here.")
            draft_html, public_html = (
                removed,
                self.render_row_change(conflict.key, conflict.base, conflict.record_value),
            )
            options = [
                (KEEP_DRAFT, _("Keep the draft: delete this")),
                (KEEP_PUBLIC, _("Keep the published version: do not delete this")),
            ]
        else:
            message = _("The draft changes this, but it was deleted from the published version.")
            draft_html, public_html = self.render_row_change(conflict.key, conflict.base, conflict.draft_value), removed
            options = [
                (KEEP_DRAFT, _("Keep the draft: add this again")),
                (KEEP_PUBLIC, _("Keep the published version: leave this deleted")),
            ]  # fmt: skip
        heading = self.get_heading(conflict.key, None)
        return ConflictChoice(conflict, heading, message, "", draft_html, public_html, options)

    def render_row_change(self, key, was, now):
        """Return the changed columns of a row: `[(label, HTML)]`."""
        changes = [
            (field.verbose_name, self.presenter.render_change(field, was.get(column), now[column]))
            for column, field in self.presenter.get_visible_fields(key).items()
            if column in now and column != SOURCE_HASHES and was.get(column) != now[column]
        ]
        return [(label, html) for label, html in changes if html]

    # Obstacles

    def make_obstacle_choice(self, obstacle):
        """Return the choice that removes an obstacle, or None if no choice does."""
        key, column = obstacle.key, obstacle.column
        if key not in self.changes:
            return None
        if column in self.changes[key]:
            return self.make_obstacle_column_choice(obstacle) or self.make_obstacle_row_choice(obstacle)
        return self.make_obstacle_row_choice(obstacle)

    def make_obstacle_row_choice(self, obstacle):
        """Return a choice with one option: drop the changes of the whole row."""
        key = obstacle.key
        conflict = DraftConflict(key, None, None, None, self.public_rows.get(key))
        options = [(KEEP_PUBLIC, _("Keep the published version"))]
        return ConflictChoice(conflict, self.get_heading(key, None), obstacle.message, "", "", "", options)

    def make_obstacle_column_choice(self, obstacle):
        """Return the choice for one column, or None if neither the public value nor an alternative is possible."""
        key, column = obstacle.key, obstacle.column
        change, field = self.changes[key][column], self.get_field(key, column)
        public_value = self.public_rows.get(key, {}).get(column)
        options = [(KEEP_PUBLIC, _("Keep the published version"))] if key in self.public_rows else []
        label, alternative = self.get_alternative(key, column, field, change["now"])
        if label:
            options.insert(0, (USE_ALTERNATIVE, label))
        if not options:
            return None
        return ConflictChoice(
            DraftConflict(key, column, change["was"], change["now"], public_value),
            self.get_heading(key, column), obstacle.message, getattr(field, "language", "") or "",
            self.presenter.render_value(field, change["now"]),
            self.presenter.render_value(field, public_value), options, alternative,
        )  # fmt: skip

    def get_alternative(self, key, column, field, value):
        """Return (label, value) of an alternative to both values, with an empty label if there is none."""
        if column.startswith("slug_") and issubclass(get_model_for_key(key), SlugMixin):
            row = build_instance(key, self.get_row(key))
            free = row.get_available_slug(column, value)
            return _("Keep the draft, with the available URL “%(free)s”") % {"free": free}, free
        if field.is_relation and field.many_to_many:
            existing = set(field.related_model._base_manager.filter(pk__in=value).values_list("pk", flat=True))
            return _("Keep the draft, without the deleted items"), [pk for pk in value if pk in existing]
        if field.is_relation and field.null:
            return _("Leave empty"), None
        return "", None

    # Resolving

    def get_resolved_changes(self, selected):
        """Return the changes of the draft with each conflict resolved; `selected` is `{name of choice: value}`."""
        changes = self.changes
        for choice in self.choices:
            value, conflict = selected[choice.name], choice.conflict
            if value == USE_ALTERNATIVE:
                row = {**changes[conflict.key]}
                row[conflict.column] = {"was": conflict.record_value, "now": choice.alternative}
                changes = changes | {conflict.key: row}
            else:
                draft_row = self.get_draft_row(conflict.key) if conflict.column is None else None
                keep_draft = value == KEEP_DRAFT
                changes = resolve_conflict(changes, conflict, keep_draft=keep_draft, draft_row=draft_row)
        return changes


@transaction.atomic
def resolve_conflicts(record, resolution, selected, *, by):
    """Store the resolved draft, or discard it if nothing is left of it. Return whether there still is a draft."""
    changes = resolution.get_resolved_changes(selected)
    if changes:
        store_draft_changes(record, changes, Event.CONFLICTS_RESOLVED, by=by)
    else:
        delete_draft(record, Event.CONFLICTS_RESOLVED, by=by)
    return bool(changes)
