"""Calendars (RFC 5545) with all-day events, built from public records."""

import datetime
from dataclasses import dataclass

from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils.translation import gettext
from icalendar import Calendar, Event

from portal.history.models import Version
from portal.i18n.dates import parse_partial_date
from portal.i18n.languages import get_country_name, get_current_language, localize
from portal.i18n.timezones import CAPITALS
from portal.records.tags import build_record_tag

# Calendar applications ask again after a day.
REFRESH_INTERVAL = datetime.timedelta(days=1)
# A calendar has the latest events: applications load all of them every day.
MAX_EVENTS = 500


@dataclass(frozen=True)
class AllDayEvent:
    """An all-day event of a record. `end` is a partial date too, the last day; `countries` are codes of its place."""

    record: object
    start: str
    end: str = ""
    summary: str = ""
    place: str = ""
    countries: tuple = ()
    category: str = ""
    is_canceled: bool = False
    uid_suffix: str = ""


def has_known_day(date):
    """Return whether a partial date names a day."""
    return bool(date) and parse_partial_date(date).day is not None


def get_latest_events(queryset):
    """Return the records of a queryset, which begins with the latest event, as a list that begins with the earliest."""
    return list(with_sequence(queryset)[:MAX_EVENTS])[::-1]


def with_sequence(queryset):
    """Annotate `sequence`: how often the record has been saved, or moved to another status, since its first version."""
    versions = Version.objects.of_outer(queryset.model).filter(of_draft=False).order_by("-number")
    return queryset.annotate(sequence=Coalesce(Subquery(versions.values("number")[:1]), 1) - 1)


def get_time_zone(countries):
    """Return (zone key, city) of the capital of the only country, None if there are several or none."""
    capitals = [capital for capital in CAPITALS if capital.country in countries]
    return (capitals[0].time_zone.key, str(capitals[0].name)) if len(capitals) == 1 else None


def describe_event(event, url):
    """Return the description of an event: the summary of the record, the time zone of its days and the URL."""
    lines = [localize(event.record, "summary").text]
    if zone := get_time_zone(event.countries):
        lines.append(gettext("Whole days in the time zone of %(city)s (%(zone)s)") % {"city": zone[1], "zone": zone[0]})
    return "\n".join(filter(None, (*lines, url)))


def build_event(event, base_url):
    """Return the iCalendar event. Its end is exclusive, and its UID is permanent."""
    record, title = event.record, localize(event.record, "title")
    first, last = (datetime.date.fromisoformat(date) for date in (event.start, event.end or event.start))
    # The initial content has no date of modification. Its stamp is then the day itself, and not that of its loading.
    midnight = datetime.datetime.combine(first, datetime.time.min, datetime.UTC)
    stamp = record.changed_at or min(midnight, record.publish_at)
    url = f"{base_url}{record.get_absolute_url()}"
    built = Event()
    built.add("uid", f"{build_record_tag(record)}{event.uid_suffix}")
    built.add("dtstamp", stamp)
    built.add("dtstart", first)
    built.add("dtend", last + datetime.timedelta(days=1))
    built.add("sequence", record.sequence)
    built.add("status", "CANCELLED" if event.is_canceled else "CONFIRMED")
    built.add("summary", event.summary or title.text, {"LANGUAGE": title.language})
    built.add("description", describe_event(event, url))
    built.add("url", url)
    built.add("transp", "TRANSPARENT")
    if record.changed_at:
        built.add("last-modified", record.changed_at)
    names = [get_country_name(code) for code in event.countries]
    if event.place or names:
        built.add("location", event.place or ", ".join(names))
    if event.category:
        built.add("categories", [event.category])
    return built


def render_calendar(request, name, events, filename):
    """Return the response with a calendar. Events without a known first and last day are left out."""
    base_url = request.build_absolute_uri("/").rstrip("/")
    language = get_current_language()
    dated = [event for event in events if has_known_day(event.start) and has_known_day(event.end or event.start)]
    calendar = Calendar()
    calendar.add("prodid", f"-//Tri-National Occupational Safety and Health Working Group//Portal//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name, {"LANGUAGE": language})
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH_INTERVAL, {"VALUE": "DURATION"})
    zones = {zone[0] for event in dated if (zone := get_time_zone(event.countries))}
    # Applications want one zone; it moves no all-day event. Each event names the zone of its own place.
    calendar.add("x-wr-timezone", zones.pop() if len(zones) == 1 else CAPITALS[0].time_zone.key)
    for event in dated:
        calendar.add_component(build_event(event, base_url))
    headers = {"Content-Disposition": f'inline; filename="{filename}.ics"'}
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8", headers=headers)
