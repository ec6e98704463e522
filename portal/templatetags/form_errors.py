"""Error summary of admin forms."""

from django import template

from portal.editing.form_errors import of_form, of_group

register = template.Library()


@register.inclusion_tag("editing/_form_errors.html")
def form_error_summary(adminform, inlines):
    """List the errors of a form and its inlines, in the order of the page, with links to the fields."""
    in_groups = (mistake for inline in inlines for mistake in of_group(inline))
    return {"mistakes": [*of_form(adminform.form), *in_groups]}
