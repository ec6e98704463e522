"""Three-way merge of form data: the base version, the current record and the submitted form.

The data of a field is `{name: [value, …]}`, as browsers submit it.
"""

from typing import NamedTuple


def normalize(data):
    """Return the data of one field without line endings, surrounding blanks, empty names and the order of values."""
    normalized = {
        name: sorted("\n".join(value.strip().splitlines()) for value in values) for name, values in data.items()
    }
    return {name: values for name, values in normalized.items() if any(values)}


def is_equal(first, second):
    return normalize(first) == normalize(second)


def merge_field(base, current, submitted):
    """Return the merged data of one field, and whether the two edits conflict.

    `base=None` means that the base version is unknown.
    """
    if base is not None and is_equal(submitted, base):
        return current, False
    return submitted, not is_equal(submitted, current) and (base is None or not is_equal(current, base))


def merge_fields(base, current, submitted):
    """Return the merged data of a form, `{field: data}`, and the names of the fields that conflict."""
    merged = {field: merge_field((base or {}).get(field), current[field], submitted[field]) for field in submitted}
    values = {field: value for field, (value, _) in merged.items()}
    return values, [field for field, (_, is_conflict) in merged.items() if is_conflict]


class InlineRow(NamedTuple):
    """A submitted row of an inline formset.

    `pk` is empty for a new row; `index` is its position in the submitted formset, None if it was not submitted.
    """

    pk: str
    values: dict
    is_deleted: bool = False
    index: int | None = None


class MergedRow(NamedTuple):
    """A merged row with its conflicts.

    `conflicting_fields` were changed to different values by both editors. `is_deletion_refused` says that this editor
    deleted a row that the other one changed. `deleted_pk` is the former key of a row that the other editor deleted.
    """

    row: InlineRow
    conflicting_fields: list = []
    is_deletion_refused: bool = False
    deleted_pk: str = ""


def has_changed(row, other):
    """Return whether two states of a row differ in any field."""
    return any(not is_equal(value, other.get(field, {})) for field, value in row.items())


def merge_rows(base, current, submitted):
    """Return the MergedRows of a formset, existing rows first.

    `base` and `current` are `{pk: {field: data}}`, `submitted` is a list of InlineRow.
    """
    merged = [merged_row for row in submitted if (merged_row := merge_row(base.get(row.pk), current.get(row.pk), row))]
    submitted_pks = {row.pk for row in submitted}
    merged += [MergedRow(InlineRow(pk, values)) for pk, values in current.items() if pk not in submitted_pks]
    return sorted(merged, key=lambda merged_row: not merged_row.row.pk)


def merge_row(base, current, row):
    """Merge one submitted row. Return None if it was deleted and the submission did not change it."""
    if not row.pk:
        return MergedRow(row)
    if current is None:
        is_edited = not row.is_deleted and (base is None or has_changed(row.values, base))
        return MergedRow(row._replace(pk=""), deleted_pk=row.pk) if is_edited else None
    values, conflicting_fields = merge_fields(base, current, row.values)
    is_deletion_refused = row.is_deleted and has_changed(current, base or row.values)
    is_deleted = row.is_deleted and not is_deletion_refused
    return MergedRow(
        row._replace(values=values, is_deleted=is_deleted),
        [] if is_deleted else conflicting_fields,
        is_deletion_refused,
    )
