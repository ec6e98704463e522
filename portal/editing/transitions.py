"""The transitions as buttons of the admin: which ones an editor gets for a record, and the form that goes with them."""

from collections.abc import Callable
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.editing.change_note_form import ChangeNoteForm
from portal.i18n.languages import LANGUAGE_CHOICES
from portal.i18n.timezones import format_in_capitals
from portal.publishing.consents import compute_fingerprint, evaluate_approvals, get_approvals, get_pending_approvals
from portal.publishing.workflow import get_schedule


def is_always_available(record):
    return True


def is_edited_directly(record):
    return not record.saves_to_draft


def has_draft(record):
    return record.draft is not None


def saves_to_draft(record):
    return record.saves_to_draft


def can_unschedule_draft(editor, record):
    return permissions.can_publish(editor, record) and record.working_copy_status == "scheduled"


def can_request_draft_changes(editor, record):
    return permissions.can_publish(editor, record) and record.working_copy_status == "in review"


def is_published_or_scheduled(record):
    return permissions.is_live(record) and not record.has_expired


def has_schedule(record):
    return record.is_scheduled or record.has_scheduled_withdrawal


def can_have_approval_requested(record):
    """Return True for a saved, unpublished text while no approval was requested, or a requested one is still open."""
    return (
        bool(record.pk)
        and has_unpublished_text(record)
        and bool(get_pending_approvals(record) or not get_approvals(record))
    )


def has_unpublished_text(record):
    return is_edited_directly(record) or has_draft(record)


def has_approval_requests(record):
    return has_unpublished_text(record) and get_approvals(record).exists()


def can_approve_for_any_country(editor, record):
    """Return whether the editor may give one of the approvals requested for the record."""
    return any(permissions.can_approve(editor, record, consent.country) for consent in get_approvals(record))


class Transition(NamedTuple):
    """A transition as a button of the form.

    `method` of the record carries it out, with the keyword `arguments` taken from the form.
    """

    button_label: str
    is_allowed: Callable  # (editor, record)
    is_available: Callable  # (record)
    method: str
    arguments: tuple = ()


# In the order of the buttons.
TRANSITIONS = {
    "publish_draft": Transition(
        _("Publish changes"), permissions.can_publish, saves_to_draft, "publish_draft", ("change_note",),
    ),
    "schedule_draft": Transition(
        _("Schedule changes"), permissions.can_publish, saves_to_draft, "schedule_draft",
        ("at", "change_note"),
    ),
    "publish_language": Transition(
        _("Publish one language"), permissions.can_publish, has_draft, "publish_language",
        ("language", "change_note"),
    ),
    "submit_draft": Transition(
        _("Save and submit changes for review"), permissions.can_submit_draft, saves_to_draft, "submit_draft",
        ("at",),
    ),
    "request_draft_changes": Transition(
        _("Request changes"), can_request_draft_changes, has_draft, "request_draft_changes",
    ),
    "withdraw_draft_from_review": Transition(
        _("Cancel review request"), permissions.can_withdraw_draft_from_review, has_draft,
        "withdraw_draft_from_review",
    ),
    "unschedule_draft": Transition(_("Cancel schedule of changes"),
    can_unschedule_draft, has_draft, "unschedule_draft"),
    "discard_draft": Transition(
        _("Discard draft"), permissions.can_discard_draft, has_draft, "discard_draft",
    ),
    "publish": Transition(_("Save and publish"), permissions.can_publish, is_edited_directly, "publish"),
    "schedule": Transition(
        _("Save and schedule"), permissions.can_publish, is_edited_directly, "publish", ("at",),
    ),
    "submit": Transition(
        _("Save and submit for review"), permissions.can_submit, is_edited_directly, "submit", ("at",),
    ),
    "request_changes": Transition(
        _("Request changes"), permissions.can_request_changes, is_always_available, "request_changes",
    ),
    "withdraw_from_review": Transition(
        _("Cancel review request"), permissions.can_withdraw_from_review, is_always_available, "withdraw_from_review",
    ),
    "request_approval": Transition(
        _("Save and request approval from the three offices"),
        permissions.can_request_approval, can_have_approval_requested,
        "request_approval",
    ),
    "approve": Transition(
        _("Approve"), can_approve_for_any_country, has_unpublished_text, "approve", ("country", "seen"),
    ),
    "cancel_approval_request": Transition(
        _("Save and cancel approval request"), permissions.can_request_approval, has_approval_requests,
        "cancel_approval_request",
    ),
    "unschedule": Transition(
        _("Cancel schedule"), permissions.can_withdraw, has_schedule, "unschedule",
    ),
    "schedule_withdrawal": Transition(
        _("Schedule unpublishing"), permissions.can_withdraw, is_published_or_scheduled, "withdraw", ("at",),
    ),
    "withdraw": Transition(_("Unpublish"), permissions.can_withdraw, is_published_or_scheduled, "withdraw"),
}  # fmt: skip
NEEDS_TIME = {"schedule", "schedule_draft", "schedule_withdrawal"}
NEEDS_REASON = {"request_changes", "request_draft_changes"}
NEEDS_CHANGE_NOTE = {"publish_draft", "schedule_draft", "publish_language"}


