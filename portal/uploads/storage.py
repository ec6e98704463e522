"""Where uploads are stored, and which model fields hold them."""

from django.apps import apps
from django.db import models

from portal.uploads.filenames import generate_folder_name, sanitize_filename

# The folder of the dumps of the open data, which no row names.
DUMP_FOLDER = "register"


def upload_to(instance, filename):
    """Return a storage name that cannot be guessed and keeps the file name: picture/9f3c…/helmets.jpg."""
    return f"{generate_folder_name(instance)}/{sanitize_filename(filename)}"


def get_file_fields():
    """Yield (model, field) for every file field of every model."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield model, field
