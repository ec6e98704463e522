"""Models of meetings: those of the group and its subgroups, and other relevant ones."""

from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Left, Length
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.i18n.dates import PartialDateField, get_year, validate_date_order
from portal.i18n.languages import localize
from portal.publishing.indexes import IS_PUBLISHED, published_index, unchanged_index
from portal.publishing.models import Publishable
from portal.publishing.querysets import PublishableQuerySet
from portal.richtext.fields import RichTextField
from portal.structured_data import build_event, build_working_group
from workinggroup.models.people import AbstractPerson

# A partial date that names a day has ten characters; `end` may be empty.
DAY_LENGTH = 10
KNOWN_DAYS = models.Q(start__regex=r"^.{10}$", end__regex=r"^(.{10})?$")


class MeetingQuerySet(PublishableQuerySet):
    """Query meetings."""

    def with_related(self):
        return super().with_related().with_hosts().prefetch_related("participants__country")

    def with_hosts(self):
        """Load the host countries, which lists show beside the place."""
        return self.prefetch_related("hosts")

    def of_group(self):
        """Return the meetings of the group and its subgroups."""
        return self.exclude(kind=Meeting.Kind.OTHER)

    def others(self):
        """Return the meetings held by others."""
        return self.filter(kind=Meeting.Kind.OTHER)

    def newest_first(self):
        """Order by first day, newest first; a month without a day follows all days of that month."""
        return self.order_by("-start", "-pk")

    def oldest_first(self):
        """Order by first day, oldest first."""
        return self.order_by("start", "pk")

    def with_known_days(self):
        """Return the meetings whose first and last day are known, and not only their month or year."""
        return self.filter(KNOWN_DAYS)

    def without_known_days(self):
        """Return the meetings that a calendar cannot show, because the first or the last day is not known."""
        return self.exclude(KNOWN_DAYS)

    def in_same_list_as(self, meeting):
        """Return the meetings on the list page that shows this meeting."""
        return self.others() if meeting.kind == Meeting.Kind.OTHER else self.of_group()

    def with_last_day(self):
        """Annotate `last`, the last day as a partial date, and `today` with the same precision."""
        last = Case(When(end="", then=F("start")), default=F("end"))
        today = Value(clock.get_today().isoformat())
        return self.annotate(last=last).annotate(today=Left(today, Length("last")))

    def past(self):
        """Return the meetings that were held: their last day, month or year has passed."""
        return self.with_last_day().filter(is_canceled=False).filter(last__lt=F("today"))

    def upcoming(self):
        """Return the meetings to come: their last day, month or year has not passed, next one first.

        No meeting lasts longer than a year, so that an index can leave out those that began before the last one.
        """
        recent = self.filter(start__gte=f"{clock.get_today().year - 1:04}", is_canceled=False)
        return recent.with_last_day().filter(last__gte=F("today")).order_by("start", "pk")


class Meeting(Publishable):
    """A meeting with its date, place, agenda, participants and outcomes."""

    class Kind(models.TextChoices):
        """Kind of meeting."""

        GROUP = "group", _("meeting of the group")
        SUBGROUP = "subgroup", _("meeting of a subgroup")
        OTHER = "other", _("other meeting")

    kind = models.CharField(_("type"), max_length=10, choices=Kind, default=Kind.GROUP)
    number = models.PositiveSmallIntegerField(
        _("number"), null=True, blank=True, help_text=_("The number that the group itself uses.")
    )
    start = PartialDateField(_("first day"))
    end = PartialDateField(_("last day"), blank=True)
    place = models.CharField(_("place"), max_length=200, null=True, blank=True)
    hosts = models.ManyToManyField("portal.Country", blank=True, related_name="+", verbose_name=_("host country"))
    is_canceled = models.BooleanField(
        _("canceled"), default=False, help_text=_("Readers and their calendars see that it does not take place.")
    )
    date_note = models.CharField(
        _("note on the date"), max_length=300, null=True, blank=True, help_text=_("What is unknown about the date.")
    )
    agenda = RichTextField(_("agenda"), null=True, blank=True, parent_heading_level=2)
    outcomes = RichTextField(_("outcomes"), null=True, blank=True, parent_heading_level=2)
    subgroups = models.ManyToManyField("Subgroup", blank=True, related_name="meetings", verbose_name=_("subgroups"))
    documents = models.ManyToManyField(
        "portal.Document", blank=True, related_name="meetings", verbose_name=_("documents")
    )

    objects = MeetingQuerySet.as_manager()

    url_name = "workinggroup:meeting"
    fact_date_field = "start"
    in_register = True
    parts = ("participants",)

    class Meta(Publishable.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-start", "-pk")
        indexes = (
            *Publishable.Meta.indexes,
            published_index("meeting_published", "-start", "-id", include=("kind",)),
            published_index("meeting_kind", "kind", "-start", "-id"),
            published_index("meeting_without_day", "kind", condition=IS_PUBLISHED & ~KNOWN_DAYS),
            unchanged_index("meeting", "-start", "-id"),
        )

    def clean(self):
        super().clean()
        validate_date_order(self.start, self.end, "end")

    @property
    def year(self):
        return get_year(self.start)

    @property
    def has_known_days(self):
        """Whether the first and the last day are known, and not only their month or year."""
        return len(self.start) == DAY_LENGTH and len(self.end or self.start) == DAY_LENGTH

    def get_structured_data(self):
        event = build_event(self, self.start, self.end, localize(self, "place").text, list(self.hosts.all()))
        if self.is_canceled:
            event["eventStatus"] = "https://schema.org/EventCancelled"
        return event if self.kind == self.Kind.OTHER else event | {"organizer": build_working_group()}


class Participant(AbstractPerson):
    """A participant of a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participants")

    class Meta(AbstractPerson.Meta):
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "name"), name="participant_once",
            ),
        )  # fmt: skip
