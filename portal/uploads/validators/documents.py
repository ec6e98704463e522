"""Validate uploaded documents and pictures by their content, never by their name.

Files are read in chunks. Validators raise ValidationError and know nothing of the record that a file belongs to.
"""

import os
from importlib import import_module

from portal.uploads.errors import TYPE_LABELS, upload_error
from portal.uploads.file_types import HEAD_SIZE, PICTURE_EXTENSIONS, UNSUPPORTED_PICTURES, detect_type
from portal.uploads.filenames import validate_extension
from portal.uploads.validators.image import sanitize_image
from portal.uploads.validators.office import contains_encrypted_package, validate_office_document
from portal.uploads.validators.pdf_scanner import PDF_HEADER

MB = 1024 * 1024
MAX_DOCUMENT_SIZE, MAX_PICTURE_SIZE = 50 * MB, 20 * MB


def validate_document(file, name):
    """Return the FileMetadata of a document, or raise ValidationError. Leave the file at its beginning either way."""
    try:
        metadata = validate_by_type(file, validate_size(file, MAX_DOCUMENT_SIZE))
    finally:
        file.seek(0)
    validate_extension(name, metadata.type)
    return metadata


def validate_picture(file, name):
    """Return the SanitizedImage of a picture, or raise ValidationError. Leave the file at its beginning either way."""
    try:
        validate_size(file, MAX_PICTURE_SIZE)
        file_type = detect_type(read_head(file))
        if file_type not in PICTURE_EXTENSIONS:
            raise get_picture_error(file_type)
        validate_extension(name, file_type)
        return sanitize_image(file, file_type)
    finally:
        file.seek(0)


def validate_size(file, limit):
    """Return the size of a file in bytes. Raise ValidationError if it is empty or larger than the limit."""
    size = file.seek(0, os.SEEK_END)
    size = file.tell() if size is None else size
    if not size:
        raise upload_error("empty")
    if size > limit:
        raise upload_error("too_large", size=-(-size // MB), limit=limit // MB)
    return size


def read_head(file):
    file.seek(0)
    return file.read(HEAD_SIZE)


def validate_by_type(file, size):
    """Return the FileMetadata from the validator for the detected type."""
    head = read_head(file)
    file_type = detect_type(head)
    if file_type == "PDF":
        # Loaded when it is first needed: pypdf takes 15 MB, and most processes never read a PDF.
        return import_module("portal.uploads.validators.pdf").validate_pdf(file, size)
    if file_type == "zip":
        return validate_office_document(file, size)
    raise get_document_error(file_type, head, file)


def get_document_error(file_type, head, file):
    """Return the error for a file that is neither a PDF nor a ZIP package."""
    if file_type == "ole":
        return upload_error("protected" if contains_encrypted_package(file) else "old_office")
    if file_type == "rtf":
        return upload_error("rtf")
    if file_type in PICTURE_EXTENSIONS or file_type in UNSUPPORTED_PICTURES:
        return upload_error("not_document", what=TYPE_LABELS["picture"])
    if PDF_HEADER.search(head):
        return upload_error("before")
    if file_type in TYPE_LABELS:
        return upload_error("not_document", what=TYPE_LABELS[file_type])
    return upload_error("unknown")


def get_picture_error(file_type):
    """Return the error for a file that is not an accepted picture."""
    if file_type == "SVG":
        return upload_error("svg")
    if file_type in UNSUPPORTED_PICTURES:
        return upload_error("picture_type", type=file_type)
    if file_type in TYPE_LABELS:
        return upload_error("not_picture", what=TYPE_LABELS[file_type])
    return upload_error("unknown")
