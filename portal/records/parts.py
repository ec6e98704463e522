"""The rows that belong to a record: its children, and the way from a child to its record."""


def parts_of(record):
    """The rows that belong to a record and live with it: its inlines, as the model's `parts` names them."""
    for name in getattr(record, "parts", ()):
        yield from getattr(record, name).order_by("pk")


def whole_field(model):
    """The field by which rows of a model belong to a record as its parts; None where they belong to none."""
    for field in model._meta.fields:
        if field.many_to_one and field.remote_field.get_accessor_name() in getattr(field.related_model, "parts", ()):
            return field
    return None


def whole_of(part):
    """The record that a row belongs to as a part; the row itself where it belongs to none."""
    field = whole_field(type(part))
    return getattr(part, field.name) if field else part
