"""Public pages of the Working Group and its register."""

from functools import partial

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.counts import count_up_to
from portal.filters import ALL_YEARS, Filter, FilterSet, get_number_choices, get_record_choices, is_in_year
from portal.i18n.languages import get_current_language, localize
from portal.pages.documents import Document
from portal.pages.models import Page
from portal.pages.offices import Office
from portal.pagination import NewestPaginator, get_page
from portal.publishing.shortcuts import render_detail, render_list
from portal.records.models import Country
from portal.records.redirects import get_by_any_slug
from workinggroup.models import Commitment, Meeting, Post, Subgroup, Submission
from workinggroup.models.people import group_by_side
from workinggroup.submission_filters import get_submission_filters, group_by_office

PER_PAGE = 50
# How many meetings of the group the page of one shows before and after it.
MEETINGS_AROUND = 20


@require_safe
def group(request):
    """Show the page about the group with an overview of the register."""
    page = get_object_or_404(Page.objects.published().with_related(), key="working-group")
    meetings = Meeting.objects.published().of_group().without_texts()
    on_record = count_up_to(Commitment.objects.published().on_record())
    return render_detail(
        request,
        page,
        template="workinggroup/group.html",
        posts=Post.objects.published().with_related(),
        subgroups=Subgroup.objects.published(),
        latest=meetings.past().newest_first().first(),
        next=meetings.upcoming().first(),
        commitments=Commitment.objects.published().active().without_texts()[:PER_PAGE],
        on_record=None if on_record.is_more else on_record.number,
    )


def render_meetings(request, meetings, template, *filters):
    """Render a list of meetings with these filters and those by country and year. Its years go by the template."""
    years = get_number_choices(("years", template), lambda: meetings.years("start"))
    filters = FilterSet(
        request,
        *filters,
        Filter("country", _("Host country"), get_record_choices(Country.objects.all(), "name"), "hosts"),
        Filter("year", _("Year"), years, is_in_year("start"), ALL_YEARS),
    )
    records = filters.apply(meetings).with_hosts().without_texts().newest_first()
    page = get_page(request, records, PER_PAGE, NewestPaginator)
    return render_list(
        request,
        template,
        meetings,
        page=page,
        filters=filters.count(meetings),
        without_day=count_up_to(Meeting.objects.published().without_known_days()).number,
    )


@require_safe
def meeting_list(request):
    kinds = [choice for choice in Meeting.Kind.choices if choice[0] != Meeting.Kind.OTHER]
    meetings = Meeting.objects.published().of_group()
    kind = Filter("kind", _("Type"), kinds, "kind")
    return render_meetings(request, meetings, "workinggroup/meeting_list.html", kind)


@require_safe
def other_meeting_list(request):
    return render_meetings(request, Meeting.objects.published().others(), "workinggroup/other_meeting_list.html")


def get_other_meetings(meeting):
    """Return the meetings around one of the group, or else those before and after it in its list, for the template."""
    meetings = Meeting.objects.published().oldest_first()
    if meeting.kind == Meeting.Kind.GROUP:
        group_meetings = meetings.for_links("place", "start", "end").filter(kind=Meeting.Kind.GROUP)
        return {"group_meetings": group_meetings.around(meeting, MEETINGS_AROUND)}
    return meetings.in_same_list_as(meeting).neighbours(meeting)


@require_safe
def meeting_detail(request, slug):
    meeting = get_by_any_slug(Meeting.objects.published().with_related(), slug)
    documents = Document.objects.published().with_related().without_texts().filter(meetings=meeting)
    sides = group_by_side(meeting.participants.all())
    contents = {
        _("agenda"): localize(meeting, "agenda").text,
        _("participants"): sides,
        _("outcomes"): localize(meeting, "outcomes").text,
        _("documents"): documents,
    }
    return render_detail(
        request,
        meeting,
        calendar_url=reverse("workinggroup:meeting_event", kwargs=meeting.get_url_kwargs(get_current_language())),
        sides=sides,
        subgroups=Subgroup.objects.published().for_links().filter(meetings=meeting),
        documents=documents,
        not_on_record=[name for name, content in contents.items() if not content],
        commitments=Commitment.objects.published().with_state().without_texts().filter(meeting=meeting),
        **get_other_meetings(meeting),
    )


