"""The part of a form that asks for the change note of a published record."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import LANGUAGE_PHRASES, LANGUAGES, localized_field_name
from portal.publishing.change_notes import ChangeNote


class ChangeNoteForm(forms.Form):
    """Base form with the significance of a change and a note for readers in each language.

    Subclasses call `set_up_change_note` in `__init__` and, if a note is needed, `validate_change_note` in `clean`.
    """

    significance = forms.ChoiceField(
        label=_("Type of change"), required=False, widget=forms.RadioSelect,
        choices=[
            ("correction", _("Correction: the public modification date stays the same")),
            ("significant", _("Significant change: sets a new modification date and shows a note to readers")),
        ],
    )  # fmt: skip

    def __init__(self, *args, record, editor, **kwargs):
        super().__init__(*args, prefix="transition", **kwargs)
        self.record, self.editor = record, editor

    def set_up_change_note(self, needs_note):
        """Add a note field for each language; without `needs_note`, remove the significance field."""
        if not needs_note:
            del self.fields["significance"]
            return
        for language in LANGUAGES:
            label = gettext("What changed, %(in_language)s") % {"in_language": LANGUAGE_PHRASES[language]}
            self.fields[localized_field_name("what_changed", language)] = forms.CharField(
                label=label, max_length=300, required=False, widget=forms.TextInput(attrs={"lang": language})
            )

    def validate_change_note(self, cleaned):
        if not cleaned.get("significance"):
            self.add_error("significance", _("Choose the type of change."))
        if cleaned.get("significance") != "significant":
            return
        for language in self.record.required_languages():
            if not cleaned.get(name := localized_field_name("what_changed", language)):
                self.add_error(name, _("Explain to readers in this language what changed."))

    @property
    def is_significant(self):
        return self.cleaned_data.get("significance") == "significant"

    @property
    def what_changed(self):
        """Return the note of a significant change, {language: text}; {} for a correction."""
        texts = {
            language: self.cleaned_data.get(localized_field_name("what_changed", language), "")
            for language in LANGUAGES
        }
        return texts if self.is_significant else {}

    def save_change_note(self):
        """Save the note of a significant change."""
        texts = {localized_field_name("text", language): text for language, text in self.what_changed.items()}
        ChangeNote.objects.create(record=self.record, by=self.editor, at=self.record.changed_at, **texts)
