"""Uploaded files: where they are kept, and who may read one (never before its record is public)."""

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
from portal.uploads.fields import KeptFileField
from portal.uploads.storage import models_with_files

OPEN = "application/vnd.oasis.opendocument"

OFFICE = "application/vnd.openxmlformats-officedocument"

# What is shown in the browser. All else is offered for saving, so that no upload runs as a page of the portal.
SHOWN = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".avif": "image/avif",
    ".gif": "image/gif", ".pdf": "application/pdf",
}  # fmt: skip

SAVED = {
    ".docx": f"{OFFICE}.wordprocessingml.document", ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{OFFICE}.presentationml.presentation", ".odt": f"{OPEN}.text", ".ods": f"{OPEN}.spreadsheet",
    ".odp": f"{OPEN}.presentation",
}  # fmt: skip


def owner_of(name):
    """The row whose file lies under `name`, or the picture that the file was made of, or None."""
    for model, field in models_with_files():
        if owner := model._base_manager.filter(**{field.name: name}).first():
            return owner
    return apps.get_model("portal.Picture").objects.of_rendition(name)


def noted_in(rows, column, name):
    """The newest of these drafts or versions that names a file, or None."""
    found = rows.annotate(all_of_it=Cast(column, models.TextField())).filter(all_of_it__contains=json.dumps(name))
    return found.order_by("-pk").first()


def record_naming(name):
    """The record whose draft brings this file, or that had it once; None where there is none any more."""
    noted = noted_in(Draft.objects, "changes", name) or noted_in(Version.objects, "snapshot", name)
    return noted and noted.record


def may_see_unpublished(user, owner):
    """Whether a signed-in editor may read the file of a record that is not public."""
    record = owner if isinstance(owner, OwnedMixin) else get_root(owner)
    return user.is_authenticated and permissions.can_view(user, record)


def serve(request, name):
    """The file that lies here, once its record is public; before, and once it was replaced, only for its editors."""
    owner = owner_of(name) if "\x00" not in name else None
    if owner and owner.is_public():
        return answer(name, public=True)
    if "\x00" not in name and request.user.is_authenticated:
        owner = owner or record_naming(name)
        if owner and may_see_unpublished(request.user, owner):
            return answer(name, public=False)
    raise Http404


def serve_kept(request, model, pk):
    """The document of this row, whichever file it is today: an address that stays when the file is replaced."""
    for holder, field in models_with_files():
        if holder._meta.model_name == model and isinstance(field, KeptFileField):
            row = holder._base_manager.filter(pk=pk).exclude(**{field.name: ""}).first()
            if row and row.is_public():
                return answer(getattr(row, field.name).name, public=True)
            if row and may_see_unpublished(request.user, row):
                return answer(getattr(row, field.name).name, public=False)
    raise Http404


def answer(name, *, public):
    """The file itself, which runs as nothing, and is kept by no store that would not ask again."""
    if not default_storage.exists(name):
        raise Http404
    suffix = PurePosixPath(name).suffix.lower()
    response = FileResponse(
        default_storage.open(name), as_attachment=suffix not in SHOWN, filename=PurePosixPath(name).name,
        content_type=SHOWN.get(suffix) or SAVED.get(suffix) or "application/octet-stream",
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Withdrawn is withdrawn: no store keeps a copy without asking again.
    response["Cache-Control"] = "no-cache" if public else "private, no-store"
    return response
