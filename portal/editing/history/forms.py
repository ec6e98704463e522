"""What is asked before something is restored, deleted or brought back: why, and what the public is told."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.editing.change_note_form import ChangeNoteForm
from portal.editing.transitions import is_published_or_scheduled


def reason_field():
    return forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For history and for colleagues; readers do not see it."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why a record is deleted, or brought back."""

    reason = reason_field()


class RestorationForm(ChangeNoteForm):
    """Why a version is restored, of a record that is still as the page showed it."""

    reason = reason_field()
    # The record's own count of saves, on the page that was looked at. The template writes it, with the count of now.
    seen = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ("reason", "significance")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.live = is_published_or_scheduled(self.record)
        self.set_up_change_note(self.live)

    def add_prefix(self, field_name):
        """The names under which the page sends what readers are told are those of the record's form."""
        return field_name if field_name in {"reason", "seen"} else super().add_prefix(field_name)

    def clean(self):
        cleaned = super().clean()
        if self.live:
            self.validate_change_note(cleaned)
        if cleaned.get("seen") != self.record.version:
            raise ValidationError(
                _("Someone has saved this record meanwhile. What would change is shown anew: look again.")
            )
        return cleaned
