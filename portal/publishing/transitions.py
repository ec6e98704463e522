"""The table of transitions, which records and drafts share.

Buttons, bulk actions, notifications, the history of status changes and the tests of the access policy derive from it.
workflow.py carries the transitions out.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.history.models import Event
from portal.notifications.models import NotificationKind, get_authors, get_authors_and_publishers, get_publishers
from portal.publishing.approvals import get_approval_blockers, get_approvals, get_pending_approvals
from portal.publishing.states import LIVE, UNPUBLISHED, WORKING, State, get_states


@dataclass(frozen=True)
class BulkTexts:
    """The texts of a transition as an action of the lists, and who gets the action for a model."""

    button_label: str
    question: str
    outcome: str
    is_offered: Callable  # (editor, model)
    is_allowed: Callable  # (editor, record), in any status
    outcome_if_scheduled: str = ""  # replaces `outcome` for records that are scheduled to be published


@dataclass(frozen=True)
class Transition:
    """One row of the table: who may do what from which states, and what the form asks for.

    A record must be in one of the states `sources`. `target` is the state of the working copy afterwards, or None if
    it stays the same. `arguments` are taken from the form: "at", "language", "country", "seen", "change_note".
    """

    button_label: str
    sources: frozenset
    permission: Callable  # (editor, record)
    event: Event
    target: State | None = None
    changes_label: str = ""  # replaces `button_label` for a record that is or was live
    scheduled_label: str = ""  # replaces `changes_label` for a record that is scheduled and not public yet
    success: str = ""  # the message afterwards, with %(record)s; if empty, the message names the new status
    condition: Callable | None = None  # (record), beyond the states
    notification: tuple | None = None  # (kind, function that returns the recipients)
    arguments: tuple = ()
    needs_time: bool = False
    reason: str = ""  # the message if the required note is missing
    checks_content: bool = False  # refuses texts with errors itself
    withdraws: bool = False  # asks what happens to a record that was published together with this one
    bulk: BulkTexts | None = None

    @property
    def publishes_now(self):
        """Whether the text is public immediately afterwards."""
        return self.checks_content and not self.needs_time

    def is_available(self, record):
        """Return whether the states of the record allow the transition."""
        return not self.sources.isdisjoint(get_states(record)) and (self.condition is None or self.condition(record))

    def is_allowed(self, editor, record):
        """Return whether the editor may use the transition on the record now."""
        return self.permission(editor, record) and self.is_available(record)

    def get_button_label(self, record):
        """Return the text of the button for a record."""
        if self.scheduled_label and record.is_scheduled:
            return self.scheduled_label
        return self.changes_label if self.changes_label and record.saves_to_draft else self.button_label


def is_saved(record):
    return bool(record.pk)


def can_have_approval_requested(record):
    """Return True for a saved text while no approval was requested, or a requested one is still open."""
    return bool(record.pk) and bool(get_pending_approvals(record) or not get_approvals(record))


def has_approval_blockers(record):
    return bool(get_approval_blockers(record))


def has_approval_requests(record):
    return get_approvals(record).exists()


def can_approve_for_any_country(editor, record):
    """Return whether the editor may give one of the approvals requested for the record."""
    return any(permissions.can_approve(editor, record, approval.country) for approval in get_approvals(record))


# In the order of the buttons.
TRANSITIONS = {
    "publish": Transition(
        button_label=_("Save and publish"),
        changes_label=_("Publish changes"),
        scheduled_label=_("Update the scheduled version"),
        sources=WORKING,
        target=State.UNCHANGED,
        permission=permissions.can_publish,
        event=Event.PUBLISHED,
        notification=(NotificationKind.PUBLISHED, get_authors),
        arguments=("change_note",),
        checks_content=True,
        bulk=BulkTexts(
            _("Publish"),
            _("Publish these records?"),
            _("It will be published immediately."),
            is_offered=permissions.is_publisher_of,
            is_allowed=permissions.can_publish,
        ),
    ),
    "publish_without_approval": Transition(
        button_label=_("Publish without approval"),
        sources=WORKING,
        target=State.UNCHANGED,
        permission=permissions.can_publish_without_approval,
        event=Event.PUBLISHED_WITHOUT_APPROVAL,
        notification=(NotificationKind.PUBLISHED, get_authors),
        condition=has_approval_blockers,
        arguments=("change_note",),
        reason=_("Explain why it is published without the approval of the three offices."),
        checks_content=True,
    ),
    "schedule": Transition(
        button_label=_("Save and schedule"),
        changes_label=_("Schedule changes"),
        sources=WORKING,
        target=State.CHANGES_SCHEDULED,
        permission=permissions.can_publish,
        event=Event.SCHEDULED,
        notification=(NotificationKind.PUBLISHED, get_authors),
        arguments=("at", "change_note"),
        needs_time=True,
        checks_content=True,
    ),
    "publish_language": Transition(
        button_label=_("Publish one language"),
        sources=frozenset({State.CHANGED}),
        permission=permissions.can_publish,
        event=Event.CHANGES_PUBLISHED,
        arguments=("language", "change_note"),
        checks_content=True,
    ),
    "submit": Transition(
        button_label=_("Save and submit for review"),
        changes_label=_("Save and submit changes for review"),
        sources=frozenset({State.DRAFT, State.WITHDRAWN, State.UNCHANGED}),
        target=State.IN_REVIEW,
        permission=permissions.can_submit,
        event=Event.SUBMITTED,
        notification=(NotificationKind.SUBMITTED, get_publishers),
        arguments=("at",),
        bulk=BulkTexts(
            _("Submit for review"),
            _("Submit these records for review?"),
            _("It will be submitted for review."),
            is_offered=permissions.can_add,
            is_allowed=permissions.is_writer,
        ),
    ),
    "request_changes": Transition(
        button_label=_("Request changes"),
        sources=frozenset({State.IN_REVIEW}),
        target=State.DRAFT,
        permission=permissions.can_publish,
        event=Event.CHANGES_REQUESTED,
        notification=(NotificationKind.CHANGES_REQUESTED, get_authors),
        reason=_("Explain what needs to change."),
        bulk=BulkTexts(
            _("Request changes"),
            _("Request changes to these records?"),
            _("It will be a draft again."),
            is_offered=permissions.is_publisher_of,
            is_allowed=permissions.can_publish,
        ),
    ),
    "withdraw_from_review": Transition(
        button_label=_("Cancel review request"),
        sources=frozenset({State.IN_REVIEW}),
        target=State.DRAFT,
        permission=permissions.can_withdraw_from_review,
        event=Event.WITHDRAWN_FROM_REVIEW,
    ),
    "request_approval": Transition(
        button_label=_("Save and request approval from the three offices"),
        sources=UNPUBLISHED,
        permission=permissions.can_request_approval,
        event=Event.APPROVAL_REQUESTED,
        success=_("The approval of the three offices was requested for “%(record)s”."),
        condition=can_have_approval_requested,
        arguments=("at",),
    ),
    "approve": Transition(
        button_label=_("Approve"),
        sources=UNPUBLISHED,
        permission=can_approve_for_any_country,
        event=Event.APPROVED,
        success=_("Your office’s approval of “%(record)s” was recorded."),
        arguments=("country", "seen"),
    ),
    "refuse_approval": Transition(
        button_label=_("Refuse approval"),
        sources=UNPUBLISHED,
        permission=can_approve_for_any_country,
        event=Event.APPROVAL_REFUSED,
        success=_("Your office’s refusal of “%(record)s” was recorded. The editors concerned are notified."),
        arguments=("country",),
        reason=_("Explain why your office does not approve the text."),
    ),
    "cancel_approval_request": Transition(
        button_label=_("Save and cancel approval request"),
        sources=UNPUBLISHED,
        permission=permissions.can_request_approval,
        event=Event.APPROVAL_REQUEST_CANCELED,
        success=_("The approval request for “%(record)s” was canceled."),
        condition=has_approval_requests,
        reason=_("Explain why approval is no longer requested."),
    ),
    "comment": Transition(
        button_label=_("Add comment"),
        sources=frozenset(State),
        permission=permissions.can_view,
        event=Event.COMMENTED,
        success=_("Your comment was added to the history of “%(record)s”. Its authors and publishers are notified."),
        condition=is_saved,
        notification=(NotificationKind.COMMENTED, get_authors_and_publishers),
        reason=_("Write your comment in the field “Note”."),
    ),
    "discard_draft": Transition(
        button_label=_("Discard draft"),
        sources=frozenset({State.CHANGED}),
        target=State.UNCHANGED,
        permission=permissions.can_discard_draft,
        event=Event.DISCARDED,
    ),
    "unschedule": Transition(
        button_label=_("Cancel schedule"),
        changes_label=_("Cancel schedule"),
        sources=frozenset({State.CHANGES_SCHEDULED, State.SCHEDULED, State.ENDING}),
        target=State.DRAFT,
        permission=permissions.can_publish,
        event=Event.UNSCHEDULED,
        withdraws=True,
    ),
    "schedule_unpublishing": Transition(
        button_label=_("Schedule unpublishing"),
        sources=LIVE,
        permission=permissions.can_unpublish,
        event=Event.WITHDRAWAL_SCHEDULED,
        withdraws=True,
        arguments=("at",),
        needs_time=True,
    ),
    "unpublish": Transition(
        button_label=_("Unpublish"),
        sources=LIVE,
        target=State.WITHDRAWN,
        permission=permissions.can_unpublish,
        event=Event.WITHDRAWN,
        withdraws=True,
        bulk=BulkTexts(
            _("Unpublish"),
            _("Unpublish these records?"),
            _("The public will no longer see it."),
            is_offered=permissions.is_publisher_of,
            is_allowed=permissions.can_publish,
            outcome_if_scheduled=_("It will not be published."),
        ),
    ),
}
# The events that give a record or its draft another status or schedule. The others that have a target may also happen
# to the texts of a live record alone.
STATUS_EVENTS = frozenset(
    {
        *(transition.event for transition in TRANSITIONS.values() if transition.target or transition.needs_time),
        Event.RESTORED_FROM_TRASH,
    }
    - {Event.DISCARDED, Event.PUBLISHED_WITHOUT_APPROVAL}
)


def get_available_transitions(editor, record):
    """Return the transitions that the editor may use on the record now, {name: Transition}."""
    return {name: transition for name, transition in TRANSITIONS.items() if transition.is_allowed(editor, record)}


def get_bulk_transitions():
    """Return the transitions that are also actions of the lists, {name: Transition}."""
    return {name: transition for name, transition in TRANSITIONS.items() if transition.bulk}
