"""Public pages of the indicators. Their values as CSV are a dataset of the open data."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.pages.models import Page
from portal.publishing.shortcuts import render_detail, render_list
from portal.records.redirects import get_by_any_slug
from programs.indicator_panels import build_measures, build_panel
from programs.indicators import Indicator


@require_safe
def indicator_list(request):
    """Show the indicators of each measure side by side, each on its own scale, and how they are counted."""
    page = get_object_or_404(Page.objects.published().with_related(), key="indicators")
    indicators, own = Indicator.objects.published(), Page.objects.filter(pk=page.pk)
    return render_list(request, "programs/indicator_list.html", indicators, own, page=page, measures=get_measures)


def get_measures():
    """Return the measures of all public indicators. Each fragment of the page reads them anew."""
    return build_measures(Indicator.objects.published().with_related())


@require_safe
def indicator_detail(request, slug):
    indicator = get_by_any_slug(Indicator.objects.published().with_related(), slug)
    return render_detail(
        request,
        indicator,
        panel=build_panel(indicator, [indicator]),
        definitions=indicator.get_ordered_definitions(),
    )
