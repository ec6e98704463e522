"""Admin mixin for concurrent edits: merges a stale form with the current record, and never drops submitted text when
the record was deleted or became read-only.
"""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.editing.concurrency.changes_since import ChangesSince
from portal.editing.concurrency.conflicts import get_message_params
from portal.editing.concurrency.rebase_form import FormRebase
from portal.editing.concurrency.unsaved_input import get_chosen_file_labels, get_unsaved_texts
from portal.history.models import get_latest_version_number

# The form field that holds the number of the version that the form was made from.
BASE_VERSION_FIELD = "base_version"


def get_submitted_base_version(request):
    """Return the submitted version number, or -1 if there is none."""
    number = request.POST.get(BASE_VERSION_FIELD, "")
    return int(number) if number.isdecimal() and len(number) < 10 else -1


class ConcurrentEditMixin:
    """ModelAdmin mixin that protects the edits of two editors from each other."""

    def get_object(self, request, object_id, from_field=None):
        """Return the record, under a row lock while a submitted form is processed.

        The record is read again after the lock is acquired, so that a concurrent save is not overwritten.
        """
        record = super().get_object(request, object_id, from_field)
        if record and request.method == "POST" and connection.in_atomic_block:
            self.model._base_manager.select_for_update().filter(pk=record.pk).first()
            record = super().get_object(request, object_id, from_field)
        return record

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.conflicts = getattr(request, "conflicts", {})
        form.is_redisplay = getattr(request, "is_redisplay", False)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is not None:
            # Read before the record: if the number is too old, the forms are merged in vain; if it were too new, a
            # concurrent edit would be overwritten.
            request.base_version = get_latest_version_number(self.model, unquote(object_id))
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if object_id is None or "_saveasnew" in request.POST:
                return self.process_add(request, object_id, form_url, extra_context)
            return self.process_change(request, object_id, form_url, extra_context)

    def process_add(self, request, object_id, form_url, extra_context):
        if not self.has_add_permission(request):
            sentences = [_("You do not have permission to add this record.")]
            return self.render_unsaved_input(request, None, sentences) or self.deny()
        return super().changeform_view(request, object_id, form_url, extra_context)

    def deny(self):
        raise PermissionDenied

    def process_change(self, request, object_id, form_url, extra_context):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            sentences = [self.get_deleted_message(request, object_id)]
            return self.render_unsaved_input(request, None, sentences, status=404) or super().changeform_view(
                request, object_id, form_url, extra_context
            )
        since, request.base_version = (
            get_submitted_base_version(request),
            get_latest_version_number(self.model, record.pk),
        )
        if not self.has_change_permission(request, record):
            changes = ChangesSince(record, since).get_messages() if since >= 0 else ()
            sentences = [*changes, _("You do not have permission to change this record in its current status.")]
            return self.render_unsaved_input(request, record, sentences) or self.deny()
        if request.base_version in {since, 0}:
            return super().changeform_view(request, object_id, form_url, extra_context)
        rebase = FormRebase(self, request, record, since)
        request.POST, request.conflicts = rebase.data, rebase.conflicts
        request.FILES.clear()
        request.FILES.update(rebase.files)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        self.add_merge_messages(request, rebase, is_saved=response.status_code == 302)
        return response

    def get_deleted_message(self, request, object_id):
        """Return why there is no record; who deleted it, for editors who could see it."""
        version = self.get_deleted_version(request, object_id)
        if version is None:
            return _("This record no longer exists, or you do not have permission to see it.")
        params = {**get_message_params(version), "note": version.note}
        return _("On %(when)s, %(who)s deleted this record: “%(note)s”.") % params

    def get_deleted_version(self, request, object_id):
        """Return the last version of a deleted record that the editor could see; None for models without a trash."""
        return None

    def add_merge_messages(self, request, rebase, *, is_saved):
        """Tell the editor what others changed, and whether the merged form was saved."""
        for message in rebase.changes_since.get_messages():
            messages.warning(request, message)
        if is_saved:
            messages.success(request, _("Your changes and the other editor’s changes were both saved."))
        elif rebase.conflicts:
            messages.warning(
                request, _("Not saved yet: you and another editor changed the same fields. Choose what to keep.")
            )
        else:
            messages.warning(
                request, _("Not saved yet. This form now contains the other editor’s changes as well as yours.")
            )

    def render_change_form(self, request, context, *args, change=False, **kwargs):
        context["base_version"] = request.base_version if change else None
        if getattr(request, "is_redisplay", False):
            messages.warning(
                request, _("This is the text you entered before you signed in again. It is not saved yet.")
            )
        if request.method == "POST" and (labels := get_chosen_file_labels(self, request)):
            message = _("The browser did not keep the selected file. Choose it again in “%(fields)s”.")
            messages.warning(request, message % {"fields": ", ".join(labels)})
        return super().render_change_form(request, context, *args, change=change, **kwargs)

    def render_unsaved_input(self, request, record, sentences, *, status=403):
        """Return a page with the submitted text that cannot be saved; None if no text was submitted."""
        texts = list(get_unsaved_texts(self, request, record))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Nothing was saved; your text is below"),
            "opts": self.opts, "original": record, "sentences": sentences, "texts": texts,
        }  # fmt: skip
        return TemplateResponse(request, "editing/unsaved_input.html", context, status=status) if texts else None
