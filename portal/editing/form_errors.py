"""The errors of an admin form as a list: each with its place, the label of its field and its message."""

from typing import NamedTuple

from django.utils.text import capfirst


class Mistake(NamedTuple):
    """One field that is wrong, or a whole group of rows: where it is, what it is called, and what is wrong."""

    fragment: str
    words: str
    sentence: str


def of_form(form, before=""):
    """The mistakes of a form's fields; `before` names the row that they stand in."""
    for field in form:
        if field.errors:
            yield Mistake(field.auto_id, f"{before}{field.label}", " ".join(field.errors))


def of_group(inline):
    """The mistakes of a group of rows, and of each row in it."""
    formset, options = inline.formset, inline.opts
    for sentence in formset.non_form_errors():
        yield Mistake(f"{formset.prefix}-group", capfirst(options.verbose_name_plural), sentence)
    for number, form in enumerate(formset.forms, start=1):
        row = f"{capfirst(options.verbose_name)} {number}"
        for sentence in form.non_field_errors():
            yield Mistake(form.prefix, row, sentence)
        yield from of_form(form, f"{row}, ")
