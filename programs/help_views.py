"""Public help pages: whom to call, by place of work."""

from django.views.decorators.http import require_safe

from portal.i18n.languages import localize
from portal.page_cache.memo import remember
from portal.publishing.shortcuts import render_detail, render_list
from portal.records.redirects import get_by_any_slug
from programs.help import HelpPlace, group_by_country
from programs.models import Jurisdiction


@require_safe
def place_list(request):
    places, groups = HelpPlace.objects.published(), get_groups()
    return render_list(request, "programs/helpplace_list.html", places, groups=groups, **get_emergency(groups))


@require_safe
def place_detail(request, slug):
    place = get_by_any_slug(HelpPlace.objects.published().with_related(), slug)
    jurisdiction = Jurisdiction.objects.published().for_links().filter(pk=place.jurisdiction_id).first()
    return render_detail(request, place, groups=get_groups(), jurisdiction=jurisdiction)


def get_groups():
    """Return the PlaceGroups of all public places, which each page of a place lists, too."""
    return remember("help places", lambda: group_by_country(HelpPlace.objects.published().with_related()))


def get_emergency(groups):
    """Return the emergency numbers of all places, and an entry for each source that they name."""
    places = [place for group in groups for place in group.places]
    telephones = {phone.url: phone for place in places for phone in place.get_emergency_telephones()}
    entries = {
        str(localize(entry, "source_title")): entry for place in places for entry in place.get_emergency_entries()
    }
    return {"emergency_telephones": list(telephones.values()), "emergency_entries": list(entries.values())}
