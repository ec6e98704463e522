"""Formsets of alliances and products that validate several rows together."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alliances.models.agreements import get_sequence_errors
from portal.editing.forms import PartFormSet


class AgreementFormSet(PartFormSet):
    """Agreements of an alliance, which must form a possible sequence."""

    required_message = _("Add an agreement with the date the alliance was signed.")

    def clean(self):
        super().clean()
        forms = self.get_remaining_forms()
        if any(form.errors for form in forms):
            return  # the sequence cannot be checked without the invalid rows
        if errors := list(get_sequence_errors([(form.instance.kind, form.instance.date) for form in forms])):
            raise ValidationError(errors)


class ParticipantFormSet(PartFormSet):
    """Participants of an alliance. Those of a public alliance must include the voice of workers."""

    required_message = _("Add a participant.")

    def clean(self):
        super().clean()
        if not self.must_be_complete:
            return
        rows = [form.cleaned_data for form in self.get_remaining_forms()]
        if error := self.instance.get_worker_voice_error([(row.get("kind"), row.get("is_signatory")) for row in rows]):
            raise ValidationError(error)


class EditionFormSet(PartFormSet):
    """Editions of a product. A public product must have at least one."""

    required_message = _("Add a language with a public URL or a file.")
