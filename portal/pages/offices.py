"""The National Administrative Offices: their names and addresses, each with the time for which it held."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.dates import PartialDateField, validate_date_order
from portal.i18n.languages import LANGUAGE_CHOICES, localize
from portal.publishing.models import Publishable, PublishableQuerySet
from portal.translations.models import TranslatedPart


class OfficeQuerySet(PublishableQuerySet):
    """Administrative offices."""

    def with_related(self):
        return super().with_related().prefetch_related("names", "addresses")


class Office(Publishable):
    """A National Administrative Office. Its names and addresses change, so each has the time for which it held."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = OfficeQuerySet.as_manager()

    url_name = "office"
    parts = ("names", "addresses")

    class Meta(Publishable.Meta):
        verbose_name = _("administrative office")
        verbose_name_plural = _("administrative offices")
        ordering = ("order", "pk")

    def held(self, *, today):
        """The names and addresses that hold today, or those of before: {"names": […], "addresses": […]}."""
        return {part: [one for one in getattr(self, part).all() if one.current == today] for part in self.parts}

    def today(self):
        """What holds today."""
        return self.held(today=True)

    def then(self):
        """What held before."""
        return self.held(today=False)


class HeldForATime(models.Model):
    """Something that an office had from one date to another, as far as they are known."""

    valid_from = PartialDateField(_("from"), blank=True)
    valid_to = PartialDateField(_("until"), blank=True)
    as_of = PartialDateField(
        _("found as of"), blank=True, help_text=_("The date of the source, where no other is known.")
    )
    current = models.BooleanField(_("holds today"), default=False)

    class Meta:
        abstract = True
        ordering = ("-current", "-valid_from", "-as_of", "pk")

    def clean(self):
        super().clean()
        validate_date_order(self.valid_from, self.valid_to, "valid_to")
        if self.current and self.valid_to:
            raise ValidationError({"valid_to": _("What holds today has no end.")})


class OfficeName(HeldForATime, TranslatedPart):
    """The name of an office, and of the body it stood in, for a time. A name is given as its owner writes it."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200, null=True, blank=True)
    parent = models.CharField(_("part of"), max_length=300, null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, null=True, blank=True)

    not_translations = ("name", "parent")

    class Meta(HeldForATime.Meta):
        verbose_name = _("name of the office")
        verbose_name_plural = _("names of the office")

    def __str__(self):
        return localize(self, "name").text


class OfficeAddress(HeldForATime):
    """Where an office is reached, for a time. Addresses are written as the post writes them, not translated."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="addresses")
    lines = models.TextField(_("postal address"), blank=True)
    language = models.CharField(_("language of the address"), max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    fax = models.CharField(_("fax"), max_length=60, blank=True)
    email = models.EmailField(_("email"), blank=True)

    class Meta(HeldForATime.Meta):
        verbose_name = _("address of the office")
        verbose_name_plural = _("addresses of the office")

    def __str__(self):
        return self.lines or self.telephone or self.email
