"""What the group undertook, and how far it came."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.i18n.dates import PartialDateField, validate_date_order
from portal.publishing.models import Publishable, PublishableQuerySet
from portal.richtext.fields import RichTextField
from portal.translations.models import TranslatedPart

# What was undertaken under the NAALC before it ended is on record: no one can be late with it any more.
AGREEMENT_ENDED = "2020-07"  # a whole month, which sorts before all its days


class CommitmentQuerySet(PublishableQuerySet):
    """Commitments."""

    def with_state(self):
        """Commitments with `state`: that of their last change, or not found."""
        steps = CommitmentStep.objects.filter(commitment=models.OuterRef("pk")).order_by("-date", "-pk")
        last = models.Subquery(steps.values("state")[:1])
        return self.annotate(state=Coalesce(last, models.Value(Commitment.State.UNKNOWN.value)))

    def with_related(self):
        return (
            super()
            .with_related()
            .with_state()
            .select_related("lead", "meeting")
            .prefetch_related("steps", "partners", "subgroups", "documents")
        )

    def programs(self):
        """The years of the work programs, newest first."""
        return sorted(set(self.order_by().values_list("program", flat=True)), reverse=True)

    def on_record(self):
        """Commitments of the agreement that has ended."""
        return self.filter(undertaken__lt=AGREEMENT_ENDED)

    def live(self):
        """Commitments that are neither on record nor at their end."""
        return self.with_state().filter(undertaken__gte=AGREEMENT_ENDED).exclude(state__in=Commitment.ENDED)


class Commitment(Publishable):
    """An item of a work program: who leads it, by when it is due, and what came of it."""

    class Kind(models.TextChoices):
        """What was undertaken."""

        PROJECT = "project", _("project")
        TRAINING = "training", _("training")
        RECOMMENDATION = "recommendation", _("recommendation")
        PUBLICATION = "publication", _("publication")
        EXCHANGE = "exchange", _("exchange of experience")
        RECOGNITION = "recognition", _("recognition of companies")

    class State(models.TextChoices):
        """How far it came."""

        UNKNOWN = "unknown", _("not found")
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under way", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("given up")

    ENDED = (State.DONE, State.DROPPED)

    program = models.PositiveSmallIntegerField(_("work program"), help_text=_("Its year: 2005."))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    undertaken = PartialDateField(_("undertaken"))
    lead = models.ForeignKey(
        "portal.Country", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("led by")
    )
    partners = models.ManyToManyField("portal.Country", blank=True, related_name="+", verbose_name=_("partners"))
    due = PartialDateField(_("due"), blank=True)
    result = RichTextField(_("result"), null=True, blank=True, parent_heading_level=2)
    meeting = models.ForeignKey(
        "Meeting", models.PROTECT, null=True, blank=True, related_name="commitments",
        verbose_name=_("undertaken at"),
    )  # fmt: skip
    subgroups = models.ManyToManyField("Subgroup", blank=True, related_name="commitments", verbose_name=_("subgroups"))
    documents = models.ManyToManyField(
        "portal.Document", blank=True, related_name="commitments", verbose_name=_("documents")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = CommitmentQuerySet.as_manager()

    url_name = "workinggroup:commitment"
    in_register = True
    parts = ("steps",)

    class Meta(Publishable.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("-program", "order", "pk")

    def clean(self):
        super().clean()
        validate_date_order(self.undertaken, self.due, "due")

    def state_in_words(self):
        """The last state, for a commitment read with `with_state()`."""
        return self.State(self.state).label

    @property
    def on_record(self):
        """Whether it was undertaken under the agreement that has ended."""
        return self.undertaken < AGREEMENT_ENDED

    @property
    def overdue(self):
        """Whether a live commitment's due day, month or year has passed."""
        today = timezone.localdate().isoformat()
        past = bool(self.due) and self.due < today[: len(self.due)]
        return past and not self.on_record and self.state not in self.ENDED


class CommitmentStep(TranslatedPart):
    """A change of state, with its date and what is to be said of it. The last one is the commitment's state."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="steps")
    state = models.CharField(_("state"), max_length=10, choices=Commitment.State)
    date = PartialDateField(_("date"))
    note = models.CharField(_("note"), max_length=300, null=True, blank=True)

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ("date", "pk")

    def __str__(self):
        return self.get_state_display()
