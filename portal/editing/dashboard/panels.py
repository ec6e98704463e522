"""What an editor's desk is divided into: each block says whom it concerns, and which records it is about.

No block makes a page or a query of its own: dashboard.py asks them all, and the filter of the lists asks one.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.drafts.models import Draft
from portal.history.models import Event, Version
from portal.permissions import Role
from portal.publishing.consents import Consent
from portal.publishing.models import publishable_models
from portal.publishing.releases import Release, ReleaseMember
from portal.records.models import Status
from portal.translations.queries import build_missing_languages

AHEAD = timedelta(days=30)
LATELY = timedelta(days=14)
# The events after which a record has another status than before.
OF_STATUS = (
    Event.SUBMITTED,
    Event.WITHDRAWN_FROM_REVIEW,
    Event.CHANGES_REQUESTED,
    Event.PUBLISHED,
    Event.SCHEDULED,
    Event.UNSCHEDULED,
    Event.WITHDRAWN,
    Event.RESTORED_FROM_TRASH,
)


def newest(model, column, *events):
    """A column of each record's newest version, or of its newest one with such an event."""
    of_model = ContentType.objects.get_for_model(model)
    versions = Version.objects.filter(content_type=of_model, object_id=OuterRef("pk")).order_by("-number")
    return Subquery((versions.filter(event__in=events) if events else versions).values(column)[:1])


# Whom a block concerns


def writes(editor):
    return any(permissions.can_add(editor, model) for model in publishable_models())


def publishes(editor):
    return any(permissions.publishes(editor, model) for model in publishable_models())


def translates(editor):
    return Role.TRANSLATOR in editor.roles


def consents(editor):
    return Role.PUBLISHER in editor.roles and bool(editor.country_ids)


# Which records it is about, of those of one model that the editor may see


def draft_of(model, **wanted):
    """The draft of each record, as a subquery: of those that are as wanted."""
    of_model = ContentType.objects.get_for_model(model)
    return Draft.objects.filter(content_type=of_model, object_id=OuterRef("pk"), **wanted)


def member_of(model, **wanted):
    """The release that each record is part of, as a subquery: of those that are as wanted."""
    of_model = ContentType.objects.get_for_model(model)
    parts = ReleaseMember.objects.filter(content_type=of_model, object_id=OuterRef("pk"), is_open=True)
    return parts.filter(**{f"release__{name}": value for name, value in wanted.items()})


def awaiting(editor, records):
    """What was submitted, and what could not go live at its time."""
    model = records.model
    drafted = Exists(draft_of(model, state=Draft.State.IN_REVIEW)) | Exists(draft_of(model, held_at__isnull=False))
    held = Exists(member_of(model, held_at__isnull=False))
    return permissions.publishable_by(editor, records.filter(Q(status=Status.IN_REVIEW) | drafted | held))


def consent_asked(editor, records):
    """Trinational records that wait for the consent of the editor's office."""
    asked = Consent.objects.filter(
        given_at=None,
        content_type=ContentType.objects.get_for_model(records.model),
        country__in=editor.country_ids if consents(editor) else (),
    )
    open_ones = records.filter(~Q(status=Status.PUBLISHED) | Exists(draft_of(records.model)))
    return open_ones.filter(country=None, pk__in=asked.values("object_id"))


def returned(editor, records):
    """Drafts that were returned, to everyone who worked on them but the one who returned them."""
    model = records.model
    drafted = Exists(draft_of(model, step=Event.CHANGES_REQUESTED, state=Draft.State.DRAFT, author=editor))
    records = records.filter(Q(status=Status.DRAFT) | drafted).alias(
        last_event=newest(model, "event", *OF_STATUS),
        last_by=newest(model, "by", *OF_STATUS),
        submitted_by=newest(model, "by", Event.SUBMITTED),
    )
    worked_on = Q(created_by=editor) | Q(submitted_by=editor.pk) | (Q(modified_by=editor) & ~Q(last_by=editor.pk))
    return records.filter(drafted | Q(worked_on, status=Status.DRAFT, last_event=Event.CHANGES_REQUESTED))


def touched(editor, records):
    return records.filter(Q(created_by=editor) | Q(modified_by=editor))


