"""A change that is recorded and not applied, as plain data, and what becomes of it while the record changes too.

`{row: {column: {"was": …, "now": …}}}`, as `difference` makes it: `was` is what stood in the record when the
draft first touched the column, and stays so until someone decides. Nothing here queries or saves.
"""

from typing import Any, NamedTuple

from portal.history.apply import is_addition, is_removal
from portal.history.snapshots import SOURCE_HASHES, diff_snapshots, get_columns, get_model_for_key, migrate_snapshot
from portal.i18n.languages import LANGUAGES


class Conflict(NamedTuple):
    """What the draft and the record have both changed: one column, or (without a column) a whole row.

    `mine` is the draft's, `theirs` the record's; None stands for a row that was removed.
    """

    key: str
    column: str | None
    was: Any
    mine: Any
    theirs: Any

    @property
    def name(self):
        """What a form calls it."""
        return f"{self.key}:{self.column or ''}"


class Rebased(NamedTuple):
    """A draft brought to how the record stands: what it changes there, and what must be decided first."""

    changes: dict
    conflicts: list


def changes_of_today(changes):
    """The changes as today's models name their columns, and the names of what they no longer keep."""
    kept, gone = {}, []
    for key, columns in changes.items():
        known, unknown = migrate_snapshot({key: {column: both["now"] for column, both in columns.items()}})
        before, _unknown = migrate_snapshot({key: {column: both["was"] for column, both in columns.items()}})
        gone += [column for columns in unknown.values() for column in columns]
        if key in known:
            kept[key] = {column: {"was": before[key][column], "now": now} for column, now in known[key].items()}
    return {key: columns for key, columns in kept.items() if columns}, gone


def merged_keys(was, now, live):
    """A relation to many that was changed on both sides: what either added is there, what either removed is not."""
    was, now, live = set(was or ()), set(now or ()), set(live or ())
    return sorted((now & live) | (now - was) | (live - was))


def merged_notes(was, now, live):
    """Fingerprints that were changed on both sides: the draft's where it changed one."""
    was, now, live = was or {}, now or {}, live or {}
    kept = {column: noted for column, noted in live.items() if column in now or column not in was}
    return kept | {column: noted for column, noted in now.items() if noted != was.get(column)}


def is_merged(key, column):
    """Whether two changes of a column are put together, so that there is nothing to decide."""
    return column == SOURCE_HASHES or get_columns(get_model_for_key(key))[column].many_to_many


def rebased_row(key, columns, live):
    """One row that both still have: {column: …} of what the draft changes there, and the conflicts."""
    fields, changed, conflicts = get_columns(get_model_for_key(key)), {}, []
    for column, both in columns.items():
        was, now, there = both["was"], both["now"], live.get(column)
        if fields[column].many_to_many:
            now = merged_keys(was, now, there)
        elif column == SOURCE_HASHES:
            now = merged_notes(was, now, there)
        elif there not in (was, now):
            conflicts.append(Conflict(key, column, was, now, there))
        if now != there:
            changed[column] = {"was": there, "now": now}
    return changed, conflicts


def states(columns, side):
    """One side of a row's changes, without what is only noted."""
    return {column: both[side] for column, both in columns.items() if column != SOURCE_HASHES}


def rebase(changes, live):
    """Brings a draft to a record that stands as the snapshot `live` has it."""
    applied, conflicts = {}, []
    for key, columns in changes.items():
        there = live.get(key)
        if is_addition(key, columns) and there is None:
            applied[key] = columns
        elif is_removal(key, columns):
            if there is not None:
                was = states(columns, "was")
                if any(there.get(column) != value for column, value in was.items()):
                    conflicts.append(Conflict(key, None, was, None, there))
                applied[key] = {column: {"was": value, "now": None} for column, value in there.items()}
        elif there is None:
            conflicts.append(Conflict(key, None, states(columns, "was"), states(columns, "now"), None))
        else:
            changed, found = rebased_row(key, columns, there)
            conflicts += found
            if set(changed) - {SOURCE_HASHES}:
                applied[key] = changed
    return Rebased(applied, conflicts)


def overlay(live, changes):
    """The snapshot of a record as its draft has it; what is still to be decided is there as the draft has it."""
    rows = {key: dict(columns) for key, columns in live.items()}
    for key, columns in rebase(changes, live).changes.items():
        if is_removal(key, columns):
            del rows[key]
        else:
            rows[key] = rows.get(key, {}) | {column: both["now"] for column, both in columns.items()}
    return rows


def recorded(old, live, after):
    """What a draft holds after its form was saved over `live`: what differs, with the first `was` of each column.

    What is merged and never asked, relations to many and fingerprints, starts from the record of now. What is still
    to be decided of rows that the record no longer has is kept.
    """
    changes = diff_snapshots(live, after)
    changes = {key: columns for key, columns in changes.items() if set(columns) - {SOURCE_HASHES} or key not in live}
    for key, columns in changes.items():
        for column, both in columns.items():
            if is_merged(key, column):
                continue
            if before := old.get(key, {}).get(column):
                both["was"] = before["was"]
    undecided = {conflict.key for conflict in rebase(old, live).conflicts if conflict.theirs is None}
    return changes | {key: old[key] for key in undecided if key not in after}


def language_of(key, column):
    """The language of a column, None for one that is the same in all."""
    return getattr(get_columns(get_model_for_key(key)).get(column), "language", None)


def in_language(changes, language):
    """The changes of one language's texts, and all others. Rows that come or go belong to no language alone."""
    alone, others = {}, {}
    for key, columns in changes.items():
        whole = is_addition(key, columns) or is_removal(key, columns)
        own = {} if whole else {one: both for one, both in columns.items() if language_of(key, one) == language}
        rest = {one: both for one, both in columns.items() if one not in own}
        if own:
            alone[key] = own
        if set(rest) - ({SOURCE_HASHES} if own else set()):
            others[key] = rest
    return alone, others


def languages_in(changes):
    """The languages whose texts a draft changes and that could be published alone."""
    return [language for language in LANGUAGES if in_language(changes, language)[0]]


def decided(changes, conflict, *, mine, whole=None):
    """The changes once a conflict is decided: for the draft (`mine`) or for the record.

    `whole` is the row as the draft had it, for one that the record has removed and the draft keeps.
    """
    changes = {key: {column: dict(both) for column, both in columns.items()} for key, columns in changes.items()}
    row = changes[conflict.key]
    if not mine:
        if conflict.column is None:
            del changes[conflict.key]
        else:
            del row[conflict.column]
    elif conflict.column is not None:
        row[conflict.column]["was"] = conflict.theirs
    elif conflict.mine is None:
        changes[conflict.key] = {column: {"was": value, "now": None} for column, value in conflict.theirs.items()}
    else:
        changes[conflict.key] = {column: {"was": None, "now": value} for column, value in (whole or {}).items()}
    return {key: columns for key, columns in changes.items() if set(columns) - {SOURCE_HASHES}}
