"""Unicode normalization of texts, and the base class of models that store normalized texts.

Some programs, such as those of macOS, write an accented letter as two characters (NFD). It looks like the single
character (NFC) that a keyboard types, but differs from it in searches and comparisons.
"""

import unicodedata

from django.db import models


def normalize_text(text):
    """Return a text in NFC."""
    return unicodedata.normalize("NFC", text)


def is_text_field(field):
    """Return whether a field holds text. URLs are left as they are: another form could lead elsewhere."""
    return isinstance(field, (models.CharField, models.TextField)) and not isinstance(field, models.URLField)


class NormalizedTextModel(models.Model):
    """A model that stores its texts in NFC, whether a form, an import or other code writes them."""

    class Meta:
        abstract = True

    def normalize_texts(self):
        """Normalize the loaded texts in place."""
        for field in self._meta.concrete_fields:
            text = self.__dict__.get(field.attname)
            if isinstance(text, str) and is_text_field(field) and not unicodedata.is_normalized("NFC", text):
                self.__dict__[field.attname] = normalize_text(text)  # no descriptor of a translated field

    def clean_fields(self, exclude=None):
        self.normalize_texts()
        super().clean_fields(exclude=exclude)

    def save(self, *args, **kwargs):
        self.normalize_texts()
        super().save(*args, **kwargs)