def get_available_transitions(editor, record):
    """Return the transitions that the editor may use on the record now, {name: Transition}."""
    return {
        name: transition
        for name, transition in TRANSITIONS.items()
        if transition.is_allowed(editor, record) and transition.is_available(record)
    }


def get_requested_transition(data):
    """Return the name of the transition whose button was pressed, None for a plain save. A popup has no transitions."""
    return None if "_popup" in data else next((name for name in TRANSITIONS if f"_{name}" in data), None)


class TransitionForm(ChangeNoteForm):
    """The fields that transitions need: a note, a time in the editor's time zone, the change note of a live record."""

    note = forms.CharField(
        label=_("Note"), max_length=500, required=False,
        help_text=_("Shown in the history. The public does not see it."),
    )  # fmt: skip
    at = forms.DateTimeField(
        label=_("Date and time"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    language = forms.ChoiceField(
        label=_("Language to publish"), required=False, choices=[("", "---"), *LANGUAGE_CHOICES]
    )
    # Fingerprint of the text on the page, so that an approval is for the text the editor has read.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("note", "at", "language", "significance")

    def __init__(self, *args, record, editor, transition=None, **kwargs):
        super().__init__(*args, record=record, editor=editor, **kwargs)
        self.transition = transition
        self.fields["at"].help_text = _("In your time zone: %(zone)s.") % {"zone": timezone.get_current_timezone()}
        self.transitions = get_available_transitions(editor, record)
        self.consents = evaluate_approvals(record)
        if self.approval_countries:
            self.initial["seen"] = compute_fingerprint(record)
        else:
            del self.fields["seen"]
        if not any("at" in transition.arguments for transition in self.transitions.values()):
            del self.fields["at"]
        if "publish_language" not in self.transitions:
            del self.fields["language"]
        self.set_up_change_note(bool(NEEDS_CHANGE_NOTE & set(self.transitions)))

    @property
    def scheduled_times(self):
        """Return the scheduled and planned times of the record in the three capitals, [(label, [(capital, time)])]."""
        times, draft = list(get_schedule(self.record)), self.record.draft
        if draft and draft.publish_at:
            label = _("Scheduled publication of changes") if draft.is_scheduled else _("Planned publication of changes")
            times.append((label, draft.publish_at))
        return [(label, format_in_capitals(moment)) for label, moment in times]

    @property
    def approval_countries(self):
        """Return the countries for which the editor may approve and has not done so."""
        if "approve" not in self.transitions:
            return []
        countries = (consent.country for consent in self.consents if consent.is_pending)
        return [country for country in countries if permissions.can_approve(self.editor, self.record, country)]

    @property
    def buttons(self):
        """Return (name, value, label) of each button. An approval has a button for each country."""
        label = gettext("Approve: %(country)s")
        return [
            button
            for name, transition in self.transitions.items()
            for button in (
                [(name, country.pk, label % {"country": country}) for country in self.approval_countries]
                if name == "approve"
                else [(name, transition.button_label, transition.button_label)]
            )
        ]

    @property
    def country(self):
        """Return the country whose approval button was pressed, or None."""
        pk = self.data.get("_approve")
        return next((country for country in self.approval_countries if str(country.pk) == pk), None)

    def clean_at(self):
        at = self.cleaned_data["at"]
        if self.transition in NEEDS_TIME and not at:
            raise ValidationError(_("Enter the date and time."))
        if at and "at" in self.arguments and at <= timezone.now():
            raise ValidationError(_("Enter a date and time in the future."))
        return at

    @property
    def arguments(self):
        return TRANSITIONS[self.transition].arguments if self.transition else ()

    def clean(self):
        cleaned = super().clean()
        if self.transition and self.transition not in self.transitions:
            raise ValidationError(_("This action is not available for “%(record)s”."), params={"record": self.record})
        if self.transition in NEEDS_REASON and not cleaned.get("note", "").strip():
            self.add_error("note", _("Explain what needs to change."))
        if self.transition == "cancel_approval_request" and not cleaned.get("note", "").strip():
            self.add_error("note", _("Explain why approval is no longer requested."))
        if self.transition == "approve" and not self.country:
            raise ValidationError(_("You cannot give this approval, or it has already been given."))
        if self.transition in NEEDS_CHANGE_NOTE:
            self.validate_change_note(cleaned)
        if self.transition == "publish_language" and not cleaned.get("language"):
            self.add_error("language", _("Choose the language."))
        return cleaned

    @property
    def available_arguments(self):
        """Return the keyword arguments that transitions may take besides the note."""
        return {
            "change_note": self.what_changed,
            "language": self.cleaned_data.get("language"),
            "at": self.cleaned_data.get("at"),
            "country": self.country,
            "seen": self.cleaned_data.get("seen"),
        }

    def execute(self):
        """Carry out the transition on the saved record. Raise ValidationError if it is not possible."""
        if self.transition not in get_available_transitions(self.editor, self.record):
            raise ValidationError(_("This action is not available for “%(record)s”."), params={"record": self.record})
        arguments = {name: self.available_arguments[name] for name in self.arguments}
        getattr(self.record, TRANSITIONS[self.transition].method)(
            by=self.editor, note=self.cleaned_data["note"], **arguments
        )
