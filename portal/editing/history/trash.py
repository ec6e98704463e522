"""Admin pages that delete a public record with a reason, list deleted records, and restore one of them."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect, QueryDict
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from portal import permissions
from portal.editing.history.forms import ReasonForm
from portal.editing.history.presenter import SnapshotPresenter, get_removed_fields
from portal.editing.history.views import VERSIONS_PER_PAGE
from portal.history.restore import build_deleted_record, get_trash, restore_deleted


class TrashMixin:
    """ModelAdmin mixin with a trash: editors who could see a deleted record see it there."""

    change_list_template = "admin/publishable_change_list.html"
    delete_confirmation_template = "admin/publishable_delete_confirmation.html"

    def get_urls(self):
        pages = (
            ("deleted/", self.trash_view, "deleted"),
            ("<path:object_id>/restore-deleted/", self.restore_deleted_view, "restore_deleted"),
        )
        return [*(self.make_path(*page) for page in pages), *super().get_urls()]

    def delete_view(self, request, object_id, extra_context=None):
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if form.is_valid():
                request.reason = form.cleaned_data["reason"]
            else:
                # Django deletes the record if request.POST is not empty. Without a reason it must ask again.
                request.POST = QueryDict()
        return super().delete_view(request, object_id, {**(extra_context or {}), "form": form})

    def get_deleted_versions(self, request):
        """Return the last version of each deleted record that the editor could see."""
        return permissions.filter_visible(request.user, get_trash(self.model), self.model)

    def trash_view(self, request):
        """List deleted records with time, editor and reason."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        versions = self.get_deleted_versions(request).select_related("by").defer("snapshot")
        paginator = self.get_paginator(request, versions, VERSIONS_PER_PAGE)
        page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
        records = [(version, build_deleted_record(version, self.model)) for version in page]
        return self.render_page(
            request, "trash", _("Trash"),
            page=page, pages=paginator.get_elided_page_range(page.number) if paginator.num_pages > 1 else (),
            records=[
                (version, record, permissions.can_restore_deleted(request.user, record)) for version, record in records
            ],
        )  # fmt: skip

    def get_deleted_version(self, request, object_id):
        """Return the last version of a deleted record that the editor could see, or None."""
        try:
            number = int(unquote(object_id))
        except ValueError:
            return None
        return self.get_deleted_versions(request).select_related("by", "content_type").filter(object_id=number).first()

    @method_decorator(transaction.atomic)
    def restore_deleted_view(self, request, object_id):
        """Show a deleted record, and restore it on a POST with a reason."""
        if record := self.get_object(request, unquote(object_id)):
            messages.info(request, _("“%(record)s” is not in the trash.") % {"record": record})
            return HttpResponseRedirect(self.get_admin_url("change", record.pk))
        version = self.get_deleted_version(request, object_id)
        if version is None:
            return self.redirect_not_found(request, object_id)
        record = build_deleted_record(version, self.model)
        if not permissions.can_restore_deleted(request.user, record):
            raise PermissionDenied
        form = ReasonForm(request.POST if request.method == "POST" else None)
        is_confirmed = request.method == "POST" and form.is_valid()
        if is_confirmed and (restored := self.process_restore(request, version, form)):
            return HttpResponseRedirect(self.get_admin_url("change", restored.pk))
        return self.render_page(
            request, "restore_deleted", _("Restore from trash: %(record)s") % {"record": record},
            record=record, version=version, form=form, removed_fields=get_removed_fields(version),
            rows=list(SnapshotPresenter(record, request.user, version.rows).get_rows(version.rows)),
        )  # fmt: skip

    def process_restore(self, request, version, form):
        """Return the restored record; None if it cannot be restored, with the errors added to the form."""
        try:
            record, warnings = restore_deleted(version, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error.messages)
            return None
        messages.success(request, _("“%(record)s” was restored as a draft.") % {"record": record})
        for warning in warnings:
            messages.warning(request, warning)
        return record
