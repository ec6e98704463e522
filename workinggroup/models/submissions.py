"""Models of public communications (submissions) under the NAALC and their steps."""

from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Value, When
from django.db.models.functions import Cast, Concat, LPad
from django.utils.translation import gettext_lazy as _

from portal.i18n.dates import PartialDateField, parse_partial_date
from portal.i18n.fields import ChoicesField
from portal.publishing.indexes import published_index
from portal.publishing.models import Publishable
from portal.publishing.querysets import PublishableQuerySet, find_years
from portal.richtext.fields import RichTextField
from portal.translations.models import TranslatedPart


class StepColumn(NamedTuple):
    """A column of the table of public communications, and whether it names the kind of each step."""

    heading: str
    names_steps: bool
    steps: list


class SubmissionQuerySet(PublishableQuerySet):
    """Query public communications."""

    def with_related(self):
        related = super().with_related().select_related("office__country")
        return related.prefetch_related("steps", "countries_concerned")

    def in_filing_order(self):
        """Order by office, then in the order of filing, which is that of the numbers: US 940001, US 9702, US 2000-01.

        Many days of filing are unknown.
        """
        return self.order_by("filing_key")

    def filing_years(self):
        """Return the years in which these communications were filed, latest first."""
        steps = SubmissionStep.objects.filter(kind=SubmissionStep.Kind.FILED)
        return find_years(steps.filter(submission__in=self), "date", within=steps)

    def with_fact_date(self):
        steps = SubmissionStep.objects.filter(submission=models.OuterRef("pk")).exclude(date="").order_by("date")
        return self.annotate(fact_date=models.Subquery(steps.values("date")[:1]))


class Submission(Publishable):
    """A public communication, with its number (in all known spellings), receiving office and outcome."""

    class Principle(models.TextChoices):
        """Labor principle of Annex 1 of the NAALC, in the order of the annex."""

        FREEDOM_OF_ASSOCIATION = "freedom-of-association", _("freedom of association")
        COLLECTIVE_BARGAINING = "collective-bargaining", _("the right to bargain collectively")
        RIGHT_TO_STRIKE = "right-to-strike", _("the right to strike")
        FORCED_LABOR = "forced-labor", _("prohibition of forced labor")
        CHILD_LABOR = "child-labor", _("labor protections for children and young persons")
        MINIMUM_STANDARDS = "minimum-standards", _("minimum employment standards")
        DISCRIMINATION = "discrimination", _("elimination of employment discrimination")
        EQUAL_PAY = "equal-pay", _("equal pay for women and men")
        PREVENTION = "prevention", _("prevention of occupational injuries and illnesses")
        COMPENSATION = "compensation", _("compensation in cases of occupational injuries and illnesses")
        MIGRANT_WORKERS = "migrant-workers", _("protection of migrant workers")

    number = models.CharField(_("number"), max_length=20, unique=True, help_text=_("As the portal writes it: US 9702."))
    spellings = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name=_("other spellings of the number"),
        help_text=_("Separated by commas."),
    )  # fmt: skip
    # Its place in the register. The offices are in the order in which they were created. Until 1999 the year of a
    # number had two digits: those numbers go first.
    filing_key = models.GeneratedField(
        expression=Concat(
            LPad(Cast("office", models.CharField()), 10, Value("0")),
            Case(When(number__regex=r"\d{4}-", then=Value("1")), default=Value("0")),
            "number",
        ),
        output_field=models.CharField(max_length=31), db_persist=True,
    )  # fmt: skip
    office = models.ForeignKey(
        "portal.Office", models.PROTECT, related_name="submissions", verbose_name=_("office that received it")
    )
    countries_concerned = models.ManyToManyField(
        "portal.Country", blank=True, related_name="+", verbose_name=_("country whose labor law it is about")
    )
    submitters = models.CharField(_("submitters"), max_length=500, null=True, blank=True)
    issues = ChoicesField(
        models.CharField(max_length=25, choices=Principle), verbose_name=_("issues"),
        help_text=_("The labor principles of the agreement that it raised."),
    )  # fmt: skip
    raises_safety_and_health = models.BooleanField(
        _("raises safety and health"), default=False,
        help_text=_("By at least one source, the communication raised occupational safety and health."),
    )  # fmt: skip
    outcome = RichTextField(_("outcome"), null=True, blank=True, parent_heading_level=2)
    documents = models.ManyToManyField(
        "portal.Document", blank=True, related_name="submissions", verbose_name=_("documents")
    )

    objects = SubmissionQuerySet.as_manager()

    url_name = "workinggroup:submission"
    search_titles = ("number", "spellings", "title")
    in_register = True
    parts = ("steps",)
    not_versioned = (*Publishable.not_versioned, "filing_key")

    class Meta(Publishable.Meta):
        verbose_name = _("public communication")
        verbose_name_plural = _("public communications")
        ordering = ("number",)
        indexes = (*Publishable.Meta.indexes, published_index("submission_published", "filing_key"))

    def get_filing_date(self):
        """Return the partial date of filing, "" if it is unknown."""
        step = self.get_step(SubmissionStep.Kind.FILED)
        return step.date if step else ""

    def get_fact_date(self):
        return min((step.date for step in self.steps.all() if step.date), default="")

    def get_citation_title(self):
        title = super().get_citation_title()
        return title._replace(text=f"{self.number}, {title.text}")

    def get_step(self, kind):
        """Return the first step of a kind, None if there is none."""
        return next((step for step in self.steps.all() if step.kind == kind), None)

    def get_table_columns(self):
        """Return the StepColumns of the table of public communications, with the steps of this one."""
        steps = list(self.steps.all())
        return [
            StepColumn(heading, len(kinds) > 1, [step for step in steps if step.kind in kinds])
            for heading, kinds in SubmissionStep.COLUMNS
        ]

    def get_issue_labels(self):
        """Return the labels of its issues, in the order of the principles."""
        return [principle.label for principle in self.Principle if principle in self.issues]


class SubmissionStep(TranslatedPart):
    """A step of a public communication, with its partial date."""

    class Kind(models.TextChoices):
        """Kind of step."""

        FILED = "filed", _("filed")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        EXTENDED = "extended", _("time extended")
        WITHDRAWN = "withdrawn", _("withdrawn")
        HEARING = "hearing", _("hearing")
        REPORT = "report", _("report")
        CONSULTATIONS = "consultations", _("ministerial consultations")
        AGREEMENT = "agreement", _("agreement or declaration")

    # The columns of the table of public communications, and the kinds of steps that each of them shows.
    COLUMNS = (
        (Kind.FILED.label, {Kind.FILED}),
        (_("review"), {Kind.ACCEPTED, Kind.DECLINED, Kind.WITHDRAWN}),
        (Kind.REPORT.label, {Kind.REPORT}),
        (_("agreement"), {Kind.AGREEMENT}),
    )

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="steps")
    kind = models.CharField(_("step"), max_length=15, choices=Kind)
    date = PartialDateField(_("date"), blank=True)
    note = models.CharField(_("note"), max_length=300, null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ("order", "pk")
        indexes = (models.Index(fields=("kind", "date"), name="submissionstep_kind_date"),)

    def __str__(self):
        return self.get_kind_display()

    @property
    def has_known_day(self):
        """Whether the day of the step is known, and not only its month or year."""
        return bool(self.date) and parse_partial_date(self.date).day is not None
