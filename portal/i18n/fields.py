"""Columns that hold some of a fixed list of choices, ticked in forms and told in words."""

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst

from portal.i18n.languages import CHOICES


class ChoicesField(ArrayField):
    """Some of the choices of `base_field`, in the order in which they were chosen: `["en", "fr"]`."""

    def __init__(self, base_field, **kwargs):
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(base_field, **kwargs)

    def deconstruct(self):
        """Describe the column to migrations as the Django field it extends, so that they outlive this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs

    def formfield(self, **kwargs):
        return forms.TypedMultipleChoiceField(
            choices=self.base_field.choices, widget=forms.CheckboxSelectMultiple, required=not self.blank,
            label=capfirst(self.verbose_name), help_text=self.help_text, coerce=str, empty_value=[],
        )  # fmt: skip


def words_of(record, field):
    """The words for what was chosen in a ChoicesField of a record."""
    words = dict(record._meta.get_field(field).base_field.flatchoices)
    return [words[value] for value in getattr(record, field)]


class LanguagesField(ChoicesField):
    """Some of the three languages, in the order in which they were chosen: `["en", "fr"]`."""

    def __init__(self, base_field=None, **kwargs):
        super().__init__(base_field or models.CharField(max_length=2, choices=CHOICES), **kwargs)
