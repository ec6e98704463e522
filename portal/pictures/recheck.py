"""Sanitize stored pictures again that were stored before the rule existed, under the names that they have."""

from contextlib import closing

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from portal.pictures.models import Picture
from portal.uploads.validators.documents import validate_picture
from portal.uploads.validators.image import MALFORMED_ERRORS

# What Pillow reads from a picture that it has written without metadata.
HARMLESS_INFO = frozenset(
    ["jfif", "jfif_version", "jfif_unit", "jfif_density", "transparency", "background", "loop", "timestamp", "duration"]
)
# How a file of each format ends, if nothing follows the picture.
ENDS = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82"}


def is_sanitized(content):
    """Return whether the bytes of a picture hold neither metadata, nor a second picture, nor anything behind it."""
    try:
        with Image.open(ContentFile(content)) as image:
            is_plain = HARMLESS_INFO.issuperset(image.info) and getattr(image, "n_frames", 1) == 1
            return is_plain and content.endswith(ENDS.get(image.format, b""))
    except MALFORMED_ERRORS:
        return False


def recheck_picture(name):
    """Sanitize a stored picture and make its renditions anew, and return True; False if it needs neither.

    Raise ValidationError if it is not an accepted picture. It is then left as it is.
    """
    with closing(default_storage.open(name)) as file:
        content = file.read()
        if is_sanitized(content):
            return False
        image = validate_picture(file, name)
    replace_content(name, image.content.read())
    for picture in Picture.objects.filter(file=name):
        remake_renditions(picture, image)
    return True


def replace_content(name, content):
    """Replace a stored file. A copy exists until the new file is written, in case that the disk is full."""
    copy = default_storage.save(f"{name}.new", ContentFile(content))
    default_storage.delete(name)
    default_storage.save(name, ContentFile(content))
    default_storage.delete(copy)


@transaction.atomic
def remake_renditions(picture, image):
    """Make the renditions of a picture anew, for its size in pixels as it is now."""
    old = picture.renditions
    picture.width, picture.height, picture.renditions = image.width, image.height, []
    picture.save()
    picture.delete_renditions([rendition for rendition in old if rendition not in picture.renditions])
