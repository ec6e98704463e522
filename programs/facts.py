"""Facts with a source and the date of their check: the base of help entries and of the facts that are compared."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.dates import PartialDateField
from portal.i18n.languages import LANGUAGES, get_translation
from portal.links.fields import ExternalURLField
from portal.translations.models import TranslatedPart


class SourcedFact(TranslatedPart):
    """A part of a record that states a fact with its source. Readers see it once it is confirmed."""

    source_title = models.CharField(_("source of the fact"), max_length=300, null=True, blank=True)
    source_address = ExternalURLField(
        _("source URL"), null=True, blank=True,
        help_text=_("Fill in only the languages in which it exists."),
    )  # fmt: skip
    source_date = PartialDateField(_("date of the source"), blank=True)
    checked_on = PartialDateField(_("checked on"), blank=True)
    checked_by = models.CharField(_("checked by"), max_length=100, blank=True, help_text=_("Readers don’t see this."))
    confirmed = models.BooleanField(
        _("confirmed"), default=False,
        help_text=_("Readers see the fact only if it was confirmed on a page of the body itself."),
    )  # fmt: skip

    not_translations = ("slug", "source_address")
    not_searchable = ("checked_by", "checked_on", "source_date")
    # The fields of which one must hold a URL when the fact is confirmed.
    address_fields = ("source_address",)

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if not self.confirmed:
            return
        if not self.has_source():
            raise ValidationError({"confirmed": _("Enter the source and its URL before you confirm the fact.")})
        if not self.checked_on:
            raise ValidationError({"confirmed": _("Enter when it was checked before you confirm the fact.")})

    def has_source(self):
        """Return whether the fact names its source, with a URL in at least one language."""
        return self.has_text("source_title") and any(map(self.has_text, self.address_fields))

    def has_text(self, field):
        """Return whether a translated field is filled in in at least one language."""
        return any(get_translation(self, field, language) for language in LANGUAGES)
