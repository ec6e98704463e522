"""Participants of an alliance, and the rule on the voice of workers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import LANGUAGE_CHOICES, LocalizedText
from portal.i18n.text import NormalizedTextModel


class Participant(NormalizedTextModel):
    """An organization that takes part in an alliance, under its own name."""

    class Kind(models.TextChoices):
        """Kind of organization."""

        EMPLOYER = "employer", _("employer")
        TRADE_ASSOCIATION = "trade association", _("trade association")
        EMPLOYER_GROUP = "employer group", _("employer group")
        PROFESSIONAL_ASSOCIATION = "professional association", _("professional association")
        UNION = "union", _("union")
        CONSULATE = "consulate", _("consulate")
        EDUCATIONAL_INSTITUTION = "educational institution", _("educational institution")
        COMMUNITY_ORGANIZATION = "community organization", _("community organization")
        FAITH_ORGANIZATION = "faith organization", _("faith-based organization")
        GOVERNMENT_AGENCY = "government agency", _("government agency")
        TRIBE = "tribe", _("tribe")

    # An alliance with one of these also needs the voice of workers.
    EMPLOYER_SIDE = (Kind.EMPLOYER, Kind.TRADE_ASSOCIATION, Kind.EMPLOYER_GROUP)

    alliance = models.ForeignKey("Alliance", models.CASCADE, related_name="participants")
    name = models.CharField(
        _("name"), max_length=200, help_text=_("The participant’s own spelling. It is not translated.")
    )
    name_language = models.CharField(_("language of the name"), max_length=2, choices=LANGUAGE_CHOICES, default="en")
    kind = models.CharField(_("type"), max_length=30, choices=Kind, blank=True, help_text=_("Leave empty if unknown."))
    country = models.ForeignKey(
        "portal.Country", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country"),
        help_text=_("For a consulate, the country that it represents."),
    )  # fmt: skip
    is_signatory = models.BooleanField(_("signed the agreement"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ("order", "pk")
        constraints = (models.UniqueConstraint(fields=("alliance", "name"), name="allianceparticipant_once"),)

    def __str__(self):
        return self.name

    def get_localized_name(self):
        """Return the name with its language."""
        return LocalizedText(self.name, self.name_language)


def lacks_worker_voice(participants):
    """Return whether (kind, is_signatory) pairs include an employer but no union that signed."""
    participants = list(participants)
    employers = any(kind in Participant.EMPLOYER_SIDE for kind, _ in participants)
    return employers and (Participant.Kind.UNION, True) not in participants
