"""Slugs and URLs of records, in each language."""

from itertools import chain, count

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import resolve, reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.i18n.languages import LANGUAGES, get_current_language, get_translation, localized_field_name

SLUG_LENGTH = 80
# slugify drops ligatures: main-d’œuvre would become main-duvre.
LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae"})


def slug_constraints(*scope):
    """Return constraints: slugs are unique in each language within `scope`, and not empty.

    The unique constraints have no condition, so that forms report the error at the field.
    """
    columns = [localized_field_name("slug", language) for language in LANGUAGES]
    unique = (models.UniqueConstraint(fields=(*scope, column), name=f"%(class)s_{column}") for column in columns)
    filled = (
        models.CheckConstraint(condition=~Q(**{column: ""}), name=f"%(class)s_{column}_filled") for column in columns
    )
    return [*unique, *filled]


class SlugMixin(models.Model):
    """A record with a public page, whose URL ends in a slug in each language.

    Subclasses set `url_name`, and extend `get_url_kwargs` if their URL has more variable parts.
    """

    class Meta:
        abstract = True

    def get_slug_source(self, language):
        """Return the text to make a slug of in one language: the title, or the source title without a translation."""
        return get_translation(self, "title", language) or get_translation(self, "title", self.source_language)

    def get_slug_siblings(self):
        """Return the other records among which a slug must be unique."""
        return type(self)._base_manager.exclude(pk=self.pk)

    def fill_slugs(self):
        """Fill in missing slugs, numbered if taken."""
        for language in LANGUAGES:
            column = localized_field_name("slug", language)
            if not getattr(self, column):
                source = self.get_slug_source(language).translate(LIGATURES)
                base = slugify(source)[:SLUG_LENGTH].strip("-") or self._meta.model_name
                setattr(self, column, self.get_available_slug(column, base))

    def get_available_slug(self, column, base):
        """Return `base`, or `base-2`, `base-3` … if it is taken or not routable."""
        taken = set(self.get_slug_siblings().filter(**{f"{column}__startswith": base}).values_list(column, flat=True))
        candidates = chain([base], (f"{base}-{number}" for number in count(2)))
        return next(slug for slug in candidates if slug not in taken and self.is_slug_routable(slug, column))

    def is_slug_routable(self, slug, column):
        """Return whether a URL with this slug resolves to the view of this model, and not to another URL pattern."""
        language = column[-2:]
        with override(language):
            path = reverse(self.url_name, kwargs={**self.get_url_kwargs(language), "slug": slug})
            return resolve(path).view_name == self.url_name

    def validate_reserved_slugs(self):
        """Raise a ValidationError for a slug that is reserved, that is, whose URL belongs to another view."""
        for language in LANGUAGES:
            column = localized_field_name("slug", language)
            if (slug := get_translation(self, "slug", language)) and not self.is_slug_routable(slug, column):
                raise ValidationError({column: _("The portal uses this URL itself. Choose another.")})

    def get_url_kwargs(self, language):
        """Return the URL keyword arguments in one language."""
        return {"slug": get_translation(self, "slug", language)}

    def get_url(self, language):
        """Return the URL path of the record in one language."""
        with override(language):
            return reverse(self.url_name, kwargs=self.get_url_kwargs(language))

    def get_absolute_url(self):
        return self.get_url(get_current_language())
