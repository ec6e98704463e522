"""Apply the difference of two snapshots to the database. Callers check permissions first."""

from collections import defaultdict
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.history.snapshots import (
    assign_columns,
    build_instance,
    get_columns,
    get_model_for_key,
    get_object_key,
    get_pk_from_key,
)
from portal.records.slugs import SlugMixin


def get_required_columns(key):
    """Return the names of the columns that are not nullable."""
    columns = get_columns(get_model_for_key(key))
    return [name for name, field in columns.items() if not (field.many_to_many or field.null)]


def is_removal(key, columns):
    """Return whether these changes delete the row: no required column has a value afterwards."""
    required = [columns[column] for column in get_required_columns(key) if column in columns]
    return bool(required) and all(change["now"] is None for change in required)


def is_addition(key, columns):
    """Return whether these changes create the row: no required column had a value before."""
    required = [columns[column] for column in get_required_columns(key) if column in columns]
    return bool(required) and all(change["was"] is None for change in required)


def get_depth(model, models):
    """Return how many levels of foreign keys among `models` a model depends on; 0 for the record itself."""
    others = models - {model}
    parents = {field.related_model for field in model._meta.concrete_fields if field.related_model in others}
    return max((1 + get_depth(parent, others) for parent in parents), default=0)


def sort_by_depth(changes):
    """Return the object keys so that each row comes after the rows it depends on."""
    models = {get_model_for_key(key) for key in changes}

    def sort_key(key):
        model = get_model_for_key(key)
        return get_depth(model, models), model._meta.label, get_pk_from_key(key)

    return sorted(changes, key=sort_key)


def lock_rows(changes):
    """Lock the existing rows of these changes and return them as `{key: row}`.

    Every process locks in the same order (model, then primary key), which prevents deadlocks.
    """
    pks_by_model = defaultdict(list)
    for key in sorted(changes):
        pks_by_model[get_model_for_key(key)].append(get_pk_from_key(key))
    rows = [
        row
        for model, pks in pks_by_model.items()
        for row in model._base_manager.select_for_update().filter(pk__in=pks).order_by("pk")
    ]
    return {get_object_key(row): row for row in rows}


def get_column_name(field):
    """Return the name under which a snapshot stores a field."""
    return field.name if field.many_to_many else field.attname


def get_validation_exclude(row, columns):
    """Return the fields to exclude from validation: those that share no unique constraint with a changed column.

    Each constraint that is checked costs a query while the rows are locked.
    """
    fields = {field.name for field in row._meta.concrete_fields}
    changed = {field.name for field in row._meta.concrete_fields if field.attname in columns}
    constraints = [set(getattr(constraint, "fields", ())) for constraint in row._meta.total_unique_constraints]
    return fields - changed.union(*(constraint for constraint in constraints if constraint & changed))


def get_related_pks(field, value):
    """Return the primary keys that a value of a relation refers to; none for other fields."""
    if not (field.is_relation and value):
        return []
    return value if field.many_to_many else [value]


class Conflict(NamedTuple):
    """A reason why a change cannot be applied, such as a taken slug.

    `key` is the row (empty if unknown), `column` the column if it concerns only one.
    """

    message: str
    key: str
    column: str | None = None


class ConflictError(ValidationError):
    """The changes cannot be applied; `conflicts` lists the reasons."""

    def __init__(self, conflicts):
        super().__init__(list(dict.fromkeys(conflict.message for conflict in conflicts)))
        self.conflicts = conflicts


