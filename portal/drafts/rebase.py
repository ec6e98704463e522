"""Rebase a draft on a record that has changed since, as pure functions on plain data.

Changes are stored as `diff_snapshots` returns them: `{key: {column: {"was": …, "now": …}}}`. `was` is the base value:
that of the record when the draft first changed the column. It only changes when a conflict is resolved.
"""

from typing import Any, NamedTuple

from portal.history.apply import is_addition, is_removal
from portal.history.snapshots import (
    SOURCE_HASHES,
    diff_snapshots,
    get_columns,
    get_model_for_key,
    get_rows_of,
    migrate_snapshot,
)
from portal.i18n.languages import LANGUAGES


class DraftConflict(NamedTuple):
    """A column, or a whole row (`column` is None), that both the draft and the record have changed.

    For a row, the values are `{column: value}`, or None if that side removed it.
    """

    key: str
    column: str | None
    base: Any
    draft_value: Any
    record_value: Any

    @property
    def field_name(self):
        """The name of the form field that resolves it."""
        return f"{self.key}:{self.column or ''}"


class RebaseResult(NamedTuple):
    """The changes that a draft makes to the current record, and the conflicts to resolve before it is applied."""

    changes: dict
    conflicts: list


def get_row_changes(changes):
    """Return the valid ones of stored changes: SQL or an earlier version may have left others."""
    return {
        key: {column: change for column, change in columns.items() if is_change(change)}
        for key, columns in get_rows_of(changes).items()
    }


def is_change(value):
    return isinstance(value, dict) and value.keys() == {"was", "now"}


def migrate_changes(changes):
    """Adapt stored changes to the current models: return (changes, names of the columns no model has now)."""
    migrated, removed_fields = {}, []
    for key, columns in get_row_changes(changes).items():
        new, unknown = migrate_snapshot({key: {column: change["now"] for column, change in columns.items()}})
        old, _unknown = migrate_snapshot({key: {column: change["was"] for column, change in columns.items()}})
        removed_fields += [column for columns in unknown.values() for column in columns]
        if key in new:
            migrated[key] = {column: {"was": old[key][column], "now": value} for column, value in new[key].items()}
    return {key: columns for key, columns in migrated.items() if columns}, removed_fields


def merge_pks(base, draft_value, record_value):
    """Merge a many-to-many relation changed on both sides: keep what either added, drop what either removed."""
    base, draft, record = set(base or ()), set(draft_value or ()), set(record_value or ())
    return sorted((draft & record) | (draft - base) | (record - base))


def merge_source_hashes(base, draft_value, record_value):
    """Merge source hashes changed on both sides: the draft's where it changed them, else the record's."""
    base, draft, record = base or {}, draft_value or {}, record_value or {}
    merged = {column: hashes for column, hashes in record.items() if column in draft or column not in base}
    return merged | {column: hashes for column, hashes in draft.items() if hashes != base.get(column)}


def is_merged_automatically(key, column):
    """Return whether changes of both sides to a column can be merged without a conflict."""
    return column == SOURCE_HASHES or get_columns(get_model_for_key(key))[column].many_to_many


def rebase_row(key, columns, record_row):
    """Rebase a row that both sides still have: return (changes of its columns, conflicts)."""
    fields, changes, conflicts = get_columns(get_model_for_key(key)), {}, []
    for column, change in columns.items():
        base, value, record_value = change["was"], change["now"], record_row.get(column)
        if fields[column].many_to_many:
            value = merge_pks(base, value, record_value)
        elif column == SOURCE_HASHES:
            value = merge_source_hashes(base, value, record_value)
        elif record_value not in (base, value):
            conflicts.append(DraftConflict(key, column, base, value, record_value))
        if value != record_value:
            changes[column] = {"was": record_value, "now": value}
    return changes, conflicts


def get_side(columns, side):
    """Return the "was" or "now" values of a row's changes, without source hashes."""
    return {column: change[side] for column, change in columns.items() if column != SOURCE_HASHES}


