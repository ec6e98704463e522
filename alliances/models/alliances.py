"""Models of alliances, with their goals, yearly reports and contacts."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances.models.agreements import Agreement, get_agreement_status, get_sequence_errors, sort_agreements
from alliances.models.industries import Industry
from alliances.models.participants import Participant, lacks_worker_voice
from portal.i18n.fields import ChoicesField, get_choices_display
from portal.i18n.languages import LANGUAGES, get_translation, localized_field_name
from portal.publishing.models import Publishable
from portal.publishing.querysets import PublishableQuerySet
from portal.richtext.fields import RichTextField
from portal.translations.models import TranslatedPart

# The program began in 2002; a fiscal year far ahead is a typing error.
FIRST_YEAR, LAST_YEAR = 2002, 2100


class AllianceQuerySet(PublishableQuerySet):
    """Query alliances."""

    def with_last_kind(self):
        """Annotate `last_kind`: the kind of the last agreement, None if there is none."""
        stage = Case(*(When(kind=kind, then=Value(index)) for index, kind in enumerate(Agreement.Kind)))
        last = Agreement.objects.filter(alliance=OuterRef("pk")).order_by(stage.desc(), "-date")
        return self.annotate(last_kind=Subquery(last.values("kind")[:1]))

    def with_related(self):
        return super().with_related().prefetch_related("participants__country", "agreements")

    def with_fact_date(self):
        agreements = Agreement.objects.filter(alliance=OuterRef("pk")).order_by("date")
        return self.annotate(fact_date=Subquery(agreements.values("date")[:1]))

    def oldest_first(self):
        """Order by date of signing, `signed`. Leave out alliances that were never signed, which cannot be public."""
        signed = self.filter(agreements__kind=Agreement.Kind.SIGNED).annotate(signed=F("agreements__date"))
        return signed.order_by("signed", "pk")


class Alliance(Publishable):
    """An alliance of OSHA with other organizations."""

    class Level(models.TextChoices):
        """Level of the OSHA office that made the alliance."""

        NATIONAL = "national", _("national")
        REGIONAL = "regional", _("regional")
        AREA = "area", _("area office")

    level = models.CharField(_("level"), max_length=10, choices=Level)
    offices = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("OSHA offices"),
        help_text=_("As OSHA spells them, separated by commas."),
    )  # fmt: skip
    industries = ChoicesField(models.CharField(max_length=2, choices=Industry), verbose_name=_("industries"))
    worker_involvement = RichTextField(
        _("worker involvement"), null=True, blank=True, parent_heading_level=2,
        help_text=_("How workers take part in developing and implementing the agreement."),
    )  # fmt: skip
    from_archives = models.BooleanField(
        _("based on archives"), default=False,
        help_text=_("Only archived information is available, so worker involvement is not required."),
    )  # fmt: skip

    objects = AllianceQuerySet.as_manager()

    url_name = "alliances:alliance"
    parts = ("participants", "agreements", "goals", "reports", "contacts")

    class Meta(Publishable.Meta):
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")
        ordering = ("pk",)

    def clean(self):
        super().clean()
        if self.from_archives and self.has_worker_involvement():
            raise ValidationError({"from_archives": _("Clear this box: worker involvement is filled in.")})

    def get_sorted_agreements(self):
        """Return the agreements in the order of the life cycle."""
        return sort_agreements(self.agreements.all())

    def get_renewals(self):
        """Return the renewals, oldest first."""
        return [agreement for agreement in self.get_sorted_agreements() if agreement.kind == Agreement.Kind.RENEWED]

    def get_fact_date(self):
        return min((agreement.date for agreement in self.agreements.all()), default="")

    def get_agreement_languages(self):
        """Return the languages of all its agreements."""
        return [code for code in LANGUAGES if any(code in agreement.languages for agreement in self.agreements.all())]

    def get_industry_labels(self):
        """Return the labels of its industries."""
        return get_choices_display(self, "industries")

    def has_signatory_union(self):
        """Return whether a union is among the signatories."""
        return any(
            participant.kind == Participant.Kind.UNION and participant.is_signatory
            for participant in self.participants.all()
        )

    def get_agreement_status(self):
        """Return the AgreementStatus after its last agreement."""
        return get_agreement_status(self.agreements.all())

    def has_worker_involvement(self):
        """Return whether there is a text on worker involvement in the source language."""
        return bool(get_translation(self, "worker_involvement", self.source_language))

    def get_worker_voice_error(self, participants):
        """Return an error if (kind, is_signatory) pairs lack the voice of workers, else an empty string."""
        is_exempt = self.from_archives or self.has_worker_involvement()
        if is_exempt or not lacks_worker_voice(participants):
            return ""
        return gettext(
            "If its participants include an employer, a trade association or an employer group, an "
            "alliance needs a union that signed, or a text on worker involvement."
        )

    def missing_requirements(self):
        missing = [
            "" if self.participants.exists() else gettext("Add a participant."),
            "" if self.agreements.exists() else gettext("Add an agreement with the date the alliance was signed."),
            self.get_worker_voice_error(self.participants.values_list("kind", "is_signatory")),
            *get_sequence_errors(list(self.agreements.values_list("kind", "date"))),
        ]
        return list(filter(None, missing))


class Goal(TranslatedPart):
    """A goal of an alliance under one of the three emphases of the program."""

    class Emphasis(models.TextChoices):
        """Emphasis of a goal."""

        RULEMAKING = "rulemaking", _("rulemaking and enforcement")
        OUTREACH = "outreach", _("outreach and communication")
        TRAINING = "training", _("training and education")

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="goals")
    emphasis = models.CharField(_("emphasis"), max_length=12, choices=Emphasis)
    text = RichTextField(_("text"), null=True, blank=True, parent_heading_level=3)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ("order", "pk")

    def __str__(self):
        return self.get_emphasis_display()

    def clean(self):
        super().clean()
        if not get_translation(self, "text", self.source_language):
            column = localized_field_name("text", self.source_language)
            raise ValidationError({column: _("Enter the goal in the original language.")})


class YearlyReport(TranslatedPart):
    """Activities of an alliance in one fiscal year, which begins in October of the previous year."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="reports")
    year = models.PositiveSmallIntegerField(
        _("fiscal year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    meetings = models.PositiveIntegerField(_("meetings of the implementation team"), null=True, blank=True)
    activities = models.PositiveIntegerField(_("activities"), null=True, blank=True)
    reached = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, null=True, blank=True)

    class Meta:
        verbose_name = _("yearly report")
        verbose_name_plural = _("yearly reports")
        ordering = ("year",)
        constraints = (models.UniqueConstraint(fields=("alliance", "year"), name="yearlyreport_once"),)

    def __str__(self):
        return str(self.year)


class Contact(TranslatedPart):
    """A contact person of an alliance."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    organization = models.CharField(_("organization"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=200, null=True, blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("email"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("order", "pk")

    def __str__(self):
        return self.name