class ChangeSetApplier:
    """Applies a set of changes once, `ChangeSetApplier(changes).run()`, in the transaction of the caller.

    A relation to a row that no longer exists is left out, with a message; with `strict` it is a conflict.
    """

    def __init__(self, changes, *, strict=False):
        self.strict, self.messages, self.conflicts = strict, [], []
        self.changes = self.drop_removed_fields(changes)
        self.rows = lock_rows(self.changes)

    def drop_removed_fields(self, changes):
        """Return a copy of the changes without models and columns that no longer exist, with a message for each."""
        known = {}
        for key, columns in changes.items():
            fields = get_columns(get_model_for_key(key)) if get_model_for_key(key) else {}
            for column in columns:
                if column not in fields:
                    self.messages.append(_("“%(column)s” no longer exists and was skipped.") % {"column": column})
            if fields:
                known[key] = {column: dict(change) for column, change in columns.items() if column in fields}
        return known

    def run(self):
        """Apply the changes and return messages about omissions and adjustments.

        Raise ConflictError, with the database unchanged, if they cannot be applied.
        """
        try:
            with transaction.atomic():
                self.apply()
                connection.check_constraints()  # deferred foreign keys: at the end of the transaction it is too late
        except IntegrityError as error:
            raise ConflictError([Conflict(_("A related record that it requires no longer exists."), "")]) from error
        return list(dict.fromkeys(self.messages))

    def apply(self):
        """Delete rows first, then save rows from the record down, and set many-to-many relations last."""
        order = sort_by_depth(self.changes)
        removed = [key for key in order if is_removal(key, self.changes[key])]
        others = [key for key in order if key not in removed]
        self.drop_missing_relations(others)
        for key in reversed(removed):
            self.delete_row(key)
        if not self.conflicts:
            self.save_rows(others)
        if not self.conflicts:
            self.set_many_to_many(others)
        if self.conflicts:
            raise ConflictError(self.conflicts)

    # Relations

    def drop_missing_relations(self, keys):
        """Empty the relations to rows that no longer exist; report a conflict if the relation is required."""
        columns = [
            (key, get_columns(get_model_for_key(key))[column], change)
            for key in keys
            for column, change in self.changes[key].items()
        ]
        existing = self.get_existing_pks(columns, keys)
        for key, field, change in columns:
            pks = get_related_pks(field, change["now"])
            if not (missing := [pk for pk in pks if pk not in existing[field.related_model]]):
                continue
            params = {"field": capfirst(field.verbose_name), "numbers": ", ".join(f"#{pk}" for pk in missing)}
            if self.strict:
                message = _("“%(field)s” refers to something that no longer exists (%(numbers)s).")
                self.conflicts.append(Conflict(message % params, key, get_column_name(field)))
            elif field.many_to_many or field.null:
                change["now"] = [pk for pk in pks if pk not in missing] if field.many_to_many else None
                message = _(
                    "“%(field)s” referred to something that no longer exists (%(numbers)s). The reference was removed."
                )
                self.messages.append(message % params)
            else:
                message = _("“%(field)s” is required, but what it refers to no longer exists (%(numbers)s).")
                self.conflicts.append(Conflict(message % params, key, get_column_name(field)))

    def get_existing_pks(self, columns, keys):
        """Return the primary keys that these columns may refer to, by model: existing rows and those to be saved."""
        referenced, existing = defaultdict(set), defaultdict(set)
        for _key, field, change in columns:
            referenced[field.related_model].update(get_related_pks(field, change["now"]))
        for model, pks in referenced.items():
            if pks:
                existing[model] |= set(model._base_manager.filter(pk__in=pks).values_list("pk", flat=True))
        for key in keys:
            existing[get_model_for_key(key)].add(get_pk_from_key(key))
        return existing

    # Rows

    def delete_row(self, key):
        """Delete a row if it still exists."""
        if key not in self.rows:
            return
        try:
            with transaction.atomic():
                self.rows[key].delete()
        except (ProtectedError, RestrictedError, IntegrityError):
            params = {"row": self.get_row_label(key)}
            message = _("“%(row)s” is used elsewhere and cannot be removed.")
            self.conflicts.append(Conflict(message % params, key))

    def save_rows(self, keys):
        """Save rows, and retry those in conflict as long as others succeed.

        A row may need a unique value that another row of the same changes gives up.
        """
        while keys:
            failed = {key: conflicts for key in keys if (conflicts := self.save_row(key))}
            if len(failed) == len(keys):
                self.conflicts += [conflict for conflicts in failed.values() for conflict in conflicts]
                return
            keys = list(failed)

    def save_row(self, key):
        """Save a row and return the conflicts that prevented it."""
        columns = self.changes[key]
        new = key not in self.rows
        if new and not is_addition(key, columns):
            return [Conflict(_("“%(row)s” no longer exists.") % {"row": self.get_row_label(key)}, key)]
        row = build_instance(key, {}) if new else self.rows[key]
        assign_columns(row, {column: change["now"] for column, change in columns.items()})
        if new and isinstance(row, SlugMixin):
            self.deduplicate_slugs(row)
        try:
            with transaction.atomic():
                exclude = () if new else get_validation_exclude(row, columns)
                row.validate_unique(exclude=exclude)
                row.validate_constraints(exclude=exclude)
                row.save(force_insert=new)
        except ValidationError as error:
            return list(self.get_conflicts(row, error))
        except (IntegrityError, DataError):
            message = _("“%(row)s” conflicts with the current data.")
            return [Conflict(message % {"row": self.get_row_label(key)}, key)]
        self.rows[key] = row
        return []

    def get_row_label(self, key):
        row = self.rows.get(key)
        return str(row) if row else capfirst(get_model_for_key(key)._meta.verbose_name)

    def deduplicate_slugs(self, row):
        """Add a number to each slug of a restored row that another record uses by now."""
        for column, field in get_columns(type(row)).items():
            slug = getattr(row, column, None)
            if not (column.startswith("slug_") and slug):
                continue
            setattr(row, column, row.get_available_slug(column, slug))
            if slug != getattr(row, column):
                params = {"field": capfirst(field.verbose_name), "taken": slug, "free": getattr(row, column)}
                message = _("%(field)s: another record now uses “%(taken)s”, so it was changed to “%(free)s”.")
                self.messages.append(message % params)

    def get_conflicts(self, row, error):
        """Yield a conflict for each message of a ValidationError."""
        errors_by_column = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for column, errors in errors_by_column.items():
            for item in errors:
                if item.code == "unique" and column in get_columns(type(row)):
                    verbose_name = capfirst(row._meta.get_field(column).verbose_name)
                    message = _("%(field)s: another record now uses “%(value)s”.")
                    params = {"field": verbose_name, "value": getattr(row, column)}
                    yield Conflict(message % params, get_object_key(row), column)
                else:
                    yield from (Conflict(message, get_object_key(row)) for message in item.messages)

    def set_many_to_many(self, keys):
        for key in keys:
            for field in get_model_for_key(key)._meta.many_to_many:
                if field.name in self.changes[key]:
                    getattr(self.rows[key], field.name).set(self.changes[key][field.name]["now"] or [])


@transaction.atomic
def apply_changes(changes):
    """Apply changes to the database and return messages about omissions and adjustments.

    Raise ConflictError (a ValidationError), with the database unchanged, if they cannot be applied.
    """
    return ChangeSetApplier(changes).run()
