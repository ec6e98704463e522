"""Views that serve uploads. Until its record is public, a file is served only to editors who can view the record."""

import logging
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import Http404
from django.utils.translation import get_language, get_language_from_request, override

from portal import permissions
from portal.accounts.required_steps import get_required_step
from portal.error_views import unavailable
from portal.history.uploads import get_upload
from portal.records.parts import get_root
from portal.uploads.disk import raise_if_away
from portal.uploads.fields import DocumentFileField
from portal.uploads.ranges import build_file_response
from portal.uploads.storage import get_file_fields

logger = logging.getLogger(__name__)
ODF = "application/vnd.oasis.opendocument"
OOXML = "application/vnd.openxmlformats-officedocument"

# Types that browsers display. All others are sent as attachments, so that no upload runs as a page of the portal.
INLINE_TYPES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".avif": "image/avif",
    ".gif": "image/gif", ".pdf": "application/pdf",
}  # fmt: skip

ATTACHMENT_TYPES = {
    ".docx": f"{OOXML}.wordprocessingml.document", ".xlsx": f"{OOXML}.spreadsheetml.sheet",
    ".pptx": f"{OOXML}.presentationml.presentation", ".odt": f"{ODF}.text", ".ods": f"{ODF}.spreadsheet",
    ".odp": f"{ODF}.presentation",
}  # fmt: skip


def get_document_model(kind):
    """Return the model with documents that has this `url_kind`, or None."""
    models = {model for model, field in get_file_fields() if isinstance(field, DocumentFileField)}
    return next((model for model in models if model.url_kind == kind), None)


def can_view_unpublished(user, record):
    """Return whether the user may read the files of a record although they are not public.

    Someone who must add a second factor first sees no unpublished file, either.
    """
    can_view = user.is_authenticated and record is not None and permissions.can_view(user, record)
    return can_view and get_required_step(user) is None


def serve_file(request, name):
    """Serve one stored file. A replaced file, or one of an unpublished record, is served only to its editors."""
    upload = get_upload(name) if "\x00" not in name else None
    if upload is None:
        raise Http404
    row = upload.get_row()
    if row and name in row.file_names and row.is_public():
        return build_response(request, name, public=True)
    if can_view_unpublished(request.user, upload.record):
        return build_response(request, name, public=False)
    raise Http404


def serve_document(request, kind, pk):
    """Serve the current document of a row, at a URL that stays when the file is replaced."""
    model = get_document_model(kind)
    row = model and model._base_manager.filter(pk=pk).exclude(file="").first()
    if row and row.is_public():
        return build_response(request, row.file.name, public=True)
    if row and can_view_unpublished(request.user, get_root(row)):
        return build_response(request, row.file.name, public=False)
    raise Http404


def build_response(request, name, *, public):
    """Return the file or a part of it, or 503 while the store of uploads is away."""
    try:
        if default_storage.exists(name):
            return build_safe_response(request, name, public=public)
        raise_if_away(default_storage)
    except OSError:
        logger.exception("The upload %s cannot be read.", name)
        with override(get_language_from_request(request)):  # the address of a file has no language
            response = unavailable(request)
            response.headers["Content-Language"] = get_language()
            return response
    raise Http404


def build_safe_response(request, name, *, public):
    """Return the file or a part of it, with headers against running scripts, and for caches to revalidate it."""
    suffix = PurePosixPath(name).suffix.lower()
    response = build_file_response(
        request, name, as_attachment=suffix not in INLINE_TYPES, filename=PurePosixPath(name).name,
        content_type=INLINE_TYPES.get(suffix) or ATTACHMENT_TYPES.get(suffix) or "application/octet-stream",
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Every cache must revalidate, so that a file disappears as soon as its record is unpublished.
    response["Cache-Control"] = "no-cache" if public else "private, no-store"
    return response
