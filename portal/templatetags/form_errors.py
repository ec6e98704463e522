"""What is wrong in a form of the admin, summed up: each mistake with the way to its field."""

from django import template

from portal.editing.form_errors import of_form, of_group

register = template.Library()


@register.inclusion_tag("editing/_form_errors.html")
def mistakes(adminform, inlines):
    """All mistakes of one page of the admin, in the order in which it shows its fields."""
    in_groups = (mistake for inline in inlines for mistake in of_group(inline))
    return {"mistakes": [*of_form(adminform.form), *in_groups]}
