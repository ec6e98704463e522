"""The register of outward links: which hosts are linked to directly, and which records lead to which address.

A destination has one number for ever, which the address of its notice is made of. Nothing here makes a page.
"""

from collections import defaultdict

from ada_url import URL, HostType
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.fields import LanguagesField
from portal.i18n.languages import LANGUAGES, get_translated_fields
from portal.links.fields import ExternalURLField
from portal.links.urls import HOST_PATTERN, MAX_URL_LENGTH, ExternalURLError, parse_external_url
from portal.records.parts import get_parts
from portal.richtext.fields import RichTextField
from portal.richtext.html import get_links

# Of all the domains that many share, only these belong to one government as a whole.
WHOLE_DOMAINS = {"gov", "mil"}


def normal_host(text):
    """A host as addresses are compared with it. ValidationError for whatever is more or less than a host's name."""
    fault = ValidationError(_("Give the name of a host alone, as in osha.gov."), code="host")
    try:
        url = URL(f"https://{text.strip()}/")
    except ValueError:
        raise fault from None
    host = url.hostname.removesuffix(".")
    is_name = url.host_type == HostType.DEFAULT and HOST_PATTERN.fullmatch(host)
    if not is_name or url.href != f"https://{url.hostname}/" or not text.strip():
        raise fault
    if "." not in host and host not in WHOLE_DOMAINS:
        raise ValidationError(_("All of .%(host)s does not belong to one owner."), code="host", params={"host": host})
    return host


class DirectHost(models.Model):
    """A host that the portal links to without a notice, with all hosts below it."""

    host = models.CharField(
        _("host"), max_length=253, unique=True, help_text=_("As in osha.gov, which stands for www.osha.gov too.")
    )
    government = models.BooleanField(_("belongs to a government of one of the three countries"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("host linked to directly")
        verbose_name_plural = _("hosts linked to directly")
        ordering = ("host",)

    def __str__(self):
        return self.host

    def clean(self):
        super().clean()
        try:
            self.host = normal_host(self.host)
        except ValidationError as error:
            raise ValidationError({"host": error}) from error


def direct_hosts():
    """The hosts that are linked to directly; True for those of the three governments."""
    return dict(DirectHost.objects.values_list("host", "government"))


class Destination(models.Model):
    """An address outside the portal that some record leads to, or led to once: never deleted, so its number stays."""

    address = models.CharField(_("address"), max_length=MAX_URL_LENGTH, unique=True)

    class Meta:
        verbose_name = _("address outside the portal")
        verbose_name_plural = _("addresses outside the portal")
        ordering = ("address",)

    def __str__(self):
        return self.address

    @property
    def place(self):
        return parse_external_url(self.address)

    def used_by(self, adjective="all"):
        """Each use of it with its record: (use, record). `adjective` narrows the records, as in "published"."""
        uses = defaultdict(dict)
        for use in self.uses.select_related("content_type").order_by("content_type", "object_id"):
            if model := use.content_type.model_class():
                uses[model][use.object_id] = use
        return [
            (of_model[record.pk], record)
            for model, of_model in uses.items()
            for record in getattr(model.objects, adjective)().with_related().filter(pk__in=of_model).order_by("pk")
        ]


class DestinationUse(models.Model):
    """One record, its parts included, leads to one destination; in these languages, as far as its editors have said."""

    destination = models.ForeignKey(Destination, models.PROTECT, related_name="uses")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    languages = LanguagesField(verbose_name=_("languages of the target"))

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("destination", "content_type", "object_id"), name="destinationuse_once",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("content_type", "object_id"), name="destinationuse_record"),)

    def __str__(self):
        return f"{self.content_type} {self.object_id}: {self.destination}"


def uses_of(record):
    """The uses of one record."""
    return DestinationUse.objects.filter(
        content_type=ContentType.objects.get_for_model(record), object_id=record.pk
    )  # fmt: skip


def links_of(row):
    """What the fields of one row lead to: (address as it is written, languages said of the target, of the text)."""
    bare = set(get_translated_fields(type(row)))
    for field in row._meta.concrete_fields:
        value = None if field.name in bare else field.value_from_object(row)
        if value and isinstance(field, ExternalURLField):
            yield value, field.get_target_languages(row), []
        elif value and isinstance(field, RichTextField):
            language = getattr(field, "language", None) or getattr(row, "source_language", settings.LANGUAGE_CODE)
            for attributes in get_links(value):
                said = attributes.get("hreflang")
                yield attributes["href"], [said] if said else [], [] if said else [language]


def rows_of(record):
    """A record and everything that belongs to it."""
    yield record
    for part in get_parts(record):
        yield from rows_of(part)


def outward_addresses(record):
    """The addresses outside the portal that a record and its parts lead to, with the languages of each.

    A target whose language is not said is in that of the text that links to it. Where the texts of all three languages
    do, and none says which it is, it is not known.
    """
    found = defaultdict(lambda: (set(), set()))
    for row in rows_of(record):
        for address, said, supposed in links_of(row):
            try:
                place = parse_external_url(address)
            except ExternalURLError:
                continue  # it stands as words, without a link
            if place:
                found[place.href][0].update(said)
                found[place.href][1].update(supposed)
    return {address: languages_among(*languages) for address, languages in sorted(found.items())}


def languages_among(said, supposed):
    """The languages of a target, from what was said of it and what its links let suppose."""
    if not said and supposed == set(LANGUAGES):
        return []
    return [language for language in LANGUAGES if language in said | supposed]


def numbers_of(addresses):
    """The number of each of these addresses, new ones for those that had none."""

    def known():
        return dict(Destination.objects.filter(address__in=addresses).values_list("address", "pk"))

    numbers = known()
    if missing := [address for address in addresses if address not in numbers]:
        Destination.objects.bulk_create([Destination(address=one) for one in missing], ignore_conflicts=True)
        numbers = known()
    return numbers


def register(record):
    """Writes down where a record and its parts lead, and on the record the number of each address."""
    found = outward_addresses(record)
    numbers = numbers_of(list(found)) if found else {}
    content_type = ContentType.objects.get_for_model(record)
    uses = [
        DestinationUse(
            destination_id=numbers[address], content_type=content_type, object_id=record.pk, languages=languages
        )
        for address, languages in found.items()
    ]
    uses_of(record).exclude(destination__in=numbers.values()).delete()
    DestinationUse.objects.bulk_create(
        uses, update_conflicts=True, update_fields=["languages"],
        unique_fields=["destination", "content_type", "object_id"],
    )  # fmt: skip
    record.outward = numbers
    type(record)._base_manager.filter(pk=record.pk).update(outward=numbers)


def forget(record):
    """A record that is deleted leads nowhere. Its destinations keep their numbers."""
    uses_of(record).delete()
