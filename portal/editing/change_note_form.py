"""What is asked of a change to what is public: whether it is more than a correction, and what its readers are told."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import ENDONYMS, LANGUAGES, localized_field_name
from portal.publishing.change_notes import ChangeNote


class WhatChangedForm(forms.Form):
    """Beside the change itself. Its fields are there where `ask_of_change` was called; whoever saves checks them."""

    significance = forms.ChoiceField(
        label=_("What kind of change is it?"), required=False, widget=forms.RadioSelect,
        choices=[
            ("correction", _("A correction: the date that readers see stays")),
            ("significant", _("A significant change: it gets a new date, and a note for readers")),
        ],
    )  # fmt: skip

    def __init__(self, *args, record, editor, **kwargs):
        super().__init__(*args, prefix="going_live", **kwargs)
        self.record, self.editor = record, editor

    def ask_of_change(self, asked):
        """Keeps the question, with a field a language for what readers are told, or does without."""
        if not asked:
            del self.fields["significance"]
            return
        for language in LANGUAGES:
            label = gettext("What changed, in %(language)s") % {"language": ENDONYMS[language]}
            self.fields[localized_field_name("what_changed", language)] = forms.CharField(
                label=label, max_length=300, required=False, widget=forms.TextInput(attrs={"lang": language})
            )

    def check_what_readers_are_told(self, cleaned):
        if not cleaned.get("significance"):
            self.add_error("significance", _("Say which of the two it is."))
        if cleaned.get("significance") != "significant":
            return
        for language in self.record.required_languages():
            if not cleaned.get(name := localized_field_name("what_changed", language)):
                self.add_error(name, _("Tell the readers of this language what changed."))

    @property
    def significant(self):
        return self.cleaned_data.get("significance") == "significant"

    @property
    def what_changed(self):
        """What readers are told of a significant change: {language: text}; nothing of a correction."""
        texts = {one: self.cleaned_data.get(localized_field_name("what_changed", one), "") for one in LANGUAGES}
        return texts if self.significant else {}

    def tell_readers(self):
        """Keeps the note of a significant change that was made."""
        texts = {localized_field_name("text", one): text for one, text in self.what_changed.items()}
        ChangeNote.objects.create(record=self.record, by=self.editor, at=self.record.changed_at, **texts)
