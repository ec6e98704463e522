"""Steps that transitions share: check the conditions, set the new state with a version, and notify the editors."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.drafts.models import Draft
from portal.history.models import Event
from portal.notifications.models import notify
from portal.publishing.draft_changes import record_draft_version
from portal.publishing.transitions import TRANSITIONS
from portal.records.models import Status


def require_transition(record, name):
    """Raise ValidationError unless the record is in a state from which the transition starts."""
    if TRANSITIONS[name].is_available(record):
        return
    if record.draft:
        raise ValidationError(
            _("You can’t do this to the draft of “%(record)s” while its status is “%(status)s”."),
            params={"record": record, "status": record.draft.get_state_display()},
        )
    raise ValidationError(
        _("You can’t do this to “%(record)s” while its status is “%(status)s”."),
        params={"record": record, "status": record.get_status_label()},
    )


def require_draft(record):
    """Raise ValidationError if a live record has no draft, for example because someone else has discarded it."""
    if record.draft is None and record.saves_to_draft:
        raise ValidationError(_("“%(record)s” has no unpublished changes."), params={"record": record})


def require_note(name, note):
    """Raise ValidationError if the transition needs a note and there is none."""
    if TRANSITIONS[name].reason and not note.strip():
        raise ValidationError(TRANSITIONS[name].reason)


def set_state(record, name, *, by, note="", **values):
    """Give the working copy the target state of a transition, record a version and create the notifications."""
    transition = TRANSITIONS[name]
    if record.draft:
        set_draft_state(record, transition.target, transition.event, by=by, note=note, **values)
    else:
        record.transition_to(Status(transition.target.value), transition.event, by=by, note=note, **values)
    notify_editors(record, name, by=by, note=note)


def set_draft_state(record, state, event, *, by, note="", **values):
    """Set the state of the draft and other columns, and record a version."""
    draft = record.draft
    draft.state = Draft.State.SCHEDULED if event == Event.SCHEDULED else Draft.State(state.value)
    draft.step, draft.modified_by, draft.held_at = event, by, None
    for column, value in values.items():
        setattr(draft, column, value)
    draft.save()
    record_draft_version(record, event, by=by, note=note)


def notify_editors(record, name, *, by, note):
    """Notify the editors concerned by a transition, if any. One that no editor made, such as an import, has none."""
    if by and (notification := TRANSITIONS[name].notification):
        kind, get_recipients = notification
        notify(kind, record, to=get_recipients(record), by=by, note=note)
