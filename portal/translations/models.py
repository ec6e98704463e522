"""Translated: the abstract base of every model with texts in three languages."""

from django.db import models

from portal.i18n.languages import get_translated_fields
from portal.records.parts import get_root
from portal.richtext.fields import sanitize_record
from portal.translations.status import stamp


class Translated(models.Model):
    """Texts in three languages, of which one is the source, and what is known of the other two."""

    fingerprints = models.JSONField(default=dict, editable=False)
    # Translated fields that are not translations of one another: addresses, names as their owners write them.
    not_translations = ("slug",)

    class Meta:
        abstract = True

    @classmethod
    def texts(cls):
        """The unsuffixed names of the fields whose text is written once and then translated."""
        return [field for field in get_translated_fields(cls) if field not in cls.not_translations]

    def save(self, *args, **kwargs):
        sanitize_record(self)  # before the fingerprints, which are those of the texts as they are kept
        stamp(self)
        super().save(*args, **kwargs)


class TranslatedPart(Translated):
    """A row that belongs to a record and is written first in the language of its record."""

    class Meta:
        abstract = True

    @property
    def source_language(self):
        return get_root(self).source_language
