"""Filters and groups of the list of public communications."""

from itertools import groupby

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.filters import ALL_YEARS, Filter, FilterSet, get_number_choices, get_record_choices, is_in_year
from portal.records.models import Country
from workinggroup.models import Submission, SubmissionStep

YES = "yes"


def has_step(*conditions, **values):
    """Return the condition for communications with a step that meets all conditions."""
    return Q(pk__in=SubmissionStep.objects.filter(*conditions, **values).values("submission"))


def get_outcome_choices():
    """Return the choices of the filter by outcome, which are kinds of steps."""
    kinds = SubmissionStep.Kind
    return [
        (kinds.REPORT.value, _("report issued")),
        (kinds.AGREEMENT.value, kinds.AGREEMENT.label),
        (kinds.DECLINED.value, kinds.DECLINED.label),
        (kinds.WITHDRAWN.value, kinds.WITHDRAWN.label),
    ]


def get_submission_filters(request, submissions, offices):
    """Return the FilterSet of a request for these communications, which these offices received."""
    countries = get_record_choices(Country.objects.all(), "name")
    return FilterSet(
        request,
        Filter("office", _("Office"), get_record_choices(offices), "office", pgettext("all offices", "All")),
        Filter("about", _("Country concerned"), countries, "countries_concerned"),
        Filter("issue", _("Issue"), Submission.Principle.choices, lambda value: Q(issues__contains=[value])),
        Filter(
            "year", _("Year filed"), get_number_choices("filing years", submissions.filing_years),
            lambda value: has_step(is_in_year("date")(value), kind=SubmissionStep.Kind.FILED), ALL_YEARS,
        ),
        Filter(
            "osh", _("Safety and health"), [(YES, _("raised"))], lambda value: Q(raises_safety_and_health=True),
            pgettext("all communications", "All"),
        ),
        Filter(
            "outcome", _("Outcome"), get_outcome_choices(), lambda value: has_step(kind=value),
            pgettext("all outcomes", "All"),
        ),
    )  # fmt: skip


def group_by_office(submissions, offices):
    """Return [(office, is public, communications)] in the order of the communications, which is by office."""
    public = {office.pk for office in offices}
    return [
        (office, office.pk in public, list(members))
        for office, members in groupby(submissions, key=lambda submission: submission.office)
    ]
