"""Views that serve uploads. Until its record is public, a file is served only to editors who can view the record."""

import json
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.functions import Cast
from django.http import FileResponse, Http404

from portal import permissions
from portal.drafts.models import Draft
from portal.history.models import Version
from portal.records.models import OwnedMixin
from portal.records.parts import get_root
from portal.uploads.fields import DocumentFileField
from portal.uploads.storage import get_file_fields

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


def get_owner(name):
    """Return the row that has this file, or the picture whose rendition it is, or None."""
    for model, field in get_file_fields():
        if row := model._base_manager.filter(**{field.name: name}).first():
            return row
    return apps.get_model("portal.Picture").objects.get_by_rendition(name)


def get_newest_reference(queryset, column, name):
    """Return the newest draft or version whose JSON column contains the file name, or None."""
    matches = queryset.annotate(json_text=Cast(column, models.TextField())).filter(json_text__contains=json.dumps(name))
    return matches.order_by("-pk").first()


def get_referring_record(name):
    """Return the record whose draft or version refers to the file, or None."""
    reference = get_newest_reference(Draft.objects, "changes", name)
    reference = reference or get_newest_reference(Version.objects, "snapshot", name)
    return reference and reference.record


def can_view_unpublished(user, owner):
    """Return whether the user may read this row's file although its record is not public."""
    record = owner if isinstance(owner, OwnedMixin) else get_root(owner)
    return user.is_authenticated and permissions.can_view(user, record)


def serve_file(request, name):
    """Serve one stored file. A replaced file, or one of an unpublished record, is served only to its editors."""
    owner = get_owner(name) if "\x00" not in name else None
    if owner and owner.is_public():
        return build_response(name, public=True)
    if "\x00" not in name and request.user.is_authenticated:
        owner = owner or get_referring_record(name)
        if owner and can_view_unpublished(request.user, owner):
            return build_response(name, public=False)
    raise Http404


def serve_document(request, model, pk):
    """Serve the current document of a row, at a URL that stays when the file is replaced."""
    for candidate, field in get_file_fields():
        if candidate._meta.model_name == model and isinstance(field, DocumentFileField):
            row = candidate._base_manager.filter(pk=pk).exclude(**{field.name: ""}).first()
            if row and row.is_public():
                return build_response(getattr(row, field.name).name, public=True)
            if row and can_view_unpublished(request.user, row):
                return build_response(getattr(row, field.name).name, public=False)
    raise Http404


def build_response(name, *, public):
    """Return the file with headers that stop it from running scripts and make caches revalidate it."""
    if not default_storage.exists(name):
        raise Http404
    suffix = PurePosixPath(name).suffix.lower()
    response = FileResponse(
        default_storage.open(name), as_attachment=suffix not in INLINE_TYPES, filename=PurePosixPath(name).name,
        content_type=INLINE_TYPES.get(suffix) or ATTACHMENT_TYPES.get(suffix) or "application/octet-stream",
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Every cache must revalidate, so that a file disappears as soon as its record is unpublished.
    response["Cache-Control"] = "no-cache" if public else "private, no-store"
    return response
