"""Parts of a record: rows of other models that belong to it, such as inlines."""

from operator import attrgetter


def get_parts(record):
    """Yield the parts of a record. The model's `parts` attribute lists their related names."""
    for name in getattr(record, "parts", ()):
        yield from get_parts_of(record, name)


def get_parts_of(record, name):
    """Return the parts of a record under one related name, in the order in which they were created.

    Without a query if they are prefetched.
    """
    return sorted(getattr(record, name).all(), key=attrgetter("pk"))


def get_rows(record):
    """Yield a record and all its parts, recursively."""
    yield record
    for part in get_parts(record):
        yield from get_rows(part)


def get_root_field(model):
    """Return the foreign key from a part's model to its record, or None if the model has no such key."""
    for field in model._meta.fields:
        if field.many_to_one and field.remote_field.get_accessor_name() in getattr(field.related_model, "parts", ()):
            return field
    return None


def get_root(part):
    """Return the record that a part, or a part of a part, belongs to. Any other row is its own root."""
    field = get_root_field(type(part))
    return get_root(getattr(part, field.name)) if field else part
