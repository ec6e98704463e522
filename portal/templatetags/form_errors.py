"""The error summary of an admin form, with a link to each field."""

from django import template

from portal.editing.form_errors import get_form_errors, get_formset_errors

register = template.Library()


@register.inclusion_tag("editing/_form_errors.html")
def form_error_summary(adminform, inlines):
    """List all errors of an admin form, in the order of its fields; last those of the section “Publishing”."""
    inline_errors = (error for inline in inlines for error in get_formset_errors(inline))
    transition_errors = get_form_errors(getattr(adminform.form, "transition_form", ()))
    return {"form_errors": [*get_form_errors(adminform.form), *inline_errors, *transition_errors]}
