"""Template tags that show the register on pages of other sections."""

from django import template

from portal.counts import count_up_to
from workinggroup.models import Commitment, Meeting, Subgroup, Submission

register = template.Library()


@register.inclusion_tag("workinggroup/_figures.html")
def register_figures():
    """Render the number of meetings of the group, subgroups, commitments and public communications."""
    return {
        "meetings": count_up_to(Meeting.objects.published().filter(kind=Meeting.Kind.GROUP)),
        "subgroups": count_up_to(Subgroup.objects.published()),
        "commitments": count_up_to(Commitment.objects.published()),
        "submissions": count_up_to(Submission.objects.published()),
    }
