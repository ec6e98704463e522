"""What a migration may do while the previous release serves: add what that release need not know of.

See "Adding a migration" in CONTRIBUTING.md.
"""

import re

from django.db import connection
from django.db.migrations import operations as ops
from django.db.models import NOT_PROVIDED

# What the previous release would fail without, or with.
REMOVALS = (ops.RemoveField, ops.RenameField, ops.RenameModel, ops.DeleteModel, ops.AlterModelTable)
CONSTRAINTS = (ops.AddConstraint, ops.AlterUniqueTogether)
DATA = (ops.RunPython, ops.RunSQL)
LENGTH = re.compile(r"varchar\((\d+)\)")


def get_database_operations(operations):
    """Yield the operations that change the database, also those of SeparateDatabaseAndState."""
    for operation in operations:
        if isinstance(operation, ops.SeparateDatabaseAndState):
            yield from get_database_operations(operation.database_operations)
        else:
            yield operation


def needs_value(field):
    """Return whether a row can't be added by code that does not know the field."""
    has_default = field.db_default is not NOT_PROVIDED or getattr(field, "generated", False)
    return not (field.many_to_many or field.null or has_default)


def is_wider(old, new):
    """Return whether a column of one type may become one of another while old code writes to it."""
    lengths = LENGTH.fullmatch(old or ""), LENGTH.fullmatch(new or "")
    if all(lengths):
        return int(lengths[0][1]) <= int(lengths[1][1])
    return old == new or bool(lengths[0] and new == "text")


def get_alteration_problem(state, app, operation):
    """Return why a changed field breaks old code, or None. `state` is that before the migration."""
    after = state.clone()
    operation.state_forwards(app, after)
    models = (known.apps.get_model(app, operation.model_name) for known in (state, after))
    old, new = (model._meta.get_field(operation.name) for model in models)
    if old.many_to_many:
        return None
    if old.null and not new.null:
        return "becomes NOT NULL, and old code stores NULL"
    if new.unique and not old.unique:
        return "becomes unique, and old code stores duplicates"
    if not is_wider(old.db_type(connection), new.db_type(connection)):
        return "gets another type"
    return None


def get_problem(operation, state, app, created):
    """Return why an operation breaks the previous release, or None. `created` are the models of the migration."""
    if isinstance(operation, REMOVALS):
        return "is still used by old code"
    model = (getattr(operation, "model_name", None) or getattr(operation, "name", "")).lower()
    if model in created:
        return None
    if isinstance(operation, CONSTRAINTS):
        return "is a constraint that old code does not check"
    if isinstance(operation, ops.AddField) and needs_value(operation.field):
        return "is NOT NULL without db_default, and old code does not set it"
    if isinstance(operation, ops.AlterField):
        return get_alteration_problem(state, app, operation)
    return None


def get_problems(migration, state):
    """Yield a line for each operation that the previous release could not live with."""
    operations = list(get_database_operations(migration.operations))
    created = {operation.name.lower() for operation in operations if isinstance(operation, ops.CreateModel)}
    for operation in operations:
        if problem := get_problem(operation, state, migration.app_label, created):
            yield f"{migration.app_label}.{migration.name}: {operation.describe()}: {problem}"
    has_data = any(isinstance(operation, DATA) for operation in operations)
    alters = any(isinstance(operation, ops.AddField | ops.AlterField | ops.AddIndex) for operation in operations)
    if has_data and alters and migration.atomic:
        yield f"{migration.app_label}.{migration.name}: changes rows while it holds the lock of an altered table"