def drafts(editor, records):
    last_event = Coalesce(newest(records.model, "event", *OF_STATUS), Value(""))
    their_draft = draft_of(records.model, state=Draft.State.DRAFT).exclude(step=Event.CHANGES_REQUESTED)
    drafted = Exists(their_draft.filter(Q(author=editor) | Q(modified_by=editor)))
    own = Q(status=Status.DRAFT) & (Q(created_by=editor) | Q(modified_by=editor))
    return records.alias(last_event=last_event).filter(drafted | (own & ~Q(last_event=Event.CHANGES_REQUESTED)))


def going_live(editor, records):
    """What the clock will do, or is planned to do, in the next time."""
    now = timezone.now()
    written = Q(status__in=(Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED))
    begins = written & Q(publish_at__gt=now, publish_at__lte=now + AHEAD)
    begins |= Exists(draft_of(records.model, publish_at__gt=now, publish_at__lte=now + AHEAD))
    scheduled = {"state": Release.State.SCHEDULED, "publish_at__gt": now, "publish_at__lte": now + AHEAD}
    begins |= Exists(member_of(records.model, **scheduled))
    return records.filter(begins | Q(status=Status.PUBLISHED, withdraw_at__gt=now, withdraw_at__lte=now + AHEAD))


def due(editor, records):
    return permissions.writable_by(editor, records.published()).filter(review_due__lte=timezone.localdate() + AHEAD)


def untranslated(editor, records):
    if not translates(editor):
        return records.none()
    lacking_one = records.alias(gaps=build_missing_languages(records.model)).filter(gaps__overlap=editor.languages)
    return lacking_one.exclude(status=Status.PUBLISHED)


def changed(editor, records):
    """What someone has changed lately; what the first content brought, no one has."""
    lately = records.filter(modified_at__gte=timezone.now() - LATELY)
    return lately.alias(newest_by=newest(records.model, "by")).filter(newest_by__isnull=False)


class Block(NamedTuple):
    """A part of the desk. `events` are those of the version that is told beside a record, none for any event."""

    name: str
    heading: str
    nothing: str  # what stands there where it is about no record
    concerns: Callable
    of: Callable
    order: tuple
    events: tuple | None = None  # None where no version is told
    tells_gaps: bool = False
    is_beside: bool = False  # tells what goes on rather than what is to be done

    @property
    def is_calendar(self):
        """Whether it is told by days rather than by records."""
        return self.name == "going-live"

    @property
    def tells_due(self):
        """Whether it is about the day by which a record is to be checked."""
        return self.name == "due"


BLOCKS = (
    Block(
        "waiting", _("Waiting for your review"), _("Nothing waits for your review."),
        publishes, awaiting, ("deed_id",), (Event.SUBMITTED,),
    ),
    Block(
        "consents", _("Consent asked of your office"), _("No consent is asked of your office."),
        consents, consent_asked, ("publish_at",), (Event.APPROVAL_REQUESTED,),
    ),
    Block(
        "returned", _("Returned to you"), _("Nothing was returned to you."),
        writes, returned, ("-deed_id",), (Event.CHANGES_REQUESTED,),
    ),
    Block(
        "drafts", _("Your drafts"), _("You have no draft under way."),
        writes, drafts, ("-modified_at",), (),
    ),
    Block(
        "untranslated", _("To be translated"), _("No text is missing in your languages."),
        translates, untranslated, ("publish_at",), tells_gaps=True,
    ),
    Block(
        "going-live", _("Going live next"), _("Nothing goes live or ends in the next 30 days."),
        permissions.is_editor, going_live, ("publish_at",), tells_gaps=True,
        is_beside=True,
    ),
    Block(
        "due", _("Due to be checked"), _("No public text is due to be checked in the next 30 days."),
        writes, due, ("review_due",), is_beside=True,
    ),
    Block(
        "changed", _("Changed lately"), _("Nothing was changed in the last 14 days."),
        permissions.is_editor, changed, ("-deed_id",), (), is_beside=True,
    ),
)  # fmt: skip


def blocks_of(editor):
    """The blocks that can ever concern an editor."""
    return [block for block in BLOCKS if block.concerns(editor)]
