"""Forms of the admin that know what a public record must have."""

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext

from portal.publishing import Status, Translated


class PartFormSet(BaseInlineFormSet):
    """The parts of a record. Those of a live or scheduled one are refused while a required language lacks a text.

    `needed` says what is missing where a live record would be left without any such part.
    """

    needed = ""

    def get_unique_error_message(self, unique_check):
        return gettext("Two of these rows are the same. Each may stand once.")

    @property
    def live(self):
        """Whether the record is public or scheduled, so that it must stay complete."""
        return getattr(self.instance, "status", None) == Status.PUBLISHED

    def remaining(self):
        """The forms of the rows that are there after saving."""
        return [
            form
            for form in self.forms
            if (form.instance.pk or form.has_changed()) and not form.cleaned_data.get("DELETE")
        ]

    def clean(self):
        super().clean()
        if not self.live:
            return
        if self.needed and not self.remaining():
            raise ValidationError(self.needed)
        if issubclass(self.model, Translated):
            self.refuse_missing_texts()

    def refuse_missing_texts(self):
        """Names, at its field, each text that a required language lacks."""
        for form in self.remaining():
            setattr(form.instance, self.fk.name, self.instance)
            for column, sentence in self.instance.missing_in(form.instance).items():
                form.add_error(column, sentence)
