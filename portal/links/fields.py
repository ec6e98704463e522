"""A model field for the URL of another site."""

from django.db import models

from portal.links.urls import validate_address


class AddressField(models.URLField):
    """An address of another site, https unless its scheme is written. Plain http and other ports are accepted.

    `languages_in` names the field of the same row that tells the languages of the target: `languages` or `language`,
    where the row has one of them and nothing else is said.
    """

    default_validators = [validate_address]

    def __init__(self, *args, languages_in="", **kwargs):
        self.languages_in = languages_in
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Describe the column to migrations as the Django field it extends, so that they outlive this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def target_languages(self, row):
        """The languages of what stands at the address of one row, as far as its editor has said them."""
        fields = {field.name for field in row._meta.concrete_fields}
        name = self.languages_in or next((name for name in ("languages", "language") if name in fields), "")
        said = getattr(row, name) if name else []
        return [said] if isinstance(said, str) and said else list(said)
