"""Model fields that store several choices, shown as checkboxes."""

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst

from portal.i18n.languages import LANGUAGE_CHOICES


class ChoicesField(ArrayField):
    """A list of values from the choices of `base_field`, in the order they were selected: `["en", "fr"]`."""

    def __init__(self, base_field, **kwargs):
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(base_field, **kwargs)

    def deconstruct(self):
        """Deconstruct as ArrayField, so that migrations do not depend on this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs

    def formfield(self, **kwargs):
        return forms.TypedMultipleChoiceField(
            choices=self.base_field.choices, widget=forms.CheckboxSelectMultiple, required=not self.blank,
            label=capfirst(self.verbose_name), help_text=self.help_text, coerce=str, empty_value=[],
        )  # fmt: skip


def get_choices_display(record, field):
    """Return the labels of the selected values of a ChoicesField, as `get_FOO_display` does for one value."""
    labels = dict(record._meta.get_field(field).base_field.flatchoices)
    return [labels[value] for value in getattr(record, field)]


class LanguagesField(ChoicesField):
    """A list of language codes, in the order they were selected: `["en", "fr"]`."""

    def __init__(self, base_field=None, **kwargs):
        super().__init__(base_field or models.CharField(max_length=2, choices=LANGUAGE_CHOICES), **kwargs)
