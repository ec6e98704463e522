"""Where uploads are stored, and which columns hold them."""

from django.apps import apps
from django.db import models

from portal.uploads.filenames import new_folder, safe_name


def upload_to(instance, filename):
    """A place that can't be guessed and keeps the file's own name: picture/9f3c…/helmets.jpg."""
    return f"{new_folder(instance)}/{safe_name(filename)}"


def models_with_files():
    """(model, field) of every column that holds a file."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield model, field
