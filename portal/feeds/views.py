"""The page that lists all feeds and calendars."""

from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.feeds.feeds import EVERYTHING, get_country_feed
from portal.records.models import Country
from portal.sections import get_sections


@require_safe
def feed_list(request):
    """List the feeds by section and country, and the calendars."""
    sections = get_sections()
    context = {
        "everything": EVERYTHING,
        "feeds": [feed for section in sections for feed in section.get_feeds()],
        "country_feeds": [get_country_feed(country) for country in Country.objects.all()],
        "calendars": [(title, reverse(name)) for section in sections for title, name in section.calendars],
    }
    return TemplateResponse(request, "portal/feed_list.html", context)
