"""The errors of an admin form as a list: each with its anchor, the label of its field and its message."""

from typing import NamedTuple

from django.utils.text import capfirst


class FormError(NamedTuple):
    """The error of a field, a row or a formset: `fragment` is the HTML id of its place in the form."""

    fragment: str
    field_label: str
    message: str


def get_form_errors(form, prefix=""):
    """Yield the errors of a form's fields. `prefix` names the row, and is put before each label."""
    for field in form:
        if field.errors:
            yield FormError(field.auto_id, f"{prefix}{field.label}", " ".join(field.errors))


def get_formset_errors(inline):
    """Yield the errors of an inline admin formset, and of each form in it."""
    formset, options = inline.formset, inline.opts
    for message in formset.non_form_errors():
        yield FormError(f"{formset.prefix}-group", capfirst(options.verbose_name_plural), message)
    for number, form in enumerate(formset.forms, start=1):
        row = f"{capfirst(options.verbose_name)} {number}"
        for message in form.non_field_errors():
            yield FormError(form.prefix, row, message)
        yield from get_form_errors(form, f"{row}, ")
