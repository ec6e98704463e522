"""What two or more sections share: countries, offices, pages, documents, pictures and the people who edit."""

from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.change_notes import ChangeNote
from portal.consents import Consent
from portal.dates import PartialDateField
from portal.destinations import Destination, DestinationUse, DirectHost
from portal.documents import Document, DocumentFile
from portal.drafts import Draft
from portal.former_addresses import FormerAddress
from portal.languages import CHOICES, LanguagesField, localized
from portal.notices import Notice
from portal.offices import Office, OfficeAddress, OfficeName
from portal.pictures import Picture
from portal.presence import Presence
from portal.previews import Preview
from portal.publishing import Publishable
from portal.releases import Release, ReleaseMember
from portal.versions import Version

__all__ = [
    "ChangeNote", "Consent", "Country", "Destination", "DestinationUse", "DirectHost", "Document", "DocumentFile",
    "Draft", "Editor", "FormerAddress", "LoadedRecord", "Notice", "Office", "OfficeAddress", "OfficeName", "Page",
    "Picture", "Presence", "Preview", "Release", "ReleaseMember", "Version",
]  # fmt: skip


class Country(models.Model):
    """One of the governments: which languages are its own, and which it must publish in."""

    code = models.CharField(_("code"), max_length=2, unique=True, help_text=_("Two letters, ISO 3166: US, MX, CA."))
    name = models.CharField(_("name"), max_length=60, null=True)
    languages = LanguagesField(verbose_name=_("own languages"), blank=False)
    joint_languages = LanguagesField(
        verbose_name=_("languages that must be complete"),
        help_text=_("Before a text of this country can be public, beside the one that it was written in."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("order",)

    def __str__(self):
        return localized(self, "name").text


def validate_time_zone(name):
    """Refuses what is not the name of a time zone."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name})


class Editor(AbstractUser):
    """Someone who keeps the portal: for which countries, in which languages, and how the admin speaks to them."""

    class Mail(models.TextChoices):
        """When mail comes."""

        AT_ONCE = "at once", _("at once")
        DIGEST = "digest", _("once a day, together")

    countries = models.ManyToManyField(Country, blank=True, verbose_name=_("countries"), related_name="editors")
    languages = LanguagesField(verbose_name=_("languages"))
    interface_language = models.CharField(_("language of the admin"), max_length=2, choices=CHOICES, default="en")
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="UTC", validators=[validate_time_zone],
        help_text=_("As in America/Mexico_City."),
    )  # fmt: skip
    mail = models.CharField(_("mail"), max_length=10, choices=Mail, default=Mail.AT_ONCE)

    class Meta(AbstractUser.Meta):
        verbose_name = _("editor")
        verbose_name_plural = _("editors")

    @cached_property
    def roles(self):
        """What the editor is trusted with: the names of their groups, see permissions.Role."""
        trusted = self.is_active and self.is_staff
        return frozenset(group.name for group in self.groups.all()) if trusted else frozenset()

    @cached_property
    def country_ids(self):
        """The keys of the countries that the editor writes for."""
        return frozenset(country.pk for country in self.countries.all())


class Page(Publishable):
    """A page that stands by itself: about the agreement, the policies, the Working Group in short."""

    class Place(models.TextChoices):
        """Where a page is listed."""

        MENU = "menu", _("main menu")
        ABOUT = "about", _("foot of the page, about this portal")
        ELSEWHERE = "elsewhere", _("linked from other pages only")

    key = models.SlugField(
        _("key"),
        unique=True,
        max_length=40,
        help_text=_("The name under which other pages link to it; it never changes."),
    )
    short_title = models.CharField(
        _("short title"), max_length=60, null=True, blank=True, help_text=_("As menus show it.")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of the page")
    )
    number = models.CharField(
        _("number of the sheet"), max_length=40, blank=True, help_text=_("Of the fact sheet that this page retells.")
    )
    issued = PartialDateField(_("date of the sheet"), blank=True)
    place = models.CharField(_("listed in"), max_length=10, choices=Place, default=Place.ELSEWHERE)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    # Pages that open a section of the portal stand at the section's address, whatever their slug.
    SECTIONS = {
        "working-group": "workinggroup:group",
        "public-communications": "workinggroup:submissions",
        "alliance-program": "alliances:program",
    }

    class Meta(Publishable.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ("order", "pk")

    @property
    def address_name(self):
        return self.SECTIONS.get(self.key, "page")

    def address_parts(self, language):
        return {} if self.key in self.SECTIONS else super().address_parts(language)

    def may_have(self, slug, column):
        return self.key in self.SECTIONS or super().may_have(slug, column)

    def clean(self):
        super().clean()
        self.refuse_words_of_the_portal()
        if self.pk and self.parent_id == self.pk:
            raise ValidationError({"parent": _("A page cannot be part of itself.")})


class LoadedRecord(models.Model):
    """What the first content wrote: one row a record of its files, with a fingerprint a field."""

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    object_id = models.BigIntegerField()
    fingerprints = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("model", "key"), name="loadedrecord_once"),)

    def __str__(self):
        return f"{self.model} {self.key}"
