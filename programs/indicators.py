"""Models of the indicators: deaths and injuries at work as each country counts them."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.publishing.models import Publishable
from portal.publishing.querysets import PublishableQuerySet
from programs.charts import Point
from programs.facts import SourcedFact

FIRST_YEAR = 1900


def validate_year(year):
    """Validate that a year is over, or is the current one."""
    current = clock.get_today().year
    if not FIRST_YEAR <= year <= current:
        raise ValidationError(
            _("Enter a year from %(first)s to %(current)s."), params={"first": FIRST_YEAR, "current": current}
        )


class IndicatorQuerySet(PublishableQuerySet):
    """Query indicators."""

    def with_related(self):
        return super().with_related().prefetch_related("values", "definitions")


class Indicator(Publishable):
    """One country's series of one measure: its values by year, and how it is counted."""

    class Kind(models.TextChoices):
        """The measure, in the order of the page."""

        DEATHS = "deaths", _("Deaths at work")
        INJURIES = "injuries", _("Injuries and diseases at work")

    kind = models.CharField(_("measure"), max_length=8, choices=Kind)
    unit = models.CharField(
        _("unit"), max_length=100, null=True, blank=True,
        help_text=_("What a value counts, in a few words: fatal injuries."),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = IndicatorQuerySet.as_manager()

    url_name = "indicators:indicator"
    published_by_offices = True
    parts = ("values", "definitions")
    fact_parts = ("values", "definitions")

    class Meta(Publishable.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("order", "pk")

    def clean(self):
        super().clean()
        self.validate_reserved_slugs()

    def get_confirmed_values(self):
        """Return the values that readers see, the earliest first."""
        return [value for value in self.values.all() if value.confirmed]

    def get_confirmed_definitions(self):
        """Return the definitions that readers see, by topic."""
        return {row.topic: row for row in self.definitions.all() if row.confirmed}

    def get_ordered_definitions(self):
        """Return the definitions that readers see, in the order of their topics."""
        definitions = self.get_confirmed_definitions()
        return [definitions[topic] for topic in IndicatorDefinition.Topic if topic in definitions]

    def get_latest_value(self):
        """Return the newest confirmed value that is a count and not a rate alone, None if there is none."""
        return next((value for value in reversed(self.get_confirmed_values()) if value.value is not None), None)

    def get_breaks(self):
        """Return the confirmed values before which the series breaks."""
        return [value for value in self.get_confirmed_values() if value.break_before]

    def get_points(self):
        """Return the Points of the drawing: the years with a confirmed count."""
        return [
            Point(value.year, value.value, value.status == IndicatorValue.Status.PRELIMINARY, value.break_before)
            for value in self.get_confirmed_values()
            if value.value is not None
        ]


class IndicatorValue(SourcedFact):
    """The value of an indicator in one year. A revised value keeps the one that was published before."""

    class Status(models.TextChoices):
        """How settled a value is. Empty if its source does not say so."""

        PRELIMINARY = "preliminary", _("preliminary")
        REVISED = "revised", _("revised")
        FINAL = "final", _("final")

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField(_("year"), validators=[validate_year])
    value = models.PositiveIntegerField(
        _("value"), null=True, blank=True, help_text=_("Leave it empty if the source has only a rate.")
    )
    status = models.CharField(
        _("status of the value"), max_length=11, choices=Status, blank=True,
        help_text=_("Leave it empty if the source does not say."),
    )  # fmt: skip
    earlier_value = models.PositiveIntegerField(
        _("earlier value"), null=True, blank=True, help_text=_("The value that was published before the revision.")
    )
    rate = models.DecimalField(
        _("rate"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    rate_unit = models.CharField(
        _("unit of the rate"), max_length=100, null=True, blank=True, help_text=_("For example, per 100,000 workers.")
    )
    break_before = models.BooleanField(
        _("break in the series before this year"), default=False,
        help_text=_("This value and the earlier ones are not counted in the same way."),
    )  # fmt: skip
    break_note = models.CharField(_("what changed"), max_length=400, null=True, blank=True)

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of an indicator")
        ordering = ("year", "pk")
        constraints = (UniqueConstraint(fields=("indicator", "year"), name="indicator_year_once"),)

    def __str__(self):
        return str(self.year)

    def clean(self):
        super().clean()
        errors = {}
        if self.value is None and self.rate is None:
            errors["value"] = _("Enter the value or a rate.")
        if self.rate is not None and not self.has_text("rate_unit"):
            errors["rate"] = _("Say what the rate is per, in “unit of the rate”.")
        if self.earlier_value is not None and self.status not in {self.Status.REVISED, self.Status.FINAL}:
            errors["earlier_value"] = _("Only a revised or final value has an earlier one.")
        if self.break_before and not self.has_text("break_note"):
            errors["break_before"] = _("Say what changed.")
        if errors:
            raise ValidationError(errors)


class IndicatorDefinition(SourcedFact):
    """A row of the table that says how an indicator is counted, after the form of the ILO."""

    class Topic(models.TextChoices):
        """The rows of the table, in order."""

        SOURCE = "source", _("Who counts")
        CASES = "cases", _("What is counted")
        COVERAGE = "coverage", _("Workers covered")
        DISEASES = "diseases", _("Diseases")
        COMMUTING = "commuting", _("Way to and from work")
        PERIOD = "period", _("Year that a case counts for")
        DENOMINATOR = "denominator", _("What a rate divides by")
        REVISION = "revision", _("Revision")
        LEFT_OUT = "left-out", _("What is left out")

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="definitions")
    topic = models.CharField(_("topic"), max_length=11, choices=Topic)
    text = models.CharField(_("text"), max_length=400, null=True, blank=True)

    class Meta:
        verbose_name = _("definition")
        verbose_name_plural = _("definitions")
        ordering = ("pk",)
        constraints = (UniqueConstraint(fields=("indicator", "topic"), name="indicator_topic_once"),)

    def __str__(self):
        return self.get_topic_display()
