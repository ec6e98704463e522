"""The states that transitions start from and lead to, of records and drafts alike."""

from enum import Enum

from portal.records.models import Status


class State(Enum):
    """The states that transitions start from and lead to. A record can be in several, see `get_states`."""

    # The working copy: the draft of a live record, or the record itself while it is not public.
    DRAFT = "draft"
    IN_REVIEW = "in review"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CHANGES_SCHEDULED = "changes scheduled"
    UNCHANGED = "unchanged"  # a live record without a draft: its form makes one
    # What the public sees.
    PUBLIC = "public"
    SCHEDULED = "scheduled"
    ENDING = "ending"  # unpublished at a future time
    # A draft exists beside the record.
    CHANGED = "changed"


RECORD_STATES = {
    Status.DRAFT: State.DRAFT, Status.IN_REVIEW: State.IN_REVIEW, Status.WITHDRAWN: State.WITHDRAWN,
    Status.PUBLISHED: State.EXPIRED,
}  # fmt: skip
DRAFT_STATES = {"draft": State.DRAFT, "in review": State.IN_REVIEW, "scheduled": State.CHANGES_SCHEDULED}
LIVE = frozenset({State.PUBLIC, State.SCHEDULED})
# The states of a text that is not public: that of the draft, or that of the record before publication.
UNPUBLISHED = frozenset({State.DRAFT, State.IN_REVIEW, State.WITHDRAWN, State.EXPIRED, State.CHANGES_SCHEDULED})
WORKING = UNPUBLISHED | {State.UNCHANGED}


def get_states(record):
    """Return the states that a record is in: that of its working copy, and those of its public version."""
    states = set()
    if record.draft:
        states |= {DRAFT_STATES[record.draft.state], State.CHANGED}
    else:
        states.add(State.UNCHANGED if record.is_published_or_scheduled else RECORD_STATES[record.status])
    if record.is_published_or_scheduled:
        states.add(State.SCHEDULED if record.is_scheduled else State.PUBLIC)
    if record.has_scheduled_withdrawal:
        states.add(State.ENDING)
    return states
