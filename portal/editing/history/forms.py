"""Forms that ask for a reason before a record is deleted, restored from the trash, or set back to a version."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.editing.change_note_form import ChangeNoteForm
from portal.history.models import get_latest_version_number


def make_reason_field():
    return forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown in the history. The public does not see it."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """The reason for deleting a record or restoring it from the trash."""

    reason = make_reason_field()


class RestoreForm(ChangeNoteForm):
    """The reason for restoring a version. Invalid if the record was saved after the page was shown."""

    reason = make_reason_field()
    # The number of the newest version when the page was shown; written by the template.
    seen = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ("reason", "significance")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.newest = get_latest_version_number(type(self.record), self.record.pk)
        self.live = self.record.is_published_or_scheduled
        self.set_up_change_note(self.live)

    def add_prefix(self, field_name):
        """Return the name of a field. The fields of the change note keep their names in the form of the record."""
        return field_name if field_name in {"reason", "seen"} else super().add_prefix(field_name)

    def clean(self):
        cleaned = super().clean()
        if self.live:
            self.validate_change_note(cleaned)
        if cleaned.get("seen") != self.newest:
            raise ValidationError(
                _("Someone else has saved this record. The list of changes was updated: review it again.")
            )
        return cleaned
