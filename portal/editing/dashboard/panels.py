"""The panels of the dashboard: for which editors each one is relevant, and which records it contains.

dashboard.py queries all panels; the dashboard filter of the admin lists uses one of them.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from portal import clock, permissions
from portal.drafts.models import Draft
from portal.history.models import Event, Version
from portal.permissions import Role
from portal.publishing.approvals import Approval
from portal.publishing.models import publishable_models
from portal.publishing.releases import Release, ReleaseMember
from portal.publishing.transitions import STATUS_EVENTS
from portal.records.models import Status
from portal.translations.queries import build_missing_languages

UPCOMING_PERIOD = timedelta(days=30)
RECENT_PERIOD = timedelta(days=14)


def get_newest_version(model, column, *events):
    """Return a subquery for a column of the newest version of each record, restricted to the events if given."""
    versions = Version.objects.of_outer(model).order_by("-number")
    return Subquery((versions.filter(event__in=events) if events else versions).values(column)[:1])


# For whom a panel is relevant


def can_write(editor):
    return any(permissions.can_add(editor, model) for model in publishable_models())


def can_publish(editor):
    return any(permissions.is_publisher_of(editor, model) for model in publishable_models())


def can_translate(editor):
    return Role.TRANSLATOR in editor.roles


def can_write_or_translate(editor):
    return can_write(editor) or can_translate(editor)


def can_approve(editor):
    return Role.PUBLISHER in editor.roles and bool(editor.country_ids)


# Which records it contains, of the records of one model that the editor may see


def get_drafts(model, **filters):
    """Return the draft of each record as a queryset for a subquery."""
    return Draft.objects.of_outer(model).filter(**filters)


def get_release_members(model, **filters):
    """Return the open release membership of each record as a queryset for a subquery.

    The filters apply to the release.
    """
    members = ReleaseMember.objects.of_outer(model).filter(is_open=True)
    return members.filter(**{f"release__{name}": value for name, value in filters.items()})


def filter_waiting(editor, records):
    """Return the records that the editor may publish and that are in review or failed to be published on time."""
    model = records.model
    drafted = Exists(get_drafts(model, state=Draft.State.IN_REVIEW)) | Exists(get_drafts(model, held_at__isnull=False))
    held = Exists(get_release_members(model, held_at__isnull=False))
    return permissions.filter_publishable(editor, records.filter(Q(status=Status.IN_REVIEW) | drafted | held))


def filter_approval_requested(editor, records):
    """Return trinational records that wait for the approval of the editor's office."""
    requested = Approval.objects.of_model(records.model).filter(
        approved_at=None,
        refused_at=None,
        of_published=False,
        country__in=editor.country_ids if can_approve(editor) else (),
    )
    not_public = records.filter(~Q(status=Status.PUBLISHED) | Exists(get_drafts(records.model)))
    return not_public.filter(country=None, pk__in=requested.values("object_id"))


def filter_returned(editor, records):
    """Return drafts with requested changes, for everyone who worked on them except the editor who asked for them."""
    model = records.model
    drafted = Exists(get_drafts(model, step=Event.CHANGES_REQUESTED, state=Draft.State.DRAFT, author=editor))
    records = records.filter(Q(status=Status.DRAFT) | drafted).alias(
        last_event=get_newest_version(model, "event", *STATUS_EVENTS),
        last_by=get_newest_version(model, "by", *STATUS_EVENTS),
        submitted_by=get_newest_version(model, "by", Event.SUBMITTED),
    )
    worked_on = Q(created_by=editor) | Q(submitted_by=editor.pk) | (Q(modified_by=editor) & ~Q(last_by=editor.pk))
    return records.filter(drafted | Q(worked_on, status=Status.DRAFT, last_event=Event.CHANGES_REQUESTED))


def filter_submitted(editor, records):
    """Return what the editor submitted and others are reviewing."""
    in_review = Q(status=Status.IN_REVIEW) | Exists(get_drafts(records.model, state=Draft.State.IN_REVIEW))
    records = records.filter(in_review).alias(submitted_by=get_newest_version(records.model, "by", Event.SUBMITTED))
    return records.filter(submitted_by=editor.pk)


def filter_own(editor, records):
    """Return the records that the editor created or last modified."""
    return records.filter(Q(created_by=editor) | Q(modified_by=editor))


def filter_drafts(editor, records):
    """Return the drafts that the editor is working on."""
    last_event = Coalesce(get_newest_version(records.model, "event", *STATUS_EVENTS), Value(""))
    their_draft = get_drafts(records.model, state=Draft.State.DRAFT).exclude(step=Event.CHANGES_REQUESTED)
    drafted = Exists(their_draft.filter(Q(author=editor) | Q(modified_by=editor)))
    own = Q(status=Status.DRAFT) & (Q(created_by=editor) | Q(modified_by=editor))
    return records.alias(last_event=last_event).filter(drafted | (own & ~Q(last_event=Event.CHANGES_REQUESTED)))


