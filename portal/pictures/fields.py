"""A file that is a picture: judged wherever it comes from, and kept without anything beside what is seen of it.

What is refused, and in which words, is in portal/uploads/errors.py.
"""

from django import forms
from django.core.files import File
from django.db import models
from django.db.models.fields.files import FieldFile

from portal.uploads.filenames import sanitize_filename
from portal.uploads.validators.documents import validate_picture


class CleanPicture(File):
    """The content of a picture that was judged and cleaned, with its size in pixels."""

    def __init__(self, judged, name):
        super().__init__(judged.content, sanitize_filename(name, judged.type))
        self.width, self.height = judged.width, judged.height


def cleaned(file, name):
    """A file as it is kept; a ValidationError says why it is no picture that is taken in. Judged once."""
    return file if isinstance(file, CleanPicture) else CleanPicture(validate_picture(file, name), name)


class JudgedPictureField(forms.FileField):
    """The field of a form that takes in a picture."""

    def to_python(self, data):
        file = super().to_python(data)
        return file and cleaned(file, file.name)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "accept": "image/jpeg,image/png,image/webp,image/avif"}


class PictureFile(FieldFile):
    """The file of a record, of which the record keeps the size."""

    def save(self, name, content, save=True):
        clean = cleaned(content, name)
        self.instance.width, self.instance.height = clean.width, clean.height
        super().save(clean.name, clean, save)


class PictureField(models.FileField):
    """A column of pictures. The record has `width` and `height` as well, in pixels."""

    attr_class = PictureFile

    def deconstruct(self):
        """Describe the column to migrations as the Django field it extends, so that they outlive this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, {**kwargs, "upload_to": ""}

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": JudgedPictureField, **kwargs})
