"""The registry of external links: hosts that are linked directly, and the external URLs that records link to.

A destination is never deleted, so that the URL of its exit notice, which contains its number, stays valid.
"""

from collections import defaultdict

from ada_url import URL, HostType
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.fields import LanguagesField
from portal.i18n.languages import LANGUAGES, get_translated_fields
from portal.i18n.text import NormalizedTextModel
from portal.links.fields import ExternalURLField
from portal.links.urls import HOST_PATTERN, MAX_URL_LENGTH, ExternalURLError, parse_external_url
from portal.records.parts import get_rows
from portal.records.references import RecordReference
from portal.richtext.fields import RichTextField
from portal.richtext.html import get_links

# The only top-level domains that belong to one government as a whole.
GOVERNMENT_TLDS = {"gov", "mil"}


def normalize_host(text):
    """Return a host name in the form that URLs are compared with; raise ValidationError if it is not a host name."""
    invalid = ValidationError(_("Enter a domain only, for example, osha.gov."), code="host")
    try:
        url = URL(f"https://{text.strip()}/")
    except ValueError:
        raise invalid from None
    host = url.hostname.removesuffix(".")
    is_name = url.host_type == HostType.DEFAULT and HOST_PATTERN.fullmatch(host)
    if not is_name or url.href != f"https://{url.hostname}/" or not text.strip():
        raise invalid
    if "." not in host and host not in GOVERNMENT_TLDS:
        raise ValidationError(
            _(".%(host)s does not belong to a single owner. Enter a more specific domain."),
            code="host",
            params={"host": host},
        )
    return host


class DirectHost(NormalizedTextModel):
    """A host that the portal links to without an exit notice; includes its subdomains."""

    host = models.CharField(
        _("domain"), max_length=253, unique=True, help_text=_("For example, osha.gov, which includes www.osha.gov.")
    )
    government = models.BooleanField(_("belongs to a government of one of the three countries"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("trusted domain")
        verbose_name_plural = _("trusted domains")
        ordering = ("host",)

    def __str__(self):
        return self.host

    def clean(self):
        super().clean()
        try:
            self.host = normalize_host(self.host)
        except ValidationError as error:
            raise ValidationError({"host": error}) from error


def get_direct_hosts():
    """Return `{host: government}` of all direct hosts; True for hosts of the three governments."""
    return dict(DirectHost.objects.values_list("host", "government"))


class Destination(models.Model):
    """An external URL that a record links to, or once linked to."""

    address = models.CharField(_("URL"), max_length=MAX_URL_LENGTH, unique=True)

    class Meta:
        verbose_name = _("external link")
        verbose_name_plural = _("external links")
        ordering = ("address",)

    def __str__(self):
        return self.address

    def parse_url(self):
        """Return the ExternalURL; raise ExternalURLError if the portal no longer links to such URLs."""
        return parse_external_url(self.address)

    def get_usage(self, queryset_method="all"):
        """Return a list of (use, record). `queryset_method` limits the records, as in "published"."""
        uses = defaultdict(dict)
        for use in self.uses.select_related("content_type").order_by("content_type", "object_id"):
            if model := use.content_type.model_class():
                uses[model][use.object_id] = use
        return [
            (uses_by_pk[record.pk], record)
            for model, uses_by_pk in uses.items()
            for record in getattr(model.objects, queryset_method)()
            .with_parents()
            .filter(pk__in=uses_by_pk)
            .order_by("pk")
        ]


class DestinationUse(RecordReference):
    """A link from a record or one of its parts to a destination.

    `languages` are those of the external page, as far as they are known.
    """

    destination = models.ForeignKey(Destination, models.PROTECT, related_name="uses")
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


def get_destination_uses(record):
    """Return the DestinationUse rows of a record as a queryset."""
    return DestinationUse.objects.of(record)


def get_row_links(row):
    """Yield the links in the fields of one row: (URL, declared languages, assumed languages).

    Editors declare the language of the external page. If they do not, it is assumed to be that of the text.
    """
    unsuffixed = set(get_translated_fields(type(row)))
    for field in row._meta.concrete_fields:
        value = None if field.name in unsuffixed else field.value_from_object(row)
        if value and isinstance(field, ExternalURLField):
            yield value, field.get_target_languages(row), []
        elif value and isinstance(field, RichTextField):
            language = getattr(field, "language", None) or getattr(row, "source_language", settings.LANGUAGE_CODE)
            for attributes in get_links(value):
                declared = attributes.get("hreflang")
                yield attributes["href"], [declared] if declared else [], [] if declared else [language]


def get_external_urls(record):
    """Return the external URLs that a record and its parts link to: `{url: languages}`."""
    languages_by_url = defaultdict(lambda: (set(), set()))
    for row in get_rows(record):
        for address, declared, assumed in get_row_links(row):
            try:
                url = parse_external_url(address)
            except ExternalURLError:
                continue  # rendered as text without a link
            if url:
                languages_by_url[url.href][0].update(declared)
                languages_by_url[url.href][1].update(assumed)
    return {url: combine_languages(*languages) for url, languages in sorted(languages_by_url.items())}


def combine_languages(declared, assumed):
    """Return the languages of an external page, given the declared and assumed ones.

    The languages are unknown if none is declared and the texts of all languages link to the page.
    """
    if not declared and assumed == set(LANGUAGES):
        return []
    return [language for language in LANGUAGES if language in declared | assumed]


def get_or_create_destinations(urls):
    """Return `{url: number}`, the primary keys of the destinations of these URLs; create missing ones."""

    def get_numbers():
        return dict(Destination.objects.filter(address__in=urls).values_list("address", "pk"))

    numbers = get_numbers()
    if missing := [url for url in urls if url not in numbers]:
        Destination.objects.bulk_create([Destination(address=url) for url in missing], ignore_conflicts=True)
        numbers = get_numbers()
    return numbers


def register_external_links(record):
    """Update the registry with the external links of a record, and `record.outward` with their numbers."""
    urls = get_external_urls(record)
    numbers = get_or_create_destinations(list(urls)) if urls else {}
    uses = [
        DestinationUse(record=record, destination_id=numbers[url], languages=languages)
        for url, languages in urls.items()
    ]
    get_destination_uses(record).exclude(destination__in=numbers.values()).delete()
    DestinationUse.objects.bulk_create(
        uses, update_conflicts=True, update_fields=["languages"],
        unique_fields=["destination", "content_type", "object_id"],
    )  # fmt: skip
    record.outward = numbers
    type(record)._base_manager.filter(pk=record.pk).update(outward=numbers)


def unregister_external_links(record):
    """Remove a deleted record from the registry. Its destinations keep their numbers."""
    get_destination_uses(record).delete()
