"""A model field and a form field for pictures, which validate and sanitize every new file.

The error messages are in portal/uploads/errors.py.
"""

from django import forms
from django.core.files import File
from django.db import models
from django.db.models.fields.files import FieldFile

from portal.uploads.filenames import sanitize_filename
from portal.uploads.validators.documents import validate_picture


class SanitizedPictureFile(File):
    """A picture that is validated and re-encoded, with its size in pixels."""

    def __init__(self, image, name):
        super().__init__(image.content, sanitize_filename(name, image.type))
        self.width, self.height = image.width, image.height


def sanitize_once(file, name):
    """Return the file as a SanitizedPictureFile, or raise ValidationError. A file that is one already is returned."""
    return file if isinstance(file, SanitizedPictureFile) else SanitizedPictureFile(validate_picture(file, name), name)


class PictureFormField(forms.FileField):
    """A form field that accepts a picture and cleans to a SanitizedPictureFile."""

    def to_python(self, data):
        file = super().to_python(data)
        return file and sanitize_once(file, file.name)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "accept": "image/jpeg,image/png,image/webp,image/avif"}


class PictureFieldFile(FieldFile):
    """The stored picture. Saving it sets `width` and `height` of its row."""

    def save(self, name, content, save=True):
        picture = sanitize_once(content, name)
        self.instance.width, self.instance.height = picture.width, picture.height
        super().save(picture.name, picture, save)


class PictureField(models.FileField):
    """A picture. Its model needs the fields `width` and `height`, in pixels."""

    attr_class = PictureFieldFile

    def deconstruct(self):
        """Describe the field to migrations as the Django field it extends, so that they do not depend on this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, {**kwargs, "upload_to": ""}

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PictureFormField, **kwargs})


def is_rendition(value):
    """Return whether a value has what pages read of a rendition, see renditions.py."""
    types = {"name": str, "shape": str, "width": int, "height": int}
    return isinstance(value, dict) and all(isinstance(value.get(name), kind) for name, kind in types.items())


class RenditionsField(models.JSONField):
    """A list of renditions. What SQL or an earlier version has left that is none is not read: pages show the file."""

    def from_db_value(self, value, expression, connection):
        stored = super().from_db_value(value, expression, connection)
        return [rendition for rendition in stored if is_rendition(rendition)] if isinstance(stored, list) else []

    def deconstruct(self):
        """Describe the field to migrations as the Django field it extends, so that they do not depend on this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
