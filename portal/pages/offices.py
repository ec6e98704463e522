"""The National Administrative Offices, with their current and former names and addresses."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.dates import PartialDateField, validate_date_order
from portal.i18n.languages import LANGUAGE_CHOICES, get_current_language, localize
from portal.i18n.text import NormalizedTextModel
from portal.publishing.models import Publishable
from portal.publishing.querysets import PublishableQuerySet
from portal.translations.models import TranslatedPart


class OfficeQuerySet(PublishableQuerySet):
    """A queryset of administrative offices."""

    def with_related(self):
        return super().with_related().prefetch_related("names", "addresses")


class Office(Publishable):
    """A National Administrative Office. Its names and addresses change, so each has a validity period."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = OfficeQuerySet.as_manager()

    url_name = "office"
    parts = ("names", "addresses")

    class Meta(Publishable.Meta):
        verbose_name = _("administrative office")
        verbose_name_plural = _("administrative offices")
        ordering = ("order", "pk")

    def filter_details(self, *, current):
        """Return the current or the former names and addresses: {"names": […], "addresses": […]}."""
        return {part: [row for row in getattr(self, part).all() if row.current == current] for part in self.parts}

    def get_current_details(self):
        """Return the current names and addresses. An address is left out if it is there in the reader's language."""
        details = self.filter_details(current=True)
        addresses, reader = details["addresses"], get_current_language()
        translated = {row.email for row in addresses if row.email and row.lines and row.language == reader}
        details["addresses"] = [row for row in addresses if row.language == reader or row.email not in translated]
        return details

    def get_former_details(self):
        return self.filter_details(current=False)

    def get_former_periods(self):
        """Return [(name or None, addresses)] of the past: each address with the name that the office had at its date.

        A current name is included if the office had one of the former addresses under it.
        """
        periods = {name: [] for name in self.names.all()}
        for address in self.filter_details(current=False)["addresses"]:
            name = next((name for name in periods if name and name.covers(address.valid_from or address.as_of)), None)
            periods.setdefault(name, []).append(address)
        return [(name, addresses) for name, addresses in periods.items() if addresses or not name.current]


class ValidityPeriod(NormalizedTextModel):
    """The period in which a name or address was valid, as far as its dates are known."""

    valid_from = PartialDateField(_("from"), blank=True)
    valid_to = PartialDateField(_("until"), blank=True)
    as_of = PartialDateField(
        _("known as of"), blank=True, help_text=_("The date of the source, if no other date is known.")
    )
    current = models.BooleanField(_("valid today"), default=False)

    class Meta:
        abstract = True
        ordering = ("-current", "-valid_from", "-as_of", "pk")

    def covers(self, date):
        """Return whether a partial date lies in the period. The end of a period belongs to the next one."""
        if not date:
            return False
        if not self.valid_from and not self.valid_to:
            return date == self.as_of
        return self.valid_from <= date and (not self.valid_to or date < self.valid_to)

    def clean(self):
        super().clean()
        validate_date_order(self.valid_from, self.valid_to, "valid_to")
        if self.current and self.valid_to:
            raise ValidationError({"valid_to": _("If it is valid today, leave the end date empty.")})


class OfficeName(ValidityPeriod, TranslatedPart):
    """A name of an office, and of the body it was part of. Names are official ones, so they are not translated."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200, null=True, blank=True)
    parent = models.CharField(_("part of"), max_length=300, null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, null=True, blank=True)

    not_translations = ("name", "parent")

    class Meta(ValidityPeriod.Meta):
        verbose_name = _("name of the office")
        verbose_name_plural = _("names of the office")

    def __str__(self):
        return localize(self, "name").text


class OfficeAddress(ValidityPeriod):
    """A postal address and contact details of an office. Addresses are written in postal form, not translated."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="addresses")
    lines = models.TextField(_("postal address"), blank=True)
    language = models.CharField(_("language of the address"), max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    fax = models.CharField(_("fax"), max_length=60, blank=True)
    email = models.EmailField(_("email"), blank=True)

    class Meta(ValidityPeriod.Meta):
        verbose_name = _("address of the office")
        verbose_name_plural = _("addresses of the office")

    def __str__(self):
        return self.lines or self.telephone or self.email