@require_safe
def post_detail(request, slug):
    return render_detail(request, get_by_any_slug(Post.objects.published().with_related(), slug))


@require_safe
def subgroup_detail(request, slug):
    subgroup = get_by_any_slug(Subgroup.objects.published().with_related(), slug)
    meetings = Meeting.objects.published().with_hosts().without_texts().newest_first().filter(subgroups=subgroup)
    return render_detail(
        request,
        subgroup,
        calendar_url=reverse("workinggroup:subgroup_calendar", kwargs=subgroup.get_url_kwargs(get_current_language())),
        sides=group_by_side(subgroup.members.all()),
        meetings=meetings,
        without_day=sum(not meeting.has_known_days for meeting in meetings),
        documents=Document.objects.published().with_related().without_texts().filter(subgroups=subgroup),
        commitments=Commitment.objects.published().with_state().without_texts().filter(subgroups=subgroup),
        **Subgroup.objects.published().neighbours(subgroup),
    )


@require_safe
def document_list(request):
    """List all documents, with filters by kind, year and subgroup."""
    documents = Document.objects.published()
    years = get_number_choices("years of documents", lambda: documents.years("issued"))
    filters = FilterSet(
        request,
        Filter("kind", _("Type"), Document.Kind.choices, "kind"),
        Filter("year", _("Year"), years, is_in_year("issued"), ALL_YEARS),
        Filter("subgroup", _("Subgroup"), get_record_choices(Subgroup.objects.published()), "subgroups"),
    )
    page = get_page(request, filters.apply(documents).with_related().without_texts(), PER_PAGE, NewestPaginator)
    return render_list(
        request, "workinggroup/document_list.html", documents, page=page, filters=filters.count(documents)
    )


@require_safe
def submission_list(request):
    """List the public communications on record, by office, below the page about them."""
    page = get_object_or_404(Page.objects.published().with_related(), key="public-communications")
    submissions = Submission.objects.published()
    offices = Office.objects.published().filter(Exists(submissions.filter(office=OuterRef("pk"))))
    filters = get_submission_filters(request, submissions, offices)
    filtered = filters.apply(submissions).with_related().without_texts().in_filing_order()
    list_page = get_page(request, filtered, PER_PAGE, NewestPaginator)
    return render_detail(
        request,
        page,
        template="workinggroup/submission_list.html",
        list_page=list_page,
        groups=partial(group_by_office, list_page, offices),
        filters=filters.count(submissions),
    )


@require_safe
def submission_detail(request, slug):
    submission = get_by_any_slug(Submission.objects.published().with_related(), slug)
    return render_detail(
        request,
        submission,
        office=Office.objects.published().filter(submissions=submission).first(),
        documents=Document.objects.published().with_related().filter(submissions=submission),
        **Submission.objects.published().in_filing_order().neighbours(submission),
    )


@require_safe
def commitment_list(request):
    commitments = Commitment.objects.published().with_state()
    filters = FilterSet(
        request,
        Filter("program", _("Work program"), get_number_choices("work programs", commitments.programs), "program"),
        Filter("kind", _("Type"), Commitment.Kind.choices, "kind"),
        Filter("state", _("Status"), Commitment.State.choices, "state"),
        Filter("lead", _("Led by"), get_record_choices(Country.objects.all(), "name"), "lead"),
    )
    page = get_page(request, filters.apply(commitments).without_texts(), PER_PAGE, NewestPaginator)
    return render_list(
        request,
        "workinggroup/commitment_list.html",
        commitments,
        page=page,
        without_day=count_up_to(Commitment.objects.published().without_due_day()).number,
        filters=filters.count(commitments),
    )


@require_safe
def commitment_detail(request, slug):
    commitment = get_by_any_slug(Commitment.objects.published().with_related(), slug)
    return render_detail(
        request,
        commitment,
        meeting=Meeting.objects.published().for_links("start", "end").filter(commitments=commitment).first(),
        subgroups=Subgroup.objects.published().for_links().filter(commitments=commitment),
        documents=Document.objects.published().with_related().filter(commitments=commitment),
        **Commitment.objects.published().neighbours(commitment),
    )
