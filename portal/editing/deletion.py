"""Deletion of a record in the admin, and the page that asks for the reason for deleting a public record."""

from typing import NamedTuple

from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.drafts.models import get_drafts
from portal.editing.admin_pages import redirect_not_found
from portal.editing.history.forms import ReasonForm
from portal.editing.sessions.models import close_session
from portal.external_links.models import unregister_external_links
from portal.history.models import Event, record_version
from portal.record_uses.models import unregister_uses
from portal.search_index.indexing import unindex_record


def delete_record(record, *, by, reason=""):
    """Delete a record with its draft, its external links and the session of the editor; its history stays."""
    close_session(record, by)
    record_version(record, Event.DELETED, by=by, note=reason)
    unregister_external_links(record)
    unregister_uses(record)
    unindex_record(record)
    get_drafts(record).delete()
    record.delete()


class DeletionCheck(NamedTuple):
    """The result of `ModelAdmin.get_deleted_objects`: the other objects to delete, and those that prevent it."""

    deleted: list
    counts: dict
    lacking_permissions: set
    protected: list

    @property
    def context(self):
        return {
            "deleted_objects": self.deleted,
            "model_count": dict(self.counts).items(),
            "perms_lacking": self.lacking_permissions,
            "protected": self.protected,
        }


@transaction.atomic
def delete_with_reason(admin, request, object_id, extra_context=None):
    """Ask for the reason for deleting a record, and delete the record on a POST with one.

    A `ModelAdmin.delete_view` with the same checks, messages and log entry as that of Django.
    """
    to_field = get_to_field(admin, request)
    record = admin.get_object(request, unquote(object_id), to_field)
    if not admin.has_delete_permission(request, record):
        raise PermissionDenied
    if record is None:
        return redirect_not_found(admin, request, object_id)
    check = DeletionCheck(*admin.get_deleted_objects([record], request))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or check.protected or not form.is_valid():
        context = {**check.context, "form": form, "to_field": to_field, **(extra_context or {})}
        return render_confirmation(admin, request, record, context)
    if check.lacking_permissions:
        raise PermissionDenied
    return process_deletion(admin, request, record, to_field, form.cleaned_data["reason"])


def get_to_field(admin, request):
    """Return the name of the field that identifies the record to the page that opened a popup, None for its key."""
    to_field = request.POST.get(TO_FIELD_VAR, request.GET.get(TO_FIELD_VAR))
    if to_field and not admin.to_field_allowed(request, to_field):
        raise DisallowedModelAdminToField(f"The field {to_field} cannot be referenced.")
    return to_field


def render_confirmation(admin, request, record, context):
    """Return Django's confirmation page, in the template of the ModelAdmin."""
    name = str(admin.opts.verbose_name)
    is_prevented = context["perms_lacking"] or context["protected"]
    defaults = {
        **admin.admin_site.each_context(request),
        "title": _("Cannot delete %(name)s") % {"name": name} if is_prevented else _("Delete"),
        "subtitle": None,
        "object_name": name,
        "object": record,
        "opts": admin.opts,
        "app_label": admin.opts.app_label,
        "preserved_filters": admin.get_preserved_filters(request),
        "is_popup": IS_POPUP_VAR in request.POST or IS_POPUP_VAR in request.GET,
    }
    return admin.render_delete_form(request, {**defaults, **context})


def process_deletion(admin, request, record, to_field, reason):
    """Delete a record, log it, and return the redirect or, in a popup, the script that closes it."""
    name, identifier = str(record), record.serializable_value(to_field or admin.opts.pk.attname)
    admin.log_deletions(request, [record])
    delete_record(record, by=request.user, reason=reason)
    return admin.response_delete(request, name, identifier)
