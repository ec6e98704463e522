"""Forms of the directory that look at several parts at once."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alliances.agreements import faults
from portal.forms import PartFormSet


class AgreementFormSet(PartFormSet):
    """The agreements of an alliance: none that cannot follow from those before it."""

    needed = _("An agreement is missing: when was the alliance signed?")

    def clean(self):
        super().clean()
        rows = [form.cleaned_data for form in self.remaining()]
        agreements = [(row["kind"], row["date"]) for row in rows if row.get("kind") and row.get("date")]
        if sentences := list(faults(agreements)):
            raise ValidationError(sentences)


class ParticipantFormSet(PartFormSet):
    """The participants of an alliance: a live one keeps the voice of the workers."""

    needed = _("A participant is missing.")

    def clean(self):
        super().clean()
        if not self.live:
            return
        rows = [form.cleaned_data for form in self.remaining()]
        if sentence := self.instance.voice_fault([(row.get("kind"), row.get("is_signatory")) for row in rows]):
            raise ValidationError(sentence)


class EditionFormSet(PartFormSet):
    """The languages of a product: a live one keeps at least one."""

    needed = _("A language with a public address or a file is missing.")
