"""The abstract base classes of models with texts in three languages."""

from django.db import models

from portal.i18n.languages import get_translated_fields
from portal.i18n.text import NormalizedTextModel
from portal.records.parts import get_root
from portal.richtext.fields import sanitize_record
from portal.translations.status import update_source_hashes


class Translated(NormalizedTextModel):
    """A model with texts in three languages, one of which is the source.

    `fingerprints` stores the hashes from which the status of a translation is computed (see status.py).
    """

    fingerprints = models.JSONField(default=dict, editable=False)
    # Translated fields that are written in each language by itself, such as slugs and official names.
    not_translations = ("slug",)

    class Meta:
        abstract = True

    @classmethod
    def get_text_fields(cls):
        """Return the unsuffixed names of the fields that are written in the source language and then translated."""
        return [field for field in get_translated_fields(cls) if field not in cls.not_translations]

    def save(self, *args, **kwargs):
        self.normalize_texts()  # first, because the hashes are those of the stored texts
        sanitize_record(self)
        update_source_hashes(self)
        super().save(*args, **kwargs)


class TranslatedPart(Translated):
    """A part of a record; its source language is that of the record."""

    class Meta:
        abstract = True

    @property
    def source_language(self):
        return get_root(self).source_language
