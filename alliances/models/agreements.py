"""Agreements of an alliance: their model, possible sequences, and the status after the last one."""

from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.i18n.dates import PartialDateField, ends_before_start, validate_date_order
from portal.i18n.fields import LanguagesField
from portal.translations.models import TranslatedPart

# Years that an agreement is valid if it names no end: OSHA's directive sets two.
DEFAULT_TERM = 2


class Agreement(TranslatedPart):
    """An agreement of an alliance, with a partial date."""

    class Kind(models.TextChoices):
        """Kind of agreement, in the order of an alliance's life cycle."""

        SIGNED = "signed", pgettext_lazy("alliance", "signed")
        RENEWED = "renewed", pgettext_lazy("alliance", "renewed")
        AMBASSADOR = "ambassador", pgettext_lazy("alliance", "ambassador")
        CONCLUDED = "concluded", pgettext_lazy("alliance", "concluded")
        TERMINATED = "terminated", pgettext_lazy("alliance", "terminated")

    ENDINGS = (Kind.CONCLUDED, Kind.TERMINATED)

    alliance = models.ForeignKey("Alliance", models.CASCADE, related_name="agreements")
    kind = models.CharField(_("type"), max_length=10, choices=Kind)
    date = PartialDateField(_("date"))
    ends = PartialDateField(
        _("valid until"),
        blank=True,
        help_text=_("If the agreement does not say, leave it empty. Two years are counted."),
    )
    languages = LanguagesField(verbose_name=_("languages of the agreement"))
    signatories = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("signed by"),
        help_text=_("Names, separated by commas."),
    )  # fmt: skip
    document = models.ForeignKey(
        "portal.Document", models.PROTECT, null=True, blank=True, related_name="agreements", verbose_name=_("document")
    )
    note = models.CharField(_("note"), max_length=300, null=True, blank=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("date", "pk")
        constraints = (models.UniqueConstraint(fields=("alliance", "kind", "date"), name="agreement_once"),)
        # The directory lists alliances by their date of signing.
        indexes = (models.Index(fields=("date", "alliance"), condition=Q(kind="signed"), name="agreement_signed"),)

    def __str__(self):
        return self.get_kind_display()

    def clean(self):
        super().clean()
        validate_date_order(self.date, self.ends, "ends")

    @property
    def last_day(self):
        """Return the last day as a partial date, empty if the agreement has no term."""
        if self.kind in self.ENDINGS:
            return ""
        if self.ends or self.kind == self.Kind.AMBASSADOR:
            return self.ends
        return f"{int(self.date[:4]) + DEFAULT_TERM}{self.date[4:]}"


class AgreementStatus(NamedTuple):
    """Status by the last agreement. `last_known` is true if its term has expired."""

    kind: Agreement.Kind
    date: str
    last_known: bool

    @property
    def display(self):
        return self.kind.label


def sort_agreements(agreements):
    """Sort agreements by life cycle, then date: signing, renewals, ambassador, end."""
    stages = list(Agreement.Kind)
    return sorted(agreements, key=lambda agreement: (stages.index(agreement.kind), agreement.date))


def get_agreement_status(agreements):
    """Return the AgreementStatus after these agreements, None if there are none."""
    if not agreements:
        return None
    last = sort_agreements(agreements)[-1]
    today = clock.get_today().isoformat()
    expired = bool(last.last_day) and last.last_day < today[: len(last.last_day)]
    return AgreementStatus(Agreement.Kind(last.kind), last.date, expired)


def get_sequence_errors(agreements):
    """Yield an error message for each impossibility in these (kind, date) pairs."""
    dates = {kind: sorted(date for other, date in agreements if other == kind) for kind in Agreement.Kind}
    endings = sorted(date for kind in Agreement.ENDINGS for date in dates[kind])
    if agreements and not dates[Agreement.Kind.SIGNED]:
        yield gettext("Add the signing first. An alliance that was never signed cannot be renewed, promoted or ended.")
    if len(dates[Agreement.Kind.SIGNED]) > 1:
        yield gettext("An alliance is signed only once. Later agreements renew it.")
    if len(dates[Agreement.Kind.AMBASSADOR]) > 1:
        yield gettext("An alliance becomes an ambassador only once.")
    if len(endings) > 1:
        yield gettext("An alliance ends only once: it is concluded or terminated.")
    yield from get_order_errors(agreements, dates, endings)


def get_order_errors(agreements, dates, endings):
    """Yield an error for each agreement before the signing or after the end, or renewal after becoming ambassador."""
    signed = next(iter(dates[Agreement.Kind.SIGNED]), None)
    ambassador = next(iter(dates[Agreement.Kind.AMBASSADOR]), None)
    for kind, date in agreements:
        params = {"kind": Agreement.Kind(kind).label, "date": date}
        if signed and ends_before_start(signed, date):
            yield gettext("“%(kind)s, %(date)s” is before the signing.") % params
        if endings and kind not in Agreement.ENDINGS and ends_before_start(date, endings[0]):
            yield gettext("“%(kind)s, %(date)s” is after the end of the alliance.") % params
        if ambassador and kind == Agreement.Kind.RENEWED and ends_before_start(date, ambassador):
            yield gettext("“%(kind)s, %(date)s” is after the alliance became an ambassador.") % params
