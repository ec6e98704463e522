"""Public pages of the national programs."""

from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from portal.page_cache.memo import remember
from portal.publishing.shortcuts import render_detail, render_list
from portal.records.redirects import get_by_any_slug
from programs.comparison_table import Comparison, get_labels_2004
from programs.entry_lists import list_jurisdiction, list_section
from programs.help import HelpPlace
from programs.models import Entry, Jurisdiction, Section


@require_safe
def matrix(request):
    return render_list(request, "programs/matrix.html", Entry.objects.published())


@require_safe
def jurisdiction_detail(request, slug):
    jurisdictions = Jurisdiction.objects.published()
    jurisdiction = get_by_any_slug(jurisdictions.with_related(), slug)
    return render_detail(
        request,
        jurisdiction,
        entries=list_jurisdiction(Entry.objects.published().with_content(), jurisdiction),
        parent=jurisdictions.for_links().filter(pk=jurisdiction.parent_id).first(),
        children=jurisdictions.for_links().parts_of(jurisdiction),
        help_place=HelpPlace.objects.published().for_links().filter(jurisdiction=jurisdiction).first(),
        **jurisdictions.siblings(jurisdiction).neighbours(jurisdiction),
    )


@require_safe
def section_detail(request, slug):
    section = get_by_any_slug(Section.objects.published().with_related(), slug)
    jurisdictions = remember("jurisdictions", lambda: list(Jurisdiction.objects.published().with_related()))
    entries = list_section(Entry.objects.published(), section, jurisdictions)
    return render_detail(
        request,
        section,
        comparison=Comparison(section, entries, jurisdictions, request.GET.getlist("place")),
        entries=[entry for entry in entries if entry.has_page()],
        labels=get_labels_2004(entries),
        **Section.objects.published().neighbours(section),
    )


@require_safe
def entry_detail(request, jurisdiction, slug):
    parent = get_by_any_slug(Jurisdiction.objects.published(), jurisdiction)
    entries = Entry.objects.published().filter(jurisdiction=parent)
    entry = get_by_any_slug(entries.with_related(), slug)
    if not entry.has_page():
        return redirect(entry.section)
    return render_detail(request, entry, **entries.with_page().in_order().neighbours(entry))
