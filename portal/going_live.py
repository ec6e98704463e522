"""The verbs as the admin offers them: which buttons stand under a record for whom, and what they ask beside a press."""

from collections.abc import Callable
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.capitals import in_capitals, moments_of
from portal.consents import consents_of, consents_today, fingerprint_of, open_consents
from portal.sign_off import CONSENTED_TEXT_STAYS
from portal.what_changed import WhatChangedForm


def always(record):
    return True


def can_be_published(record):
    return not permissions.is_live(record) or record.has_ended


def is_amended(record):
    return permissions.is_live(record) and not record.has_ended


def has_something_scheduled(record):
    return record.is_scheduled or record.is_ending


def can_ask_for_consent(record):
    """Once it is kept, and while a consent that was asked for is not given, or none was asked for."""
    written = record.pk and can_be_published(record)
    return bool(written) and bool(open_consents(record) or not consents_of(record))


def needs_consent(record):
    return can_be_published(record) and consents_of(record).exists()


def may_consent(editor, record):
    """Whether one of the consents that the record asks for is this editor's to give."""
    return any(permissions.can_consent(editor, record, one.country) for one in consents_of(record))


class Verb(NamedTuple):
    """A button: its words, who may press it, where it stands, and the fields of the form that the verb is given."""

    words: str
    may: Callable
    stands: Callable
    method: str
    takes: tuple = ()


# In the order in which the form shows them.
VERBS = {
    "amend": Verb(_("Publish these changes now"), permissions.can_publish, is_amended, "amend", ("significant",)),
    "publish": Verb(_("Save and publish now"), permissions.can_publish, can_be_published, "publish"),
    "schedule": Verb(_("Save and publish at that time"), permissions.can_publish, can_be_published, "publish", ("at",)),
    "submit": Verb(_("Save and submit for review"), permissions.can_submit, always, "submit", ("at",)),
    "return_to_author": Verb(_("Return to its author"), permissions.can_return, always, "return_to_author"),
    "take_back": Verb(_("Take back from review"), permissions.can_take_back, always, "take_back"),
    "ask_consent": Verb(
        _("Save and ask the three offices for consent"), permissions.can_ask_consent, can_ask_for_consent,
        "ask_consent",
    ),
    "consent": Verb(_("Consent"), may_consent, can_be_published, "consent", ("country", "seen")),
    "drop_consent": Verb(
        _("Save and ask for no consent"), permissions.can_ask_consent, needs_consent, "drop_consent",
    ),
    "call_off": Verb(
        _("Call off what is scheduled"), permissions.can_withdraw, has_something_scheduled, "call_off",
    ),
    "end": Verb(_("Withdraw at that time"), permissions.can_withdraw, is_amended, "withdraw", ("at",)),
    "withdraw": Verb(_("Withdraw now"), permissions.can_withdraw, is_amended, "withdraw"),
}  # fmt: skip
NEED_A_TIME = {"schedule", "end"}


def offered(editor, record):
    """The verbs that this editor has for this record: {name: Verb}."""
    return {name: verb for name, verb in VERBS.items() if verb.may(editor, record) and verb.stands(record)}


def pressed(data):
    """The name of the verb whose button was pressed, None for a plain save. A window beside a form has no verbs."""
    return None if "_popup" in data else next((name for name in VERBS if f"_{name}" in data), None)


class GoingLiveForm(WhatChangedForm):
    """What a verb asks: a note, a time in the editor's time zone, and of a public record what its readers are told."""

    note = forms.CharField(
        label=_("Note"), max_length=500, required=False,
        help_text=_("For history and for colleagues; readers do not see it."),
    )  # fmt: skip
    at = forms.DateTimeField(
        label=_("Time"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    # The text that an editor has before them who consents to it.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("note", "at", "significance")

    def __init__(self, *args, record, editor, verb=None, **kwargs):
        super().__init__(*args, record=record, editor=editor, **kwargs)
        self.verb = verb
        self.changed = False  # whether the record's own form was
        self.fields["at"].help_text = _("As your clock shows it: %(zone)s.") % {"zone": timezone.get_current_timezone()}
        self.verbs = offered(editor, record)
        self.consents = consents_today(record)
        if self.may_consent_for:
            self.initial["seen"] = fingerprint_of(record)
        else:
            del self.fields["seen"]
        if not any("at" in verb.takes for verb in self.verbs.values()):
            del self.fields["at"]
        self.ask_of_change("amend" in self.verbs)

    @property
    def times(self):
        """What the clock will do to the record, in the three capitals: [(words, [(capital, time)])]."""
        return [(words, in_capitals(moment)) for words, moment in moments_of(self.record)]

    @property
    def may_consent_for(self):
        """The countries for which the editor may consent and has not."""
        if "consent" not in self.verbs:
            return []
        own = (one for one in self.consents if permissions.can_consent(self.editor, self.record, one.country))
        return [one.country for one in own if one.is_open]

    @property
    def buttons(self):
        """(name, value, words) of each button: a verb, or a consent for one country."""
        words = gettext("Consent: %(country)s")
        return [
            button
            for name, verb in self.verbs.items()
            for button in (
                [(name, one.pk, words % {"country": one}) for one in self.may_consent_for]
                if name == "consent"
                else [(name, verb.words, verb.words)]
            )
        ]

    @property
    def country(self):
        """The country whose button was pressed, among those for which the editor may consent."""
        return next((one for one in self.may_consent_for if str(one.pk) == self.data.get("_consent")), None)

    def clean_at(self):
        at = self.cleaned_data["at"]
        if self.verb in NEED_A_TIME and not at:
            raise ValidationError(_("Give the time at which it is to happen."))
        if at and "at" in self.takes and at <= timezone.now():
            raise ValidationError(_("This time has passed."))
        return at

    @property
    def takes(self):
        return VERBS[self.verb].takes if self.verb else ()

    def clean(self):
        cleaned = super().clean()
        if self.verb and self.verb not in self.verbs:
            raise ValidationError(_("“%(record)s” does not have that step."), params={"record": self.record})
        if self.verb == "return_to_author" and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say why the text is returned."))
        if self.verb == "drop_consent" and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say why consent is no longer asked for."))
        if self.verb == "consent" and not self.country:
            raise ValidationError(_("This consent is not yours to give, or it is given already."))
        if is_amended(self.record):
            self.check_change(cleaned)
        return cleaned

    def check_change(self, cleaned):
        """A change of what is public or scheduled goes live by its own verb, or not at all."""
        if (self.verb == "amend" or self.changed) and consents_of(self.record).exists():
            raise ValidationError(CONSENTED_TEXT_STAYS)
        if self.verb == "amend":
            self.check_what_readers_are_told(cleaned)
        elif self.changed:
            raise ValidationError(
                _("This record is public: its changes go live with “%(verb)s”, or not at all."),
                params={"verb": VERBS["amend"].words},
            )

    @property
    def given(self):
        """All that a verb may be given beside the note."""
        return {
            "significant": self.significant,
            "at": self.cleaned_data.get("at"),
            "country": self.country,
            "seen": self.cleaned_data.get("seen"),
        }

    def carry_out(self):
        """The verb, on a record that is saved. A ValidationError says what it refuses."""
        if self.verb not in offered(self.editor, self.record):
            raise ValidationError(_("“%(record)s” does not have that step."), params={"record": self.record})
        given = {name: self.given[name] for name in self.takes}
        getattr(self.record, VERBS[self.verb].method)(by=self.editor, note=self.cleaned_data["note"], **given)
        if given.get("significant"):
            self.tell_readers()