def filter_upcoming(editor, records):
    """Return the records to be published or unpublished in the upcoming period, scheduled or only planned."""
    now = clock.now()
    has_own_schedule = Q(status__in=(Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED))
    begins = has_own_schedule & Q(publish_at__gt=now, publish_at__lte=now + UPCOMING_PERIOD)
    begins |= Exists(get_drafts(records.model, publish_at__gt=now, publish_at__lte=now + UPCOMING_PERIOD))
    scheduled = {"state": Release.State.SCHEDULED, "publish_at__gt": now, "publish_at__lte": now + UPCOMING_PERIOD}
    begins |= Exists(get_release_members(records.model, **scheduled))
    return records.filter(
        begins | Q(status=Status.PUBLISHED, withdraw_at__gt=now, withdraw_at__lte=now + UPCOMING_PERIOD)
    )


def filter_review_due(editor, records):
    """Return the public records that the editor should review in the upcoming period."""
    return permissions.filter_writable(editor, records.published()).filter(
        review_due__lte=clock.get_today() + UPCOMING_PERIOD
    )


def count_unconfirmed_facts(model):
    """Return an expression for the number of facts of each record that wait to be confirmed."""
    count = Value(0)
    for name in model.fact_parts:
        to_record = model._meta.get_field(name).field
        facts = to_record.model._base_manager.filter(**{to_record.name: OuterRef("pk")}, confirmed=False)
        counts = facts.order_by().values(to_record.name).annotate(count=Count("pk")).values("count")
        count += Coalesce(Subquery(counts), 0)
    return count


def filter_unconfirmed(editor, records):
    """Return the records that the editor writes and that have facts to confirm."""
    if not records.model.fact_parts:
        return records.none()
    unconfirmed = records.alias(unconfirmed_facts=count_unconfirmed_facts(records.model))
    return permissions.filter_writable(editor, unconfirmed.filter(unconfirmed_facts__gt=0))


def filter_untranslated(editor, records):
    """Return unpublished records that lack a text in a language of the editor."""
    if not can_translate(editor):
        return records.none()
    incomplete = records.alias(missing=build_missing_languages(records.model)).filter(missing__overlap=editor.languages)
    return incomplete.exclude(status=Status.PUBLISHED)


def filter_recently_changed(editor, records):
    """Return the records that an editor changed recently. Versions of the content import have no editor."""
    recent = records.filter(modified_at__gte=clock.now() - RECENT_PERIOD)
    return recent.alias(newest_by=get_newest_version(records.model, "by")).filter(newest_by__isnull=False)


class Panel(NamedTuple):
    """A panel of the dashboard."""

    name: str
    heading: str
    empty_message: str
    is_relevant: Callable  # (editor) -> bool
    get_records: Callable  # (editor, queryset of one model) -> queryset
    order: tuple
    events: tuple | None = None  # of the version shown with a record: () for any event, None for no version
    shows_missing: bool = False  # the languages in which texts are missing
    shows_unconfirmed: bool = False  # the number of facts to confirm
    is_secondary: bool = False  # for information, not a task of the editor

    @property
    def is_calendar(self):
        return self.name == "upcoming"

    @property
    def shows_review_due(self):
        return self.name == "due"


PANELS = (
    Panel(
        "waiting", _("Waiting for your review"), _("Nothing is waiting for your review."),
        can_publish, filter_waiting, ("version_id",), (Event.SUBMITTED,),
    ),
    Panel(
        "approvals", _("Waiting for your office’s approval"), _("Nothing is waiting for your office’s approval."),
        can_approve, filter_approval_requested, ("publish_at",), (Event.APPROVAL_REQUESTED,),
    ),
    Panel(
        "returned", _("Changes requested"), _("Nobody has requested changes from you."),
        can_write, filter_returned, ("-version_id",), (Event.CHANGES_REQUESTED,),
    ),
    Panel(
        "submitted", _("Submitted by you, in review"), _("Nothing that you submitted is in review."),
        can_write_or_translate, filter_submitted, ("-version_id",), (Event.SUBMITTED,),
    ),
    Panel(
        "drafts", _("Your drafts"), _("You have no drafts."),
        can_write, filter_drafts, ("-modified_at",), (),
    ),
    Panel(
        "untranslated", _("To translate"), _("No texts are missing in your languages."),
        can_translate, filter_untranslated, ("publish_at",), shows_missing=True,
    ),
    Panel(
        "unconfirmed", _("Facts to confirm"), _("No facts wait to be confirmed."),
        can_write, filter_unconfirmed, ("-unconfirmed",), shows_unconfirmed=True,
    ),
    Panel(
        "upcoming", _("Scheduled"), _("Nothing is scheduled in the next 30 days."),
        permissions.is_editor, filter_upcoming, ("publish_at",), shows_missing=True,
        is_secondary=True,
    ),
    Panel(
        "due", _("Review dates"), _("No published text reaches its review date in the next 30 days."),
        can_write, filter_review_due, ("review_due",), is_secondary=True,
    ),
    Panel(
        "changed", _("Recent changes"), _("Nothing changed in the last 14 days."),
        permissions.is_editor, filter_recently_changed, ("-version_id",), (), is_secondary=True,
    ),
)  # fmt: skip


def get_panels(editor):
    """Return the panels that are relevant for an editor."""
    return [panel for panel in PANELS if panel.is_relevant(editor)]
