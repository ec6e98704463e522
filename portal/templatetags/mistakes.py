"""What is wrong in a form of the admin, summed up: each mistake with the way to its field."""

from typing import NamedTuple

from django import template
from django.utils.text import capfirst

register = template.Library()


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


@register.inclusion_tag("admin/_mistakes.html")
def mistakes(adminform, inlines):
    """All mistakes of one page of the admin, in the order in which it shows its fields."""
    in_groups = (mistake for inline in inlines for mistake in of_group(inline))
    return {"mistakes": [*of_form(adminform.form), *in_groups]}
