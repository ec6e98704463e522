"""The transitions as buttons of the admin: the form that goes with them, and which button was pressed."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal import clock, permissions
from portal.editing.change_note_form import ChangeNoteForm
from portal.editing.local_time import LocalDateTimeField, get_time_zone_help
from portal.i18n.languages import LANGUAGE_CHOICES
from portal.i18n.timezones import format_in_capitals
from portal.publishing.approvals import (
    compute_fingerprint,
    evaluate_approvals,
    get_published_approvals,
    requires_approval,
)
from portal.publishing.transitions import TRANSITIONS, get_available_transitions
from portal.publishing.workflow import FUNCTIONS


def get_requested_transition(data):
    """Return the name of the transition whose button was pressed, None for a plain save. A popup has no transitions."""
    return None if "_popup" in data else next((name for name in TRANSITIONS if f"_{name}" in data), None)


UNUSED_TIME = _("This action does not use a date and time. Remove it, or choose an action that does.")


# The buttons that there are for each country.
COUNTRY_LABELS = {"approve": _("Approve: %(country)s"), "refuse_approval": _("Refuse approval: %(country)s")}


def add_public_link(request, transition_form, message):
    """Return the success message of a transition as HTML, with the public URL if the transition has published."""
    publishes = TRANSITIONS[transition_form.transition].publishes_now
    url = transition_form.record.get_public_url() if publishes else ""
    link = format_html(' <a href="{}">{}</a>', url, request.build_absolute_uri(url)) if url else ""
    return format_html("{}{}", message, link)


class TransitionForm(ChangeNoteForm):
    """The fields that transitions need: a note, a time in the editor's time zone, the change note of a live record."""

    note = forms.CharField(
        label=_("Note"), max_length=500, required=False,
        help_text=_("Shown in the history. The public does not see it."),
    )  # fmt: skip
    at = LocalDateTimeField(label=_("Date and time"), required=False)

    language = forms.ChoiceField(
        label=_("Language to publish"), required=False, choices=[("", "---"), *LANGUAGE_CHOICES]
    )
    # What happens to the record that was published with this one: see portal/publishing/linked_withdrawal.py.
    linked = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    # Fingerprint of the text on the page, so that an approval is for the text the editor has read.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("note", "at", "linked", "language", "significance")

    def __init__(self, *args, record, editor, transition=None, **kwargs):
        super().__init__(*args, record=record, editor=editor, **kwargs)
        self.transition = transition
        self.fields["at"].help_text = get_time_zone_help()
        self.transitions = get_available_transitions(editor, record)
        self.approvals = evaluate_approvals(record)
        self.published_approvals = list(get_published_approvals(record))
        if self.approval_countries:
            self.initial["seen"] = compute_fingerprint(record)
        else:
            del self.fields["seen"]
        if not self.any_takes("at"):
            del self.fields["at"]
        if "publish_language" not in self.transitions:
            del self.fields["language"]
        self.set_up_linked_withdrawal()
        self.set_up_change_note(record.saves_to_draft and self.any_takes("change_note"))

    def set_up_linked_withdrawal(self):
        """Offer the choices of a linked record that the editor may unpublish; without one, remove the field."""
        is_offered = any(transition.withdraws for transition in self.transitions.values())
        linked = self.record.get_linked_withdrawal(self.editor) if is_offered else None
        if not (linked and linked.is_allowed):
            del self.fields["linked"]
            return
        field = self.fields["linked"]
        field.label, field.help_text, field.choices = linked.label, linked.help_text, linked.choices
        self.initial["linked"] = linked.initial

    def any_takes(self, argument):
        """Return whether a button of the form takes this argument."""
        return any(argument in transition.arguments for transition in self.transitions.values())

    @property
    def scheduled_times(self):
        """Return the scheduled and planned times of the record in the three capitals, [(label, [(capital, time)])]."""
        times, draft = self.record.get_schedule(), self.record.draft
        if draft and draft.publish_at:
            planned = _("Planned publication of changes, not approved yet")
            times.append((_("Scheduled publication of changes") if draft.is_scheduled else planned, draft.publish_at))
        return [(label, format_in_capitals(moment)) for label, moment in times]

    @property
    def approval_countries(self):
        """Return the countries for which the editor may approve and has not done so."""
        return self.get_countries("approve", [approval for approval in self.approvals if approval.is_pending])

    @property
    def refusal_countries(self):
        """Return the countries for which the editor may refuse, even after an approval, and has not done so."""
        return self.get_countries(
            "refuse_approval", [approval for approval in self.approvals if not approval.refused_at]
        )

    def get_countries(self, transition, approvals):
        """Return the countries of these approvals for which the editor may use a transition."""
        if transition not in self.transitions:
            return []
        countries = [approval.country for approval in approvals]
        return [country for country in countries if permissions.can_approve(self.editor, self.record, country)]

    @property
    def needs_approval_request(self):
        """Whether the text needs the approval of the offices, and nobody has requested it."""
        return requires_approval(self.record) and not self.approvals and "request_approval" in self.transitions

    @property
    def buttons(self):
        """Return (name, value, label) of each button. An approval and a refusal have a button for each country."""
        buttons = []
        for name, transition in self.transitions.items():
            if name in COUNTRY_LABELS:
                countries = self.countries_by_transition[name]
                buttons += [(name, country.pk, COUNTRY_LABELS[name] % {"country": country}) for country in countries]
            else:
                label = transition.get_button_label(self.record)
                buttons.append((name, label, label))
        return buttons

    @property
    def countries_by_transition(self):
        return {"approve": self.approval_countries, "refuse_approval": self.refusal_countries}

    @property
    def country(self):
        """Return the country whose approval or refusal button was pressed, or None."""
        pk = self.data.get(f"_{self.transition}")
        countries = self.countries_by_transition.get(self.transition, ())
        return next((country for country in countries if str(country.pk) == pk), None)

    def clean_at(self):
        at = self.cleaned_data["at"]
        if self.transition and TRANSITIONS[self.transition].needs_time and not at:
            raise ValidationError(_("Enter the date and time."))
        if at and "at" not in self.arguments:
            raise ValidationError(UNUSED_TIME)
        if at and at <= clock.now():
            raise ValidationError(_("Enter a date and time in the future."))
        return at

    @property
    def arguments(self):
        """Return the names of the arguments that the requested transition takes from the form."""
        return TRANSITIONS[self.transition].arguments if self.transition else ()

    def clean(self):
        cleaned = super().clean()
        if not self.transition:
            return cleaned
        if self.transition not in self.transitions:
            raise ValidationError(_("This action is not available for “%(record)s”."), params={"record": self.record})
        transition = TRANSITIONS[self.transition]
        if transition.reason and not cleaned.get("note", "").strip():
            self.add_error("note", transition.reason)
        if "country" in self.arguments and not self.country:
            raise ValidationError(_("You cannot give this approval, or it has already been given."))
        if "change_note" in self.arguments and "significance" in self.fields:
            self.validate_change_note(cleaned)
        if "language" in self.arguments and not cleaned.get("language"):
            self.add_error("language", _("Choose the language."))
        if transition.withdraws and "linked" in self.fields and not cleaned.get("linked"):
            self.add_error("linked", _("Choose what to do with what was published together with it."))
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
        """Carry out the transition on the saved record and return messages about its effects on a linked record.

        Raise ValidationError if it is not possible.
        """
        transition = TRANSITIONS[self.transition]
        if not transition.is_allowed(self.editor, self.record):
            raise ValidationError(_("This action is not available for “%(record)s”."), params={"record": self.record})
        arguments = {name: self.available_arguments[name] for name in self.arguments}
        linked = self.record.get_linked_withdrawal(self.editor) if transition.withdraws else None
        applies = bool(linked) and self.cleaned_data.get("linked") == linked.apply_value
        options = {"by": self.editor, "note": self.cleaned_data["note"], **arguments}
        return execute_with_linked(self.transition, self.record, linked, applies=applies, **options)


@transaction.atomic
def execute_with_linked(name, record, linked, *, applies, **options):
    """Carry out a transition of a record and, if `applies`, of its linked record; return messages about the latter."""
    FUNCTIONS[name](record, **options)
    if linked is None:
        return []
    applied = applies and linked.is_allowed and linked.apply(name, **options)
    return [linked.describe_result(applied=applied)]
