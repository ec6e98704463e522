"""Template tags that show the register on pages of other sections."""

from django import template

from workinggroup.models import Commitment, Meeting, Subgroup, Submission

register = template.Library()


@register.inclusion_tag("workinggroup/_figures.html")
def register_figures():
    """Render the number of meetings of the group, subgroups, commitments and public communications."""
    return {
        "meetings": Meeting.objects.published().filter(kind=Meeting.Kind.GROUP).count(),
        "subgroups": Subgroup.objects.published().count(),
        "commitments": Commitment.objects.published().count(),
        "submissions": Submission.objects.published().count(),
    }
