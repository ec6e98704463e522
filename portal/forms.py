"""Forms of the admin that know what a public record must have."""

from django.forms import BaseInlineFormSet
from django.utils.translation import gettext

from portal.publishing import Status, Translated


class PartFormSet(BaseInlineFormSet):
    """The parts of a record. Those of a live or scheduled one are refused while a required language lacks a text."""

    def get_unique_error_message(self, unique_check):
        return gettext("Two of these rows are the same. Each may stand once.")

    def clean(self):
        super().clean()
        if getattr(self.instance, "status", None) != Status.PUBLISHED or not issubclass(self.model, Translated):
            return
        for form in self.forms:
            if (form.instance.pk or form.has_changed()) and not form.cleaned_data.get("DELETE"):
                setattr(form.instance, self.fk.name, self.instance)
                for column, sentence in self.instance.missing_in(form.instance).items():
                    form.add_error(column, sentence)
