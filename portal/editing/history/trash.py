"""Deleting a public record in the admin, with a reason; and what was deleted, from where it is brought back."""

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
from portal.editing.history.presenter import Telling, no_longer_kept
from portal.editing.history.views import ON_A_PAGE
from portal.history.restore import build_deleted_record, get_trash, restore_deleted


class DeletedPages:
    """For the admin of a public record: what is deleted stays in sight of those who could see it."""

    change_list_template = "admin/publishable_change_list.html"
    delete_confirmation_template = "admin/publishable_delete_confirmation.html"

    def get_urls(self):
        pages = (
            ("deleted/", self.deleted_view, "deleted"),
            ("<path:object_id>/bring-back/", self.restore_deleted_view, "restore_deleted"),
        )
        return [*(self.path_of(*page) for page in pages), *super().get_urls()]

    def delete_view(self, request, object_id, extra_context=None):
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if form.is_valid():
                request.reason = form.cleaned_data["reason"]
            else:
                # Django deletes where anything was sent; without a reason it is to ask again.
                request.POST = QueryDict()
        return super().delete_view(request, object_id, {**(extra_context or {}), "form": form})

    def deleted_of(self, request):
        """The deleted records that the editor could see."""
        return permissions.visible_to(request.user, get_trash(self.model), self.model)

    def deleted_view(self, request):
        """What was deleted, when, by whom and why."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        versions = self.deleted_of(request).select_related("by").defer("snapshot")
        paginator = self.get_paginator(request, versions, ON_A_PAGE)
        page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
        records = [(version, build_deleted_record(version, self.model)) for version in page]
        return self.page_of_own(
            request, "trash", _("Deleted records"),
            page=page, pages=paginator.get_elided_page_range(page.number) if paginator.num_pages > 1 else (),
            records=[
                (version, record, permissions.can_restore_deleted(request.user, record)) for version, record in records
            ],
        )  # fmt: skip

    def deleted_version(self, request, object_id):
        """The last version of a deleted record that the editor could see, or None."""
        try:
            number = int(unquote(object_id))
        except ValueError:
            return None
        return self.deleted_of(request).select_related("by", "content_type").filter(object_id=number).first()

    @method_decorator(transaction.atomic)
    def restore_deleted_view(self, request, object_id):
        """A deleted record as it stood; the same sent with a reason brings it back."""
        if record := self.get_object(request, unquote(object_id)):
            messages.info(request, _("“%(record)s” is there.") % {"record": record})
            return HttpResponseRedirect(self.get_admin_url("change", record.pk))
        version = self.deleted_version(request, object_id)
        if version is None:
            return self.not_found(request, object_id)
        record = build_deleted_record(version, self.model)
        if not permissions.can_restore_deleted(request.user, record):
            raise PermissionDenied
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and (back := self.brought_back(request, version, form)):
            return HttpResponseRedirect(self.get_admin_url("change", back.pk))
        return self.page_of_own(
            request, "restore_deleted", _("Bring back: %(record)s") % {"record": record},
            record=record, version=version, form=form, no_longer_kept=no_longer_kept(version),
            rows=list(Telling(record, request.user, version.rows).whole(version.rows)),
        )  # fmt: skip

    def brought_back(self, request, version, form):
        """The record that is there again, None where something stands in the way, which is said in the form."""
        try:
            record, said = restore_deleted(version, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error.messages)
            return None
        messages.success(request, _("“%(record)s” is back, as a draft.") % {"record": record})
        for sentence in said:
            messages.warning(request, sentence)
        return record
