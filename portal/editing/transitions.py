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
from portal.publishing.consents import consents_of, consents_today, fingerprint_of, open_consents
from portal.publishing.workflow import moments_of


def always(record):
    return True


def can_be_published(record):
    return not record.is_drafted


def has_draft(record):
    return record.draft is not None


def is_drafted(record):
    return record.is_drafted


def can_unschedule_draft(editor, record):
    return permissions.can_publish(editor, record) and record.stage_of_text == "scheduled"


def can_request_draft_changes(editor, record):
    return permissions.can_publish(editor, record) and record.stage_of_text == "in review"


def is_amended(record):
    return permissions.is_live(record) and not record.has_ended


def has_something_scheduled(record):
    return record.is_scheduled or record.is_ending


def can_ask_for_consent(record):
    """Once it is kept, and while a consent that was asked for is not given, or none was asked for."""
    written = record.pk and (can_be_published(record) or has_draft(record))
    return bool(written) and bool(open_consents(record) or not consents_of(record))


def awaits_consent(record):
    return can_be_published(record) or has_draft(record)


def needs_consent(record):
    return awaits_consent(record) and consents_of(record).exists()


def may_approve(editor, record):
    """Whether one of the consents that the record asks for is this editor's to give."""
    return any(permissions.can_approve(editor, record, one.country) for one in consents_of(record))


class Transition(NamedTuple):
    """A button: its words, who may press it, where it stands, and the form fields that its method is given."""

    words: str
    may: Callable
    stands: Callable
    method: str
    takes: tuple = ()


# In the order in which the form shows them.
TRANSITIONS = {
    "publish_draft": Transition(
        _("Publish these changes now"), permissions.can_publish, is_drafted, "publish_draft", ("what_changed",),
    ),
    "schedule_draft": Transition(
        _("Publish these changes at that time"), permissions.can_publish, is_drafted, "schedule_draft",
        ("at", "what_changed"),
    ),
    "publish_language": Transition(
        _("Publish this language alone"), permissions.can_publish, has_draft, "publish_language",
        ("language", "what_changed"),
    ),
    "submit_draft": Transition(
        _("Save and submit the changes for review"), permissions.can_submit_draft, is_drafted, "submit_draft",
        ("at",),
    ),
    "request_draft_changes": Transition(
        _("Return the changes to their author"), can_request_draft_changes, has_draft, "request_draft_changes",
    ),
    "withdraw_draft_from_review": Transition(
        _("Take the changes back from review"), permissions.can_withdraw_draft_from_review, has_draft,
        "withdraw_draft_from_review",
    ),
    "unschedule_draft": Transition(_("Call off these changes"), can_unschedule_draft, has_draft, "unschedule_draft"),
    "discard_draft": Transition(
        _("Discard these changes"), permissions.can_discard_draft, has_draft, "discard_draft",
    ),
    "publish": Transition(_("Save and publish now"), permissions.can_publish, can_be_published, "publish"),
    "schedule": Transition(
        _("Save and publish at that time"), permissions.can_publish, can_be_published, "publish", ("at",),
    ),
    "submit": Transition(_("Save and submit for review"), permissions.can_submit, can_be_published, "submit", ("at",)),
    "request_changes": Transition(
        _("Return to its author"), permissions.can_request_changes, always, "request_changes",
    ),
    "withdraw_from_review": Transition(
        _("Take back from review"), permissions.can_withdraw_from_review, always, "withdraw_from_review",
    ),
    "request_approval": Transition(
        _("Save and ask the three offices for consent"), permissions.can_request_approval, can_ask_for_consent,
        "request_approval",
    ),
    "approve": Transition(_("Consent"), may_approve, awaits_consent, "approve", ("country", "seen")),
    "cancel_approval_request": Transition(
        _("Save and ask for no consent"), permissions.can_request_approval, needs_consent, "cancel_approval_request",
    ),
    "unschedule": Transition(
        _("Call off what is scheduled"), permissions.can_withdraw, has_something_scheduled, "unschedule",
    ),
    "schedule_withdrawal": Transition(
        _("Withdraw at that time"), permissions.can_withdraw, is_amended, "withdraw", ("at",),
    ),
    "withdraw": Transition(_("Withdraw now"), permissions.can_withdraw, is_amended, "withdraw"),
}  # fmt: skip
NEED_A_TIME = {"schedule", "schedule_draft", "schedule_withdrawal"}
NEED_A_REASON = {"request_changes", "request_draft_changes"}
TELL_READERS = {"publish_draft", "schedule_draft", "publish_language"}


def offered(editor, record):
    """The transitions that this editor has for this record: {name: Transition}."""
    return {
        name: transition
        for name, transition in TRANSITIONS.items()
        if transition.may(editor, record) and transition.stands(record)
    }


