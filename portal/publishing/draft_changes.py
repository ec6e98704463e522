"""The changes in the draft of a live record: stored, checked and applied. The transitions are in workflow.py."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.drafts.models import Draft, dry_run, find_apply_conflicts, take_draft_snapshot
from portal.drafts.rebase import compute_draft_changes, rebase
from portal.history.apply import ChangeSetApplier
from portal.history.models import Event, record_version
from portal.history.restore import validate_for_publication
from portal.history.snapshots import take_snapshot
from portal.i18n.languages import LANGUAGES
from portal.notifications.models import NotificationKind, get_publishers, notify
from portal.publishing.approvals import get_approval_blockers, invalidate_approvals

UNRESOLVED_CONFLICTS = _("The draft conflicts with changes to the published version. Resolve the conflicts first.")


def record_draft_version(record, event, *, by, note=""):
    """Record a version of the record as the draft changes it."""
    record_version(record, event, by=by, note=note, draft_snapshot=take_draft_snapshot(record))


def record_working_version(record, event, *, by, note=""):
    """Record a version of the text that editors work on: of the draft, or of the record if there is none."""
    if record.draft:
        record_draft_version(record, event, by=by, note=note)
    else:
        record_version(record, event, by=by, note=note)


# Storing


@transaction.atomic(savepoint=False)
def save_draft(record, live, edited, *, by, event=Event.SAVED, note=""):
    """Store the difference of two snapshots, of the live record and of the edited one, in the draft.

    Return the draft, or None if there is no difference.
    """
    old = record.draft.migrated_changes if record.draft else {}
    changes = compute_draft_changes(old, live, edited)
    if not changes:
        return delete_draft(record, Event.DISCARDED, by=by) if record.draft else None
    if record.draft and changes == old:
        return record.draft
    return store_draft_changes(record, changes, event, by=by, note=note)


def store_draft_changes(record, changes, event, *, by, note=""):
    """Set the changes of the draft, which is created if there is none, and return it."""
    draft = record.draft or Draft(record=record, author=by)
    draft.changes, draft.modified_by = changes, by
    draft.save()
    record.draft = draft
    draft.__dict__.pop("migrated_changes", None)
    invalidate_approvals(record, by=by, note=note)
    record_draft_version(record, event, by=by, note=note)
    return draft


def delete_draft(record, event, *, by, note=""):
    """Delete the draft. History keeps its versions."""
    record.draft.delete()
    record.draft = None
    record_draft_version(record, event, by=by, note=note)


def refresh_draft(record, *, by):
    """Record a version of the draft after a save of the record itself, on which the draft is based."""
    record.forget_draft()
    if record.draft:
        record_draft_version(record, Event.REBASED, by=by)


def hold_draft(record, errors):
    """Put a draft that could not be published on time on hold, and notify its authors and publishers."""
    record.draft.held_at = clock.now()
    record.draft.save(update_fields=["held_at"])
    to = [record.draft.author, record.draft.modified_by, *get_publishers(record)]
    notify(NotificationKind.PUBLISH_FAILED, record, to=to, note=" ".join(map(str, errors)))


# Applying


def get_draft_blockers(record):
    """Return a message for everything that prevents publishing the draft now.

    Publishes the draft in a transaction that is rolled back.
    """
    if record.draft is None:
        return []
    if rebase(record.draft.migrated_changes, take_snapshot(record)).conflicts:
        return [UNRESOLVED_CONFLICTS]
    if obstacles := find_apply_conflicts(record):
        return list(dict.fromkeys(obstacle.message for obstacle in obstacles))
    with dry_run():
        try:
            apply_and_validate(record, rebase(record.draft.migrated_changes, take_snapshot(record)).changes)
        except ValidationError as error:
            return error.messages
    record.refresh_from_db()
    return get_approval_blockers(record)


def apply_and_validate(record, changes, languages=LANGUAGES):
    """Apply changes to the record and check that it is complete, and without content errors in these languages."""
    ChangeSetApplier(changes, strict=True).run()
    record.refresh_from_db()
    validate_for_publication(record, languages)


def rebase_and_apply(record, changes, languages=LANGUAGES):
    """Rebase changes on the record and apply them. Raise ValidationError at conflicts."""
    apply_and_validate(record, rebase_changes(record, changes), languages)


def rebase_changes(record, changes):
    """Return the changes rebased on the record. Raise ValidationError at conflicts."""
    rebased = rebase(changes, take_snapshot(record))
    if rebased.conflicts:
        raise ValidationError(UNRESOLVED_CONFLICTS)
    return rebased.changes


def merge_draft(record):
    """Apply the draft of a scheduled record to the record, since nothing of it is public yet."""
    if record.draft is None:
        return
    ChangeSetApplier(rebase_changes(record, record.draft.migrated_changes), strict=True).run()
    record.draft.delete()
    record.refresh_from_db()
    record.draft = None
