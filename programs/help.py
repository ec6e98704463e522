"""Models of the help pages: places (HelpPlace) and what a worker there needs to know (HelpEntry)."""

import re
from itertools import groupby
from typing import NamedTuple

from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.i18n.languages import LocalizedText, get_current_language, localize
from portal.links.fields import ExternalURLField
from portal.publishing.models import Publishable
from portal.publishing.querysets import PublishableQuerySet
from portal.richtext.fields import RichTextField
from programs.facts import SourcedFact

CALLING_CODES = {"US": "1", "MX": "52", "CA": "1"}
NATIONAL_DIGITS = 10  # in all three countries, without the calling code

validate_telephone = RegexValidator(
    r"^\+?[0-9][0-9 ()-]+[0-9]$", _("Enter digits, spaces, hyphens and parentheses only, for example 1-800-321-6742.")
)


class HelpPlaceQuerySet(PublishableQuerySet):
    """Query the places of the help pages."""

    def with_related(self):
        return super().with_related().prefetch_related("entries")


class HelpPlace(Publishable):
    """A place of work whose rules and authorities a reader asks for: a country, a province, or federal Canada."""

    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Places with the same number are sorted by name.")
    )
    jurisdiction = models.OneToOneField(
        "programs.Jurisdiction", models.PROTECT, null=True, blank=True, related_name="help_place",
        verbose_name=_("jurisdiction"), help_text=_("Its comparisons show whom to call in this place."),
    )  # fmt: skip

    objects = HelpPlaceQuerySet.as_manager()

    url_name = "help:place"
    published_by_offices = True
    parts = ("entries",)
    fact_parts = ("entries",)

    class Meta(Publishable.Meta):
        verbose_name = _("place to get help")
        verbose_name_plural = _("places to get help")
        ordering = ("order", "pk")

    def get_confirmed_entries(self):
        """Return the entries that readers see."""
        return [entry for entry in self.entries.all() if entry.confirmed]

    def get_entries_for(self, *needs):
        """Return the confirmed entries for these needs, in the order of the place."""
        return [entry for entry in self.get_confirmed_entries() if entry.need in needs]

    def get_emergency_entries(self):
        return self.get_entries_for(HelpEntry.Need.EMERGENCY)

    def get_emergency_telephones(self):
        return [telephone for entry in self.get_emergency_entries() for telephone in entry.get_telephones()]

    def get_topics(self):
        """Return the HelpTopics that have confirmed entries, except emergencies, in the order of the page."""
        topics = [
            HelpTopic(need.label, self.get_entries_for(need))
            for need in HelpEntry.Need
            if need != HelpEntry.Need.EMERGENCY
        ]
        return [topic for topic in topics if topic.entries]

    def get_contact(self):
        """Return the entry that says whom to call about a danger, None if there is none."""
        return next(iter(self.get_entries_for(HelpEntry.Need.DANGER)), None)

    def is_review_overdue(self):
        return bool(self.review_due) and self.review_due < clock.get_today()

    def get_last_check(self):
        """Return the partial date on which the entry that was not checked for the longest time was checked, or ""."""
        return min((entry.checked_on for entry in self.get_confirmed_entries() if entry.checked_on), default="")


class HelpTopic(NamedTuple):
    """The heading and the entries of a section of the page of a place."""

    heading: str
    entries: list


class Telephone(NamedTuple):
    """A telephone number as its owner writes it, the `tel:` URL, and what the number is for."""

    number: str
    url: str
    purpose: LocalizedText


class HelpEntry(SourcedFact):
    """One fact about help in a place, or one body to call, with its source. Readers see it once it is confirmed."""

    class Need(models.TextChoices):
        """What a reader needs, in the order of the page."""

        EMERGENCY = "emergency", _("Emergency")
        DANGER = "danger", _("Report a danger")
        INJURY = "injury", _("If you were hurt")
        WAGES = "wages", _("Unpaid wages and other rights")
        ANONYMITY = "anonymity", _("What stays confidential")
        REFUSAL = "refusal", _("Refusing dangerous work")
        RETALIATION = "retaliation", _("If your employer retaliates")
        REPORT = "report", _("What the employer must report")

    place = models.ForeignKey(HelpPlace, models.CASCADE, related_name="entries")
    need = models.CharField(_("need"), max_length=11, choices=Need)
    title = models.CharField(
        _("title"), max_length=200, null=True, blank=True,
        help_text=_("The body to call, or the fact in a few words, such as a time limit."),
    )  # fmt: skip
    body = RichTextField(_("text"), null=True, blank=True, parent_heading_level=3)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True, validators=[validate_telephone])
    telephone_label = models.CharField(
        _("telephone label"), max_length=100, null=True, blank=True, help_text=_("For example, “option 1”.")
    )
    other_telephone = models.CharField(_("other telephone"), max_length=30, blank=True, validators=[validate_telephone])
    other_telephone_label = models.CharField(_("other telephone label"), max_length=100, null=True, blank=True)
    tty = models.CharField(_("TTY"), max_length=30, blank=True, validators=[validate_telephone])
    hours = models.CharField(_("hours"), max_length=200, null=True, blank=True)
    spoken_languages = models.CharField(_("languages spoken"), max_length=200, null=True, blank=True)
    web_address = ExternalURLField(
        _("URL"), null=True, blank=True,
        help_text=_("A form or an official page. Fill in only the languages in which it exists."),
    )  # fmt: skip
    link_text = models.CharField(_("link text"), max_length=200, null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    not_translations = (*SourcedFact.not_translations, "web_address")
    address_fields = ("web_address", "source_address")

    class Meta:
        verbose_name = _("help entry")
        verbose_name_plural = _("help entries")
        ordering = ("order", "pk")

    def __str__(self):
        return localize(self, "title").text

    def get_telephones(self):
        """Return the Telephones of the entry: the first, the other and the TTY, as far as they are filled in."""
        tty = LocalizedText(gettext("TTY"), get_current_language())
        numbers = (
            (self.telephone, localize(self, "telephone_label")),
            (self.other_telephone, localize(self, "other_telephone_label")),
            (self.tty, tty),
        )
        country = self.place.country
        return [
            Telephone(number, build_tel_url(number, country.code if country else ""), purpose)
            for number, purpose in numbers
            if number
        ]


def build_tel_url(number, country_code):
    """Return the `tel:` URL of a number. A national number gets the calling code of its country; 911 stays as it is."""
    digits = re.sub(r"\D", "", number)
    calling_code = CALLING_CODES.get(country_code, "")
    if number.startswith("+") or (calling_code and len(digits) == NATIONAL_DIGITS + len(calling_code)):
        return f"tel:+{digits}"
    return f"tel:+{calling_code}{digits}" if calling_code and len(digits) == NATIONAL_DIGITS else f"tel:{digits}"


class PlaceGroup(NamedTuple):
    """The places of one country. The country is None for places of all three governments."""

    country: object
    places: list

    @property
    def anchor(self):
        """The HTML id of the group on the page that lists the places."""
        return self.country.code.lower() if self.country else "all"


def group_by_country(places):
    """Return the PlaceGroups of places in order; places with the same number are sorted by name."""
    places = sorted(places, key=lambda place: (place.order, slugify(str(place))))
    return [
        PlaceGroup(group[0].country, group)
        for group in (list(rows) for _, rows in groupby(places, key=lambda place: place.country_id))
    ]
