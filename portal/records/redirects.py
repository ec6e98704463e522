"""Former slugs of records, in each language, which redirect to the current URL permanently."""

from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import LANGUAGE_CHOICES, LANGUAGES, get_current_language, localized_field_name
from portal.records.references import RecordReference


class FormerAddress(RecordReference):
    """A slug that a record had in one language."""

    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    slug = models.SlugField(_("URL"), max_length=100)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = (
            models.UniqueConstraint(
                fields=("content_type", "object_id", "language", "slug"), name="formeraddress_once"
            ),
        )

    def __str__(self):
        return self.slug


def record_slug_changes(record):
    """Store each slug that is about to change as a FormerAddress. Call this before saving the record."""
    columns = [localized_field_name("slug", language) for language in LANGUAGES]
    current = type(record)._base_manager.filter(pk=record.pk).values(*columns).first() or {}
    for language, column in zip(LANGUAGES, columns, strict=True):
        if current.get(column) and current[column] != getattr(record, column):
            former = {"language": language, "slug": current[column]}
            FormerAddress.objects.of(record).get_or_create(**former, defaults={"record": record})


def get_by_any_slug(queryset, slug):
    """Return the record of `queryset` with this slug, now or formerly, or raise Http404.

    Tries current and former slugs in the active language, then current and former slugs in any language. The caller
    redirects if the record's URL is not the requested one.
    """
    for condition in iterate_slug_conditions(queryset.model, slug):
        if record := queryset.filter(condition).first():
            return record
    raise Http404


def iterate_slug_conditions(model, slug):
    """Yield the conditions for the record of a slug, one after the other: the first is nearly always met."""
    language = get_current_language()
    yield Q(**{localized_field_name("slug", language): slug})
    former = FormerAddress.objects.of_model(model).filter(slug=slug).values("object_id")
    yield Q(pk__in=former.filter(language=language))
    yield Q(*((localized_field_name("slug", other), slug) for other in LANGUAGES), _connector=Q.OR)
    yield Q(pk__in=former)
