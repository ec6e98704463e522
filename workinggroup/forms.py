"""Formsets of the register that validate several rows together."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.editing.forms import PartFormSet
from portal.i18n.dates import ends_before_start
from workinggroup.models.submissions import SubmissionStep


class StepFormSet(PartFormSet):
    """Steps of a public communication; none may be earlier than the filing."""

    def clean(self):
        super().clean()
        rows = [form.cleaned_data for form in self.get_remaining_forms()]
        dates = [(row["kind"], row["date"]) for row in rows if row.get("kind") and row.get("date")]
        filed = min((date for kind, date in dates if kind == SubmissionStep.Kind.FILED), default="")
        for kind, date in dates:
            if filed and ends_before_start(filed, date):
                label = SubmissionStep.Kind(kind).label
                raise ValidationError(_("The step “%(step)s” is before the filing.") % {"step": label})
