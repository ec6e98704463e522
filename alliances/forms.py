"""Forms of the directory that look at several parts at once."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alliances.models.agreements import faults
from portal.editing.forms import PartFormSet


class AgreementFormSet(PartFormSet):
    """The agreements of an alliance: none that cannot follow from those before it."""

    required_message = _("An agreement is missing: when was the alliance signed?")

    def clean(self):
        super().clean()
        forms = self.get_remaining_forms()
        if any(form.errors for form in forms):
            return  # a row that cannot be read says so itself; without it the others would seem to lack what it holds
        if sentences := list(faults([(form.instance.kind, form.instance.date) for form in forms])):
            raise ValidationError(sentences)


class ParticipantFormSet(PartFormSet):
    """The participants of an alliance: a live one keeps the voice of the workers."""

    required_message = _("A participant is missing.")

    def clean(self):
        super().clean()
        if not self.must_be_complete:
            return
        rows = [form.cleaned_data for form in self.get_remaining_forms()]
        if sentence := self.instance.voice_fault([(row.get("kind"), row.get("is_signatory")) for row in rows]):
            raise ValidationError(sentence)


class EditionFormSet(PartFormSet):
    """The languages of a product: a live one keeps at least one."""

    required_message = _("A language with a public address or a file is missing.")
