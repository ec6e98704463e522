"""A model field for the URL of another site."""

from django.db import models

from portal.links.urls import validate_external_url
from portal.links.wrapped_urls import unwrap_url


class ExternalURLField(models.URLField):
    """The URL of another site. Forms assume https if the scheme is missing; http and any port are accepted.

    A URL that a mail program has wrapped is stored as its target.

    `language_field` names the field of the same model that holds the language or languages of the target. Default:
    `language`, if the model has such a field.
    """

    default_validators = [validate_external_url]

    def __init__(self, *args, language_field="", **kwargs):
        self.language_field = language_field
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Deconstruct as URLField, so that migrations do not depend on this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

    def to_python(self, value):
        value = super().to_python(value)
        return unwrap_url(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def get_target_languages(self, row):
        """Return the languages of the linked site for one row. Empty if the editor has not entered any.

        A translated URL leads to a page in the language of its column.
        """
        if language := getattr(self, "language", ""):
            return [language]
        fields = {field.name for field in row._meta.concrete_fields}
        name = self.language_field or ("language" if "language" in fields else "")
        languages = getattr(row, name) if name else []
        return [languages] if isinstance(languages, str) and languages else list(languages)
