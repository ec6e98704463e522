"""Models of the commitments of the group's work programs."""

from django.db import models
from django.db.models import Max, Min, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.i18n.dates import PartialDateField, validate_date_order
from portal.publishing.indexes import IS_PUBLISHED, published_index, unchanged_index
from portal.publishing.models import Publishable
from portal.publishing.querysets import PublishableQuerySet, find_values
from portal.richtext.fields import RichTextField
from portal.translations.models import TranslatedPart

# Commitments under the NAALC are on record once the agreement has ended: they can no longer be overdue.
NAALC_END = "2020-07"  # partial date: sorts before all days of July
# Work programs that are older than this number of years before the newest one are not among the filters.
MAX_PROGRAMS = 100

# A partial date that names a day has ten characters.
HAS_DUE_DAY = Q(due__regex=r"^.{10}$")
HAS_INEXACT_DUE_DATE = ~HAS_DUE_DAY & ~Q(due="")


class CommitmentQuerySet(PublishableQuerySet):
    """Query commitments."""

    def with_state(self):
        """Annotate `state`: that of the last step, or UNKNOWN."""
        steps = CommitmentStep.objects.filter(commitment=models.OuterRef("pk")).order_by("-date", "-pk")
        last = models.Subquery(steps.values("state")[:1])
        return self.annotate(state=Coalesce(last, models.Value(Commitment.State.UNKNOWN.value)))

    def with_related(self):
        return (
            super().with_related().with_state().select_related("lead", "meeting").prefetch_related("steps", "partners")
        )

    def programs(self):
        """Return the years of the work programs, newest first. One lookup in an index finds each."""
        ends = self.order_by().aggregate(first=Min("program"), last=Max("program"))
        if ends["first"] is None:
            return []
        years = range(max(ends["first"], ends["last"] - MAX_PROGRAMS), ends["last"] + 1)
        return find_values(self.order_by(), [(year, Q(program=year)) for year in years])

    def on_record(self):
        """Return the commitments undertaken before the NAALC ended."""
        return self.filter(undertaken__lt=NAALC_END)

    def with_due_day(self):
        """Return the commitments with a due date whose day is known."""
        return self.filter(HAS_DUE_DAY)

    def without_due_day(self):
        """Return the commitments with a due date of which only the month or the year is known."""
        return self.filter(HAS_INEXACT_DUE_DATE)

    def active(self):
        """Return the commitments that are neither on record nor done nor dropped."""
        return self.with_state().filter(undertaken__gte=NAALC_END).exclude(state__in=Commitment.ENDED)


class Commitment(Publishable):
    """An item of a work program, with its lead, due date and result."""

    class Kind(models.TextChoices):
        """Kind of commitment."""

        PROJECT = "project", _("project")
        TRAINING = "training", _("training")
        RECOMMENDATION = "recommendation", _("recommendation")
        PUBLICATION = "publication", _("publication")
        EXCHANGE = "exchange", _("exchange of experience")
        RECOGNITION = "recognition", _("recognition of companies")

    class State(models.TextChoices):
        """Progress of a commitment."""

        UNKNOWN = "unknown", _("unknown")
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under way", _("in progress")
        DONE = "done", _("completed")
        DROPPED = "dropped", _("canceled")

    ENDED = (State.DONE, State.DROPPED)

    program = models.PositiveSmallIntegerField(_("work program"), help_text=_("The year, for example 2005."))
    kind = models.CharField(_("type"), max_length=15, choices=Kind)
    undertaken = PartialDateField(_("agreed on"))
    lead = models.ForeignKey(
        "portal.Country", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("led by")
    )
    partners = models.ManyToManyField("portal.Country", blank=True, related_name="+", verbose_name=_("partners"))
    due = PartialDateField(_("due"), blank=True)
    result = RichTextField(_("result"), null=True, blank=True, parent_heading_level=2)
    meeting = models.ForeignKey(
        "Meeting", models.PROTECT, null=True, blank=True, related_name="commitments",
        verbose_name=_("agreed at"),
    )  # fmt: skip
    subgroups = models.ManyToManyField("Subgroup", blank=True, related_name="commitments", verbose_name=_("subgroups"))
    documents = models.ManyToManyField(
        "portal.Document", blank=True, related_name="commitments", verbose_name=_("documents")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = CommitmentQuerySet.as_manager()

    url_name = "workinggroup:commitment"
    fact_date_field = "undertaken"
    in_register = True
    parts = ("steps",)

    class Meta(Publishable.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("-program", "order", "pk")
        indexes = (
            *Publishable.Meta.indexes,
            published_index("commitment_published", "-program", "order", "id"),
            published_index("commitment_undertaken", "undertaken"),
            published_index("commitment_due", "-due", "-id"),
            published_index("commitment_without_day", "due", condition=IS_PUBLISHED & HAS_INEXACT_DUE_DATE),
            unchanged_index("commitment", "-undertaken", "-id"),
        )

    def clean(self):
        super().clean()
        validate_date_order(self.undertaken, self.due, "due")

    def get_state_label(self):
        """Return the label of the last state. Needs `with_state()`."""
        return self.State(self.state).label

    @property
    def has_known_state(self):
        """Return whether any change of its state is recorded. Needs `with_state()`."""
        return self.state != self.State.UNKNOWN

    @property
    def is_on_record(self):
        """Return whether it was undertaken before the NAALC ended."""
        return self.undertaken < NAALC_END

    @property
    def is_overdue(self):
        """Return whether the due day, month or year of an active commitment has passed. Needs `with_state()`."""
        today = clock.get_today().isoformat()
        is_past = bool(self.due) and self.due < today[: len(self.due)]
        return is_past and not self.is_on_record and self.state not in self.ENDED


class CommitmentStep(TranslatedPart):
    """A dated change of state. The last step has the current state of the commitment."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="steps")
    state = models.CharField(_("status"), max_length=10, choices=Commitment.State)
    date = PartialDateField(_("date"))
    note = models.CharField(_("note"), max_length=300, null=True, blank=True)

    class Meta:
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        ordering = ("date", "pk")

    def __str__(self):
        return self.get_state_display()
