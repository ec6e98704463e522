"""URLs of the Working Group's page and register."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from workinggroup import calendars, feeds, views

app_name = "workinggroup"
urlpatterns = [
    path("", views.group, name="group"),
    path(pgettext_lazy("address", "feed/"), feeds.SECTION, name="feed"),
    path(pgettext_lazy("address", "leadership/<slug:slug>/"), views.post_detail, name="post"),
    path(pgettext_lazy("address", "subgroups/<slug:slug>/"), views.subgroup_detail, name="subgroup"),
    path(pgettext_lazy("address", "meetings/"), views.meeting_list, name="meeting_list"),
    path(pgettext_lazy("address", "other-meetings/"), views.other_meeting_list, name="other_meeting_list"),
    path(pgettext_lazy("address", "meetings/feed/"), feeds.MEETINGS, name="meeting_feed"),
    path(pgettext_lazy("address", "meetings/meetings.ics"), calendars.meeting_calendar, name="meeting_calendar"),
    path(pgettext_lazy("address", "meetings/<slug:slug>/meeting.ics"), calendars.meeting_event, name="meeting_event"),
    path(
        pgettext_lazy("address", "subgroups/<slug:slug>/meetings.ics"),
        calendars.subgroup_calendar,
        name="subgroup_calendar",
    ),
    path(pgettext_lazy("address", "commitments/due-dates.ics"), calendars.due_date_calendar, name="due_date_calendar"),
    path(pgettext_lazy("address", "meetings/<slug:slug>/"), views.meeting_detail, name="meeting"),
    path(pgettext_lazy("address", "documents/feed/"), feeds.DOCUMENTS, name="document_feed"),
    path(pgettext_lazy("address", "documents/"), views.document_list, name="document_list"),
    path(pgettext_lazy("address", "public-communications/"), views.submission_list, name="submission_list"),
    path(pgettext_lazy("address", "public-communications/feed/"), feeds.SUBMISSIONS, name="submission_feed"),
    path(pgettext_lazy("address", "public-communications/<slug:slug>/"), views.submission_detail, name="submission"),
    path(pgettext_lazy("address", "commitments/"), views.commitment_list, name="commitment_list"),
    path(pgettext_lazy("address", "commitments/feed/"), feeds.COMMITMENTS, name="commitment_feed"),
    path(pgettext_lazy("address", "commitments/<slug:slug>/"), views.commitment_detail, name="commitment"),
]
