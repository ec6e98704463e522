"""The change session: one request to the form of a record, from loading the record to the response."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portal.editing.concurrency.changes_since import BASE_VERSION_FIELD, ChangesSince, parse_version_number
from portal.editing.concurrency.conflicts import get_message_params
from portal.editing.concurrency.rebase_form import FormRebase
from portal.editing.concurrency.unsaved_input import RESUMING, get_chosen_file_labels, get_unsaved_texts
from portal.editing.sessions.models import close_session, get_other_sessions, open_session
from portal.history.models import Event, get_latest_version_number
from portal.publishing.models import finalize_save


def load_record(admin, request, object_id, from_field=None):
    """Return the record if the editor may see it, else None. In a transaction, a POST locks its row."""
    rows = admin.get_queryset(request).prefetch_related(None)  # lists need related rows, a form does not
    if request.method == "POST" and connection.in_atomic_block:
        rows = rows.select_for_update(of=("self",))
    field = rows.model._meta.get_field(from_field) if from_field else rows.model._meta.pk
    try:
        return rows.get(**{field.name: field.to_python(object_id)})
    except (rows.model.DoesNotExist, ValidationError, ValueError):
        return None


class ChangeSession:
    """One request to the form of a record. The admin keeps it as `request.change_session`.

    `view` is Django's own view of the form, as a function of the extra context. It takes the record and the submitted
    data from the session: `record` is loaded once, and locked if the form was submitted; `data` and `files` are merged
    with the changes of other editors. `saved` is the record after its form and its parts were saved.
    """

    def __init__(self, admin, request, object_id):
        self.admin, self.request = admin, request
        self.is_new = object_id is None
        self.object_id = "" if object_id is None else unquote(object_id)
        self.data, self.files = request.POST, request.FILES
        self.conflicts = {}  # {form prefix: [EditConflict]}
        self.record = self.saved = self.rebase = self.base_version = None

    @property
    def editor(self):
        return self.request.user

    @property
    def is_redisplay(self):
        """Whether the form is only displayed again, after the editor has signed in again."""
        return RESUMING in self.request.POST

    def load(self):
        """Return the record, None if there is none."""
        return load_record(self.admin, self.request, self.object_id)

    def get_version_number(self):
        return get_latest_version_number(self.admin.model, self.object_id)

    # Showing the form

    def show(self, view):
        """Return the form of the record.

        The version number is read before the record: with a number that is too old, the forms are merged in vain; with
        one that is too new, a concurrent edit would be overwritten.
        """
        if not self.is_new:
            self.base_version = self.get_version_number()
            self.record = self.load()
        return self.show_record(view) if self.record else view()

    def show_record(self, view):
        return view()

    @cached_property
    def editing_context(self):
        """Open an editing session for the editor, and return the template context of it; {} for a read-only form."""
        if self.record is None or not self.admin.has_change_permission(self.request, self.record):
            return {}
        opened_at = open_session(self.record, self.editor).isoformat()
        return {"opened_at": opened_at, "other_sessions": list(get_other_sessions(self.record, self.editor))}

    def get_context(self, context):
        """Return what the template of the form needs besides Django's context."""
        if self.is_redisplay:
            messages.warning(self.request, _("This is the text you entered. It is not saved yet."))
        if self.request.method == "POST" and (labels := get_chosen_file_labels(self.admin, self.request, self.files)):
            message = _("The browser did not keep the selected file. Choose it again in “%(fields)s”.")
            messages.warning(self.request, message % {"fields": ", ".join(labels)})
        return {"base_version": self.base_version, **self.editing_context}

    # Saving the form

    @transaction.atomic
    def save(self, view):
        """Save the submitted form and return the response: a redirect, or the form with its errors."""
        if self.is_new:
            refusal = self.get_add_refusal()
        else:
            self.record = self.load()
            refusal = self.get_change_refusal(view)
        if refusal:
            return refusal
        response = self.run_form(view)
        if self.saved:
            response = self.finish(response)
            close_session(self.saved, self.editor)
        return response

    def run_form(self, view):
        """Merge the submitted form with the current record and save it."""
        self.merge_submission()
        response = view()
        if self.rebase:
            self.add_merge_messages()
        return response

    def merge_submission(self):
        """Merge a form that was made from an older version."""
        if self.is_new:
            return
        self.base_version = self.get_version_number()
        if self.base_version in {self.submitted_version, 0}:
            return
        self.rebase = FormRebase(self.admin, self.request, self.record, self.submitted_version)
        self.data, self.files, self.conflicts = self.rebase.data, self.rebase.files, self.rebase.conflicts

    @property
    def submitted_version(self):
        """The number of the version that the form was made from, or -1 if there is none."""
        return parse_version_number(self.request.POST.get(BASE_VERSION_FIELD, ""))

    def record_save(self, form, *, has_changed):
        """Finish the save of the form and its parts: record a version if anything has changed."""
        self.saved = form.instance
        if has_changed:
            finalize_save(form.instance, Event.SAVED, by=self.editor)

    def finish(self, response):
        """Return the response after the form was saved."""
        return response

    def add_merge_messages(self):
        """Tell the editor what others changed, and whether the merged form was saved."""
        for message in self.rebase.changes_since.get_messages():
            messages.warning(self.request, message)
        if self.saved:
            messages.success(self.request, _("Your changes and the other editor’s changes were both saved."))
        elif self.conflicts:
            messages.warning(
                self.request, _("Not saved yet: you and another editor changed the same fields. Choose what to keep.")
            )
        else:
            messages.warning(
                self.request, _("Not saved yet. This form now contains the other editor’s changes as well as yours.")
            )

    # Refusing a submitted form: its text is shown, so that the editor can copy it

    def get_add_refusal(self):
        """Return the response if the editor may not add a record, else None."""
        if self.admin.has_add_permission(self.request):
            return None
        return self.refuse([_("You do not have permission to add this record.")])

    def get_change_refusal(self, view):
        """Return the response if the record was deleted, or the editor may not change it; else None."""
        if self.record is None:
            return self.render_unsaved_input([self.get_deleted_message()], status=404) or view()
        if self.admin.has_change_permission(self.request, self.record):
            return None
        since = self.submitted_version
        changes = ChangesSince(self.record, since).get_messages() if since >= 0 else ()
        return self.refuse([*changes, _("You do not have permission to change this record in its current status.")])

    def get_deleted_message(self):
        """Return why there is no record; who deleted it, for editors who could see it."""
        version = self.get_deleted_version()
        if version is None:
            return _("This record no longer exists, or you do not have permission to see it.")
        params = {**get_message_params(version), "note": version.note}
        return _("On %(when)s, %(who)s deleted this record: “%(note)s”.") % params

    def get_deleted_version(self):
        """Return the last version of a deleted record that the editor could see; None for models without a trash."""
        return None

    def refuse(self, sentences):
        """Return a page with the submitted text. Raise PermissionDenied if no text was submitted."""
        response = self.render_unsaved_input(sentences, status=403)
        if response is None:
            raise PermissionDenied
        return response

    def render_unsaved_input(self, sentences, *, status):
        """Return a page with the submitted text that cannot be saved; None if no text was submitted."""
        texts = list(get_unsaved_texts(self.admin, self.request, self.record))
        context = {
            **self.admin.admin_site.each_context(self.request),
            "title": _("Nothing was saved; your text is below"),
            "opts": self.admin.opts, "original": self.record, "sentences": sentences, "texts": texts,
        }  # fmt: skip
        return TemplateResponse(self.request, "editing/unsaved_input.html", context, status=status) if texts else None