def rebase(changes, snapshot):
    """Rebase the changes of a draft on the current snapshot of the record."""
    rebased, conflicts = {}, []
    for key, columns in changes.items():
        record_row = snapshot.get(key)
        if is_addition(key, columns) and record_row is None:
            rebased[key] = columns
        elif is_removal(key, columns):
            if record_row is not None:
                base = get_side(columns, "was")
                if any(record_row.get(column) != value for column, value in base.items()):
                    conflicts.append(DraftConflict(key, None, base, None, record_row))
                rebased[key] = {column: {"was": value, "now": None} for column, value in record_row.items()}
        elif record_row is None:
            conflicts.append(DraftConflict(key, None, get_side(columns, "was"), get_side(columns, "now"), None))
        else:
            row_changes, row_conflicts = rebase_row(key, columns, record_row)
            conflicts += row_conflicts
            if set(row_changes) - {SOURCE_HASHES}:
                rebased[key] = row_changes
    return RebaseResult(rebased, conflicts)


def apply_overlay(snapshot, changes):
    """Return the snapshot of a record with its draft applied; conflicts have the draft's value."""
    rows = {key: dict(columns) for key, columns in snapshot.items()}
    for key, columns in rebase(changes, snapshot).changes.items():
        if is_removal(key, columns):
            del rows[key]
        else:
            rows[key] = rows.get(key, {}) | {column: change["now"] for column, change in columns.items()}
    return rows


def compute_draft_changes(old_changes, before, after):
    """Return the changes of a draft after its form was saved.

    `before` is the snapshot of the record, `after` that of the saved form. Each column keeps the base value of the old
    changes, except those that are merged automatically: their base is the current record. Unresolved changes of rows
    that the record no longer has are kept.
    """
    changes = diff_snapshots(before, after)
    changes = {key: columns for key, columns in changes.items() if set(columns) - {SOURCE_HASHES} or key not in before}
    for key, columns in changes.items():
        for column, change in columns.items():
            if is_merged_automatically(key, column):
                continue
            if old_change := old_changes.get(key, {}).get(column):
                change["was"] = old_change["was"]
    removed = {conflict.key for conflict in rebase(old_changes, before).conflicts if conflict.record_value is None}
    return changes | {key: old_changes[key] for key in removed if key not in after}


def get_column_language(key, column):
    """Return the language of a translated column, or None for other columns."""
    return getattr(get_columns(get_model_for_key(key)).get(column), "language", None)


def split_by_language(changes, language):
    """Return (the changes of the texts in one language, all other changes).

    Added and removed rows belong to no single language.
    """
    in_language, others = {}, {}
    for key, columns in changes.items():
        whole_row = is_addition(key, columns) or is_removal(key, columns)
        texts = {
            column: change
            for column, change in columns.items()
            if not whole_row and get_column_language(key, column) == language
        }
        rest = {column: change for column, change in columns.items() if column not in texts}
        if texts:
            in_language[key] = texts
        if set(rest) - ({SOURCE_HASHES} if texts else set()):
            others[key] = rest
    return in_language, others


def get_changed_languages(changes):
    """Return the languages whose texts a draft changes and which can be published alone."""
    return [language for language in LANGUAGES if split_by_language(changes, language)[0]]


def resolve_conflict(changes, conflict, *, keep_draft, draft_row=None):
    """Return the changes after a conflict is resolved in favour of the draft (`keep_draft`) or the record.

    `draft_row` is the whole row of the draft, needed to keep a row that the record has removed.
    """
    changes = {key: {column: dict(change) for column, change in columns.items()} for key, columns in changes.items()}
    row = changes[conflict.key]
    if not keep_draft:
        if conflict.column is None:
            del changes[conflict.key]
        else:
            del row[conflict.column]
    elif conflict.column is not None:
        row[conflict.column]["was"] = conflict.record_value
    elif conflict.draft_value is None:
        removed = {column: {"was": value, "now": None} for column, value in conflict.record_value.items()}
        changes[conflict.key] = removed
    else:
        changes[conflict.key] = {column: {"was": None, "now": value} for column, value in (draft_row or {}).items()}
    return {key: columns for key, columns in changes.items() if set(columns) - {SOURCE_HASHES}}
