"""Addresses that a page once had, in each language: a replaced one leads on to today's for ever."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import LANGUAGE_CHOICES, LANGUAGES, get_current_language, localized_field_name


class FormerAddress(models.Model):
    """A slug that a record gave up, in one language."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    slug = models.SlugField(_("address"), max_length=100)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = (
            models.UniqueConstraint(
                fields=("content_type", "object_id", "language", "slug"), name="formeraddress_once"
            ),
        )

    def __str__(self):
        return self.slug


def remember_slugs(record):
    """Keeps each slug that is about to be replaced. Called before the record is saved."""
    columns = [localized_field_name("slug", language) for language in LANGUAGES]
    before = type(record)._base_manager.filter(pk=record.pk).values(*columns).first() or {}
    content_type = ContentType.objects.get_for_model(record)
    for language, column in zip(LANGUAGES, columns, strict=True):
        if before.get(column) and before[column] != getattr(record, column):
            FormerAddress.objects.get_or_create(
                content_type=content_type, object_id=record.pk, language=language, slug=before[column]
            )


def get_by_slug(queryset, slug):
    """The record of `queryset` that has this slug in the reader's language, had it, or has it in another language.

    Http404 where there is none. Whoever shows the record compares its address with the one that was asked for.
    """
    language = get_current_language()
    here = Q(**{localized_field_name("slug", language): slug})
    anywhere = Q(*((localized_field_name("slug", other), slug) for other in LANGUAGES), _connector=Q.OR)
    content_type = ContentType.objects.get_for_model(queryset.model)
    former = FormerAddress.objects.filter(content_type=content_type, slug=slug).values("object_id")
    for condition in (here, Q(pk__in=former.filter(language=language)), anywhere, Q(pk__in=former)):
        if record := queryset.filter(condition).first():
            return record
    raise Http404
