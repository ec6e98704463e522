"""Uploaded files: where they are kept, and who may read one (never before its record is public)."""

import json
import secrets
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.functions import Cast
from django.http import FileResponse, Http404
from django.utils.text import get_valid_filename

from portal import permissions
from portal.drafts import Draft
from portal.ownership import Owned

# Shown in the browser; everything else is offered for saving, so that no upload runs as a page of the portal.
SHOWN = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".pdf"}


def upload_to(instance, filename):
    """A place that can't be guessed and keeps the file's own name: newsrelease/9f3c…/release.pdf."""
    name = get_valid_filename(PurePosixPath(filename.replace("\\", "/")).name)[-100:]
    return f"{instance._meta.model_name}/{secrets.token_hex(8)}/{name}"


def owner_of(name):
    """The record whose file lies under `name`, or None."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField) and (
                owner := model._base_manager.filter(**{field.name: name}).first()
            ):
                return owner
    return None


def drafted_with(name):
    """The record whose draft brings this file, or None."""
    drafts = Draft.objects.annotate(all_changes=Cast("changes", models.TextField()))
    found = drafts.filter(all_changes__contains=json.dumps(name)).first()
    return found and found.record


def may_see_unpublished(user, owner):
    """Whether a signed-in editor may read the file of a record that is not public."""
    record = owner if isinstance(owner, Owned) else owner.record
    return user.is_authenticated and permissions.can_view(user, record)


def serve(request, name):
    """The file under this address, once its record is public; before, only for those who may see the record."""
    owner = owner_of(name) if "\x00" not in name else None
    public = bool(owner) and owner.is_public()
    owner = owner or ("\x00" not in name and drafted_with(name))
    if not owner or not (public or may_see_unpublished(request.user, owner)) or not default_storage.exists(name):
        raise Http404
    shown = PurePosixPath(name).suffix.lower() in SHOWN
    response = FileResponse(default_storage.open(name), as_attachment=not shown)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Withdrawn is withdrawn: no store keeps a copy without asking again.
    response["Cache-Control"] = "no-cache" if public else "private, no-store"
    return response
