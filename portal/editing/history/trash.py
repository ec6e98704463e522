"""Admin pages that list the deleted records of a model, and restore one of them."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal import permissions
from portal.editing.admin_pages import redirect_not_found, render_page
from portal.editing.history.forms import ReasonForm
from portal.editing.history.presenter import SnapshotPresenter, get_removed_fields
from portal.editing.history.views import paginate_versions
from portal.editing.scoping import render_record_link
from portal.history.restore import build_deleted_record, get_trash, restore_deleted
from portal.records.admin_urls import get_change_url


def get_deleted_versions(model, editor):
    """Return the last version of each deleted record that the editor could see."""
    return permissions.filter_visible(editor, get_trash(model), model)


def get_deleted_version(model, editor, object_id):
    """Return the last version of a deleted record that the editor could see, or None."""
    try:
        number = int(unquote(object_id))
    except ValueError:
        return None
    versions = get_deleted_versions(model, editor).select_related("by", "content_type")
    return versions.filter(object_id=number).first()


def trash_view(admin, request):
    """List deleted records with time, editor and reason."""
    if not admin.has_view_or_change_permission(request):
        raise PermissionDenied
    page, pages = paginate_versions(admin, request, get_deleted_versions(admin.model, request.user))
    records = [(version, build_deleted_record(version, admin.model)) for version in page]
    return render_page(
        admin, request, "trash", _("Trash"), page=page, pages=pages,
        records=[
            (version, record, permissions.can_restore_deleted(request.user, record)) for version, record in records
        ],
    )  # fmt: skip


@transaction.atomic
def restore_deleted_view(admin, request, object_id):
    """Show a deleted record, and restore it on a POST with a reason."""
    if record := admin.get_object(request, unquote(object_id)):
        messages.info(request, _("“%(record)s” is not in the trash.") % {"record": record})
        return HttpResponseRedirect(get_change_url(record))
    version = get_deleted_version(admin.model, request.user, object_id)
    if version is None:
        return redirect_not_found(admin, request, object_id)
    record = build_deleted_record(version, admin.model)
    if not permissions.can_restore_deleted(request.user, record):
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None)
    is_confirmed = request.method == "POST" and form.is_valid()
    if is_confirmed and (restored := process_restore(request, version, form)):
        return HttpResponseRedirect(get_change_url(restored))
    return render_page(
        admin, request, "restore_deleted", _("Restore from trash: %(record)s") % {"record": record},
        record=record, version=version, form=form, removed_fields=get_removed_fields(version),
        rows=list(SnapshotPresenter(record, request.user, version.rows).get_rows(version.rows)),
    )  # fmt: skip


def process_restore(request, version, form):
    """Return the restored record; None if it cannot be restored, with the errors added to the form."""
    try:
        record, warnings = restore_deleted(version, by=request.user, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    link = render_record_link(record, request.user)
    messages.success(request, format_html(_("“{record}” was restored as a draft."), record=link))
    for warning in warnings:
        messages.warning(request, warning)
    return record
