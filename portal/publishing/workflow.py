"""The transitions of records and their drafts. The table in transitions.py says who may use which, and when.

Each is one transaction, which also records a version and creates the notifications. It acts on the draft of a live
record, and on the record itself while it is not public. Callers check permissions (portal/permissions.py) first.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.drafts.rebase import split_by_language
from portal.history.models import Event
from portal.i18n.languages import LANGUAGE_PHRASES, LANGUAGES, localized_field_name
from portal.notifications.models import NotificationKind, get_authors, notify
from portal.operations.wakeup import scheduler_wakeup
from portal.publishing.approvals import (
    approve,
    cancel_approval_request,
    get_approval_blockers,
    get_companion_blockers,
    keep_published_approvals,
    refuse_approval,
    reopen_approvals,
    request_approval,
    requires_approval,
)
from portal.publishing.change_notes import ChangeNote
from portal.publishing.draft_changes import (
    delete_draft,
    get_draft_blockers,
    merge_draft,
    rebase_and_apply,
    record_working_version,
)
from portal.publishing.state_changes import (
    notify_editors,
    require_draft,
    require_note,
    require_transition,
    set_state,
)
from portal.publishing.transitions import TRANSITIONS
from portal.records.models import Status

# Review


@transaction.atomic
def submit(record, *, by, note="", at=None):
    """Submit a draft for review, optionally with a planned publication time, and its companions with it."""
    record.lock()
    companions = record.get_companions("submit", by)
    require_draft(record)
    require_transition(record, "submit")
    planned = record.draft.publish_at if record.draft else record.publish_at
    set_state(record, "submit", by=by, note=note, publish_at=at or planned)
    for companion in companions:
        submit(companion, by=by, note=note, at=at)


@transaction.atomic
def withdraw_from_review(record, *, by, note=""):
    """Make a submitted text a draft again, at the request of its author, and its companions with it."""
    record.lock()
    companions = record.get_companions("withdraw_from_review", by)
    require_transition(record, "withdraw_from_review")
    set_state(record, "withdraw_from_review", by=by, note=note)
    for companion in companions:
        withdraw_from_review(companion, by=by, note=note)


@transaction.atomic
def request_changes(record, *, by, note):
    """Return a submitted text to its author, and its companions with it. The note is required."""
    record.lock()
    companions = record.get_companions("request_changes", by)
    require_transition(record, "request_changes")
    require_note("request_changes", note)
    set_state(record, "request_changes", by=by, note=note)
    for companion in companions:
        request_changes(companion, by=by, note=note)


@transaction.atomic
def comment(record, *, by, note):
    """Add a comment to the history of a record, and notify its authors and publishers. The note is required."""
    record.lock()
    require_note("comment", note)
    record_working_version(record, TRANSITIONS["comment"].event, by=by, note=note)
    notify_editors(record, "comment", by=by, note=note)


@transaction.atomic
def discard_draft(record, *, by, note=""):
    """Delete the draft of a live record, with its changes."""
    record.lock()
    require_draft(record)
    require_transition(record, "discard_draft")
    delete_draft(record, Event.DISCARDED, by=by, note=note)


# Publishing


def publish(record, *, by, note="", change_note=None, without_approval=False):
    """Publish the record or the changes in its draft, now. `change_note` describes a significant change: see below.

    Raise ValidationError with the publish blockers, if there are any.
    """
    options = {"by": by, "note": note, "without_approval": without_approval}
    if record.saves_to_draft:
        publish_draft(record, change_note=change_note, **options)
    else:
        publish_record(record, **options)


def publish_without_approval(record, *, by, note, change_note=None):
    """Publish a trinational text that the offices have not approved. The note is required and stays in the history."""
    require_note("publish_without_approval", note)
    publish(record, by=by, note=note, change_note=change_note, without_approval=True)


def schedule(record, *, by, at, note="", change_note=None):
    """Schedule the publication of the record or of the changes in its draft.

    Raise ValidationError with the blockers if it could not be published now.
    """
    if record.saves_to_draft:
        schedule_draft(record, by=by, at=at, note=note, change_note=change_note)
    else:
        publish_record(record, by=by, at=at, note=note)


@transaction.atomic
def publish_record(record, *, by, at=None, note="", without_approval=False):
    """Publish a record that is not public, now or at a time, together with its companions."""
    companions = record.get_companions("publish", by)
    now = clock.now()
    if record.is_published_or_scheduled and not record.is_scheduled:
        raise ValidationError(_("“%(record)s” is already published."), params={"record": record})
    approval_blockers = get_approval_blockers(record)
    blockers = [*record.missing_content(), *record.content_errors(), *get_companion_blockers(companions)]
    if messages := [*blockers, *(() if without_approval else approval_blockers)]:
        raise ValidationError(messages)
    name = "schedule" if at and at > now else "publish"
    if approval_blockers and by:
        name = "publish_without_approval"
    times = {"publish_at": at or now, "changed_at": at or now, "withdraw_at": None}
    record.transition_to(Status.PUBLISHED, TRANSITIONS[name].event, by=by, note=note, **times)
    keep_published_approvals(record)
    notify_editors(record, name, by=by, note=note)
    for companion in companions:
        companion.lock()
        publish_record(companion, by=by, at=record.publish_at, note=note)


@transaction.atomic
def publish_draft(record, *, by, note="", change_note=None, without_approval=False):
    """Apply the draft to the record, and publish the record if it is not public.

    `change_note` describes a significant change to readers: {language: text}. Raise ValidationError with the
    blockers, if there are any.
    """
    record.lock()
    approval_blockers = get_approval_blockers(record) if record.draft else []
    if record.draft:
        rebase_and_apply(record, record.draft.migrated_changes)
        if approval_blockers and not without_approval:
            raise ValidationError(approval_blockers)
        notify(NotificationKind.PUBLISHED, record, to=get_authors(record), by=by, note=note)
        record.draft.delete()
        record.draft = None
    event = Event.PUBLISHED_WITHOUT_APPROVAL if approval_blockers else Event.CHANGES_PUBLISHED
    publish_applied_changes(record, event, by=by, note=note, change_note=change_note)


def publish_scheduled_draft(record, *, by):
    """Publish the draft at its time. Raise ValidationError if the record is not public any more."""
    if not record.is_published_or_scheduled:
        raise ValidationError(_("“%(record)s” is no longer published."), params={"record": record})
    publish_draft(record, by=by, note=gettext("as scheduled"), change_note=record.draft.what_changed)


@transaction.atomic
def publish_language(record, *, by, language, note="", change_note=None):
    """Publish the texts of one language of the draft. The other changes stay in the draft."""
    record.lock()
    require_draft(record)
    if requires_approval(record):
        raise ValidationError(
            _("The offices approve the text in all its languages, so no language can be published on its own.")
        )
    selected, others = split_by_language(record.draft.migrated_changes, language)
    if not selected:
        raise ValidationError(
            _("The draft does not change any text %(in_language)s."),
            params={"in_language": LANGUAGE_PHRASES[language]},
        )
    rebase_and_apply(record, selected, languages=[language])
    if others:
        record.draft.changes = others
        record.draft.save()
    else:
        record.draft.delete()
    label = gettext("only %(in_language)s") % {"in_language": LANGUAGE_PHRASES[language]}
    note = ": ".join(filter(None, [label, note]))
    publish_applied_changes(record, Event.CHANGES_PUBLISHED, by=by, note=note, change_note=change_note)


def publish_applied_changes(record, event, *, by, note, change_note):
    """Record the applied and approved changes as published, with a change note if there is one."""
    if record.is_published_or_scheduled:
        times = {"changed_at": max(clock.now(), record.publish_at)} if change_note else {}
        record.transition_to(Status.PUBLISHED, event, by=by, note=note, **times)
        keep_published_approvals(record)
    else:
        publish_record(record, by=by, note=note, without_approval=True)
    if change_note:
        texts = {localized_field_name("text", language): change_note.get(language, "") for language in LANGUAGES}
        ChangeNote.objects.create(record=record, by=by, at=record.changed_at, **texts)


@transaction.atomic
def schedule_draft(record, *, by, at, note="", change_note=None):
    """Schedule the draft. Raise ValidationError with the blockers if it could not be published now."""
    record.lock()
    require_draft(record)
    if blockers := get_draft_blockers(record):
        raise ValidationError(blockers)
    set_state(record, "schedule", by=by, note=note, publish_at=at, what_changed=change_note or {})
    transaction.on_commit(scheduler_wakeup.set)


@transaction.atomic
def unschedule(record, *, by, note=""):
    """Cancel the scheduled publication of the draft, else of the record, else the scheduled unpublishing.

    A record whose publication is canceled becomes a draft again.
    """
    record.lock()
    if not TRANSITIONS["unschedule"].is_available(record):
        raise ValidationError(_("Nothing is scheduled for “%(record)s”."), params={"record": record})
    if record.draft and record.draft.is_scheduled:
        set_state(record, "unschedule", by=by, note=note, publish_at=None)
    elif record.is_scheduled:
        merge_draft(record)
        reopen_approvals(record)
        times = {"publish_at": None, "withdraw_at": None, "changed_at": None}
        record.transition_to(Status.DRAFT, Event.UNSCHEDULED, by=by, note=note, **times)
    else:
        record.transition_to(Status.PUBLISHED, Event.UNSCHEDULED, by=by, note=note, withdraw_at=None)


@transaction.atomic
def unpublish(record, *, by, note="", at=None):
    """Unpublish a public or scheduled record, now or at a time.

    A scheduled draft is unscheduled if the record is unpublished now, since it would publish the record again.
    """
    record.lock()
    require_transition(record, "unpublish")
    if at and at > clock.now():
        if at <= record.publish_at:
            raise ValidationError(_("The unpublishing time must be after the publication time."))
        record.transition_to(Status.PUBLISHED, Event.WITHDRAWAL_SCHEDULED, by=by, note=note, withdraw_at=at)
        return
    reopen_approvals(record)
    record.transition_to(Status.WITHDRAWN, Event.WITHDRAWN, by=by, note=note, withdraw_at=None)
    if record.draft and record.draft.is_scheduled:
        set_state(record, "unschedule", by=by, publish_at=None)


# The functions of the transitions, by their names in the table.
FUNCTIONS = {
    "publish": publish,
    "publish_without_approval": publish_without_approval,
    "schedule": schedule,
    "publish_language": publish_language,
    "submit": submit,
    "request_changes": request_changes,
    "withdraw_from_review": withdraw_from_review,
    "request_approval": request_approval,
    "approve": approve,
    "refuse_approval": refuse_approval,
    "cancel_approval_request": cancel_approval_request,
    "comment": comment,
    "discard_draft": discard_draft,
    "unschedule": unschedule,
    "schedule_unpublishing": unpublish,
    "unpublish": unpublish,
}
