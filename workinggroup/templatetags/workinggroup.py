"""Pieces of the register that stand on pages of other sections."""

from django import template

from workinggroup.models import Meeting, Subgroup, Submission

register = template.Library()


@register.inclusion_tag("workinggroup/_figures.html")
def register_figures():
    """How much the register holds: meetings of the group, its subgroups, public communications."""
    return {
        "meetings": Meeting.objects.published().filter(kind=Meeting.Kind.GROUP).count(),
        "subgroups": Subgroup.objects.published().count(),
        "submissions": Submission.objects.published().count(),
    }
