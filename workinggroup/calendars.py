"""Calendars of the register: all meetings, one meeting, those of a subgroup, and due dates."""

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.calendars.ical import AllDayEvent, get_latest_events, render_calendar
from portal.i18n.languages import get_current_language, localize
from portal.records.redirects import get_by_any_slug
from portal.revision import respond_if_changed
from workinggroup.models import Commitment, Meeting, Subgroup

MEETINGS_NAME = gettext_lazy("Meetings of the OSH Working Group")


def build_meeting_event(meeting):
    """Return the event of a meeting that `with_related()` and `with_sequence()` have loaded."""
    return AllDayEvent(
        meeting,
        meeting.start,
        meeting.end,
        place=localize(meeting, "place").text,
        countries=tuple(host.code for host in meeting.hosts.all()),
        category=meeting.get_kind_display(),
        is_canceled=meeting.is_canceled,
    )


def build_due_event(commitment):
    """Return the event of the due date of a commitment."""
    return AllDayEvent(
        commitment,
        commitment.due,
        summary=_("Due: %(commitment)s") % {"commitment": localize(commitment, "title").text},
        category=commitment.get_kind_display(),
        is_canceled=commitment.state == Commitment.State.DROPPED,
        uid_suffix="/due",
    )


def render_meetings(request, meetings, name, filename):
    """Return the calendar of some meetings, or 304 if the client has it."""

    def build(_changed_at):
        events = map(build_meeting_event, get_latest_events(meetings.with_related().without_texts().newest_first()))
        return render_calendar(request, name, events, filename)

    return respond_if_changed(request, build)


@require_safe
def meeting_calendar(request):
    """Serve the calendar of all meetings, of the group and of others."""
    return render_meetings(request, Meeting.objects.published(), str(MEETINGS_NAME), "meetings")


@require_safe
def meeting_event(request, slug):
    """Serve the calendar of one meeting, if its day is known."""
    meeting = get_by_any_slug(Meeting.objects.published().with_known_days(), slug)
    return render_record_calendar(request, "workinggroup:meeting_event", meeting, "meeting", pk=meeting.pk)


@require_safe
def subgroup_calendar(request, slug):
    """Serve the calendar of the meetings of a subgroup."""
    subgroup = get_by_any_slug(Subgroup.objects.published(), slug)
    return render_record_calendar(request, "workinggroup:subgroup_calendar", subgroup, "subgroup", subgroups=subgroup)


def render_record_calendar(request, url_name, record, filename, **condition):
    """Return the calendar of the meetings that fulfil a condition, or redirect to its canonical URL."""
    path = reverse(url_name, kwargs=record.get_url_kwargs(get_current_language()))
    if path != request.path_info:
        return HttpResponsePermanentRedirect(path)
    return render_meetings(
        request, Meeting.objects.published().filter(**condition), localize(record, "title").text, filename
    )


@require_safe
def due_date_calendar(request):
    """Serve the calendar of the due dates of commitments."""

    def build(_changed_at):
        commitments = Commitment.objects.published().with_state().with_due_day().without_texts()
        events = map(build_due_event, get_latest_events(commitments.order_by("-due", "-pk")))
        return render_calendar(request, _("Due dates of the OSH Working Group"), events, "due-dates")

    return respond_if_changed(request, build)
