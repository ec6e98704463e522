"""Ownership and status of records, and the Country model."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.fields import LanguagesField
from portal.i18n.languages import localize
from portal.i18n.text import NormalizedTextModel


class OwnedMixin(models.Model):
    """Adds the country that owns a record. Without a country, the record belongs to all three."""

    country = models.ForeignKey(
        "portal.Country", models.PROTECT, null=True, blank=True, verbose_name=_("country"), related_name="+",
        help_text=_("The government responsible for it. Leave empty if all three are."),
    )  # fmt: skip

    # Flags of the model, see permissions.py: its records belong to the three countries together; they belong to the
    # register of the secretariat; the office of a country publishes them itself.
    trinational_only = False
    in_register = False
    published_by_offices = False

    class Meta:
        abstract = True


class Status(models.TextChoices):
    """Workflow status. It does not say whether a record is public: `published()` also checks the schedule."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("unpublished")


class Country(NormalizedTextModel):
    """A country, its official languages, and the languages that its texts must have to be published."""

    code = models.CharField(_("code"), max_length=2, unique=True, help_text=_("Two letters, ISO 3166: US, MX, CA."))
    name = models.CharField(_("name"), max_length=60, null=True)
    languages = LanguagesField(verbose_name=_("own languages"), blank=False)
    joint_languages = LanguagesField(
        verbose_name=_("required languages"),
        help_text=_(
            "A text of this country must be complete in these languages before it is published, in "
            "addition to its original language."
        ),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("order",)

    def __str__(self):
        return self.get_localized_name().text

    def get_localized_name(self):
        """Return the name with its language."""
        return localize(self, "name")
