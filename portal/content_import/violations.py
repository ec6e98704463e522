"""Rows of content files that are not valid, or that conflict with other rows."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint

from portal.content_import.records import ContentError


@contextmanager
def convert_validation_errors(record):
    """Raise a ValidationError as a ContentError with the file and line of the record."""
    try:
        yield
    except ValidationError as error:
        fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        reasons = (
            f"“{field}”: {' '.join(messages)}" if field.strip("_") else " ".join(messages)
            for field, messages in fields.items()
        )
        raise ContentError([record.create_problem(" ".join(reasons))]) from error


def find_violation(row):
    """Return the ValidationError of a row that could not be saved, or None."""
    try:
        row.full_clean()
    except ValidationError as error:
        return error
    return None


def find_conflicting_keys(row):
    """Return the primary keys of the rows that have values of this one that must be unique."""
    model = type(row)
    groups = [[field.name] for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    groups += [constraint.fields for constraint in model._meta.constraints if isinstance(constraint, UniqueConstraint)]
    keys = set()
    for names in filter(None, groups):
        columns = [model._meta.get_field(name).attname for name in names]
        values = {column: getattr(row, column) for column in columns}
        if None not in values.values():
            keys.update(model._base_manager.filter(**values).values_list("pk", flat=True))
    return keys