def pressed(data):
    """Return the name of the transition whose button was pressed, None for a plain save. A popup has no transitions."""
    return None if "_popup" in data else next((name for name in TRANSITIONS if f"_{name}" in data), None)


class GoingLiveForm(ChangeNoteForm):
    """The fields that transitions need: a note, a time in the editor's time zone, the change note of a live record."""

    note = forms.CharField(
        label=_("Note"), max_length=500, required=False,
        help_text=_("For history and for colleagues; readers do not see it."),
    )  # fmt: skip
    at = forms.DateTimeField(
        label=_("Time"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    language = forms.ChoiceField(
        label=_("Language to publish alone"), required=False, choices=[("", "---"), *LANGUAGE_CHOICES]
    )
    # The text that an editor has before them who consents to it.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("note", "at", "language", "significance")

    def __init__(self, *args, record, editor, transition=None, **kwargs):
        super().__init__(*args, record=record, editor=editor, **kwargs)
        self.transition = transition
        self.fields["at"].help_text = _("As your clock shows it: %(zone)s.") % {"zone": timezone.get_current_timezone()}
        self.transitions = offered(editor, record)
        self.consents = consents_today(record)
        if self.may_consent_for:
            self.initial["seen"] = fingerprint_of(record)
        else:
            del self.fields["seen"]
        if not any("at" in transition.takes for transition in self.transitions.values()):
            del self.fields["at"]
        if "publish_language" not in self.transitions:
            del self.fields["language"]
        self.set_up_change_note(bool(TELL_READERS & set(self.transitions)))

    @property
    def times(self):
        """What the clock will do to the record, in the three capitals: [(words, [(capital, time)])]."""
        moments, draft = list(moments_of(self.record)), self.record.draft
        if draft and draft.publish_at:
            words = _("These changes go live") if draft.is_scheduled else _("Planned for these changes")
            moments.append((words, draft.publish_at))
        return [(words, format_in_capitals(moment)) for words, moment in moments]

    @property
    def may_consent_for(self):
        """The countries for which the editor may consent and has not."""
        if "approve" not in self.transitions:
            return []
        own = (one for one in self.consents if permissions.can_approve(self.editor, self.record, one.country))
        return [one.country for one in own if one.is_open]

    @property
    def buttons(self):
        """(name, value, words) of each button: a transition, or a consent for one country."""
        words = gettext("Consent: %(country)s")
        return [
            button
            for name, transition in self.transitions.items()
            for button in (
                [(name, one.pk, words % {"country": one}) for one in self.may_consent_for]
                if name == "approve"
                else [(name, transition.words, transition.words)]
            )
        ]

    @property
    def country(self):
        """The country whose button was pressed, among those for which the editor may consent."""
        return next((one for one in self.may_consent_for if str(one.pk) == self.data.get("_approve")), None)

    def clean_at(self):
        at = self.cleaned_data["at"]
        if self.transition in NEED_A_TIME and not at:
            raise ValidationError(_("Give the time at which it is to happen."))
        if at and "at" in self.takes and at <= timezone.now():
            raise ValidationError(_("This time has passed."))
        return at

    @property
    def takes(self):
        return TRANSITIONS[self.transition].takes if self.transition else ()

    def clean(self):
        cleaned = super().clean()
        if self.transition and self.transition not in self.transitions:
            raise ValidationError(_("“%(record)s” does not have that step."), params={"record": self.record})
        if self.transition in NEED_A_REASON and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say why the text is returned."))
        if self.transition == "cancel_approval_request" and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say why consent is no longer asked for."))
        if self.transition == "approve" and not self.country:
            raise ValidationError(_("This consent is not yours to give, or it is given already."))
        if self.transition in TELL_READERS:
            self.validate_change_note(cleaned)
        if self.transition == "publish_language" and not cleaned.get("language"):
            self.add_error("language", _("Choose the language."))
        return cleaned

    @property
    def given(self):
        """All that a transition may be given beside the note."""
        return {
            "what_changed": self.what_changed,
            "language": self.cleaned_data.get("language"),
            "at": self.cleaned_data.get("at"),
            "country": self.country,
            "seen": self.cleaned_data.get("seen"),
        }

    def carry_out(self):
        """The transition, on a record that is saved. A ValidationError says what it refuses."""
        if self.transition not in offered(self.editor, self.record):
            raise ValidationError(_("“%(record)s” does not have that step."), params={"record": self.record})
        given = {name: self.given[name] for name in self.takes}
        getattr(self.record, TRANSITIONS[self.transition].method)(
            by=self.editor, note=self.cleaned_data["note"], **given
        )
