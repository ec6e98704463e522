"""A FileField for documents that validates the content of a file on every save.

The metadata of a file is encoded in the name of its folder, `documentfile/9f3c…/pdf-1258291-18-fr-y-n/aviso.pdf`.
Drafts and versions so keep it with the file name, and pages show it without opening the file.
"""

import re

from django.db import models
from django.db.models.fields.files import FieldFile

from portal.uploads.filenames import generate_folder_name, sanitize_filename
from portal.uploads.metadata import FileMetadata
from portal.uploads.validators.documents import validate_document

METADATA_FOLDER = re.compile(
    r"/(?P<type>[a-z]+)-(?P<size>\d+)-(?P<pages>\d+)-(?P<language>[a-z]*)-(?P<tagged>[yn]?)-(?P<titled>[yn]?)/"
)
FLAGS = {"y": True, "n": False, "": None}


def encode_flag(value):
    return next(letter for letter, meaning in FLAGS.items() if meaning is value)


def encode_metadata(metadata):
    """Return a folder name for the metadata. The title is left out."""
    language = metadata.language if re.fullmatch(r"[a-z]{2,3}", metadata.language) else ""
    tagged, titled = encode_flag(metadata.tagged), encode_flag(metadata.titled)
    return f"{metadata.type.lower()}-{metadata.size}-{metadata.pages or 0}-{language}-{tagged}-{titled}"


def decode_metadata(name):
    """Return the FileMetadata encoded in the name of a stored file, or None."""
    match = METADATA_FOLDER.search(name)
    if not match:
        return None
    return FileMetadata(
        type=match["type"].upper(),
        size=int(match["size"]),
        pages=int(match["pages"]) or None,
        language=match["language"],
        tagged=FLAGS[match["tagged"]],
        titled=FLAGS[match["titled"]],
        title="",
    )


def validate_once(content, name):
    """Return the FileMetadata of a new file, which it caches on the file, or raise ValidationError."""
    if not hasattr(content, "document_metadata"):
        content.document_metadata = validate_document(content, name)
    return content.document_metadata


def validate_new_file(file):
    """Validate a file that is submitted but not stored yet, so that a form reports errors before anything is saved."""
    if file and not file._committed:
        validate_once(file.file, file.name)


class StoredFile(FieldFile):
    """A document and its metadata."""

    # The FileMetadata of the file that is being saved, for `generate_filename`.
    incoming_metadata = None

    @property
    def metadata(self):
        """The FileMetadata of the stored or submitted file; None if it was never read."""
        if self._committed:
            return decode_metadata(self.name or "")
        return getattr(self.file, "document_metadata", None)

    def save(self, name, content, save=True):
        self.incoming_metadata = validate_once(content, name)
        super().save(name, content, save)


class DocumentFileField(models.FileField):
    """A file that must be an accepted document, see validators/documents.py."""

    attr_class = StoredFile
    default_validators = [validate_new_file]

    def deconstruct(self):
        """Describe the field to migrations as the Django field it extends, so that they do not depend on this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, {**kwargs, "upload_to": ""}

    def generate_filename(self, instance, filename):
        """Return a storage name with a folder that cannot be guessed and the encoded metadata."""
        metadata = getattr(instance, self.attname).incoming_metadata
        name = sanitize_filename(filename, metadata.type)
        return self.storage.generate_filename(f"{generate_folder_name(instance)}/{encode_metadata(metadata)}/{name}")
