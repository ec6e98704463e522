"""The address of a record in each language: a slug of its own, and never one of the portal's words."""

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
# Letters that slugify would drop: main-d’œuvre is main-doeuvre, not main-duvre.
LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae"})


def slug_constraints(*scope):
    """One slug once a language, within `scope`; never empty. Without a condition, so that forms name the field."""
    columns = [localized_field_name("slug", language) for language in LANGUAGES]
    once = (models.UniqueConstraint(fields=(*scope, column), name=f"%(class)s_{column}") for column in columns)
    filled = (
        models.CheckConstraint(condition=~Q(**{column: ""}), name=f"%(class)s_{column}_filled") for column in columns
    )
    return [*once, *filled]


class Addressed(models.Model):
    """A record with a page of its own, whose address ends in a slug a language."""

    class Meta:
        abstract = True

    def slug_base(self, language):
        """The words that an address is made of in one language, from the source where there is no translation."""
        return get_translation(self, "title", language) or get_translation(self, "title", self.source_language)

    def slug_rivals(self):
        """The records among which a slug stands once."""
        return type(self)._base_manager.exclude(pk=self.pk)

    def fill_slugs(self):
        """Gives every language an address of its own, numbered where it is taken."""
        for language in LANGUAGES:
            column = localized_field_name("slug", language)
            if not getattr(self, column):
                words = self.slug_base(language).translate(LIGATURES)
                base = slugify(words)[:SLUG_LENGTH].strip("-") or self._meta.model_name
                setattr(self, column, self.free_slug(column, base))

    def free_slug(self, column, base):
        """`base`, or `base-2`, `base-3` … where another record has it."""
        taken = set(self.slug_rivals().filter(**{f"{column}__startswith": base}).values_list(column, flat=True))
        candidates = chain([base], (f"{base}-{number}" for number in count(2)))
        return next(slug for slug in candidates if slug not in taken and self.may_have(slug, column))

    def may_have(self, slug, column):
        """Whether an address with this slug leads to such a record, and not to a part of the portal."""
        language = column[-2:]
        with override(language):
            path = reverse(self.address_name, kwargs={**self.address_parts(language), "slug": slug})
            return resolve(path).view_name == self.address_name

    def refuse_words_of_the_portal(self):
        """Refuses a slug that stands for a part of the portal, at its field: for records that share its level."""
        for language in LANGUAGES:
            column = localized_field_name("slug", language)
            if (slug := get_translation(self, "slug", language)) and not self.may_have(slug, column):
                raise ValidationError({column: _("This address belongs to a part of the portal. Choose another.")})

    def address_parts(self, language):
        """The variable parts of the record's address in one language."""
        return {"slug": get_translation(self, "slug", language)}

    def address_in(self, language):
        """The path of the record's page in one language."""
        with override(language):
            return reverse(self.address_name, kwargs=self.address_parts(language))

    def get_absolute_url(self):
        return self.address_in(get_current_language())
