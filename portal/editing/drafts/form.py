"""Admin mixin that makes the form of a live record edit its draft.

The draft is applied and the form is saved inside a transaction that is rolled back; the difference to the live record
is stored as the new draft.
"""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from portal.drafts.models import dry_run, get_draft_conflicts
from portal.drafts.rebase import rebase
from portal.editing.sessions.models import close_session
from portal.external_links.models import get_external_urls, get_or_create_destinations
from portal.history.apply import ChangeSetApplier, ConflictError
from portal.history.snapshots import take_snapshot
from portal.publishing.draft_changes import save_draft


class DraftFormMixin:
    """ModelAdmin mixin of public records. Must precede every mixin that reads the record to make its form."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        record = object_id and self.get_object(request, unquote(object_id))
        request.is_drafting = bool(record) and record.saves_to_draft and "_saveasnew" not in request.POST
        if not request.is_drafting:
            return super().changeform_view(request, object_id, form_url, extra_context)
        # Before the draft is applied, which may change the URL.
        extra_context = {**(extra_context or {}), "public_url": record.get_public_url()}
        process = self.process_draft if request.method == "POST" else self.show_draft
        return process(request, record, super().changeform_view, object_id, form_url, extra_context)

    def show_draft(self, request, record, view, *args):
        """Return the form with the draft applied, or redirect to the conflicts of the draft."""
        self.open_editing_session(request, record)
        try:
            with dry_run():
                if get_draft_conflicts(record):
                    return self.redirect_to_conflicts(record)
                self.apply_draft(record)
                return view(request, *args).render()
        except ConflictError:
            return self.redirect_to_conflicts(record)

    @transaction.atomic
    def process_draft(self, request, record, view, *args):
        """Save the submitted form as the draft, and carry out the requested transition."""
        record = self.get_object(request, str(record.pk))
        if record is None or not self.has_change_permission(request, record):
            return view(request, *args)
        record.lock()
        with dry_run():
            live = take_snapshot(record)
            self.apply_draft(record, skip_obstacles=True)
            response = view(request, *args)
            if hasattr(response, "render"):
                return response.render()
            saved = getattr(request, "saved_record", None)
            after = take_snapshot(saved) if saved else None
            link_urls = list(get_external_urls(saved)) if saved else []
        if after is None:  # not saved: the view redirected, such as to the list if the record was deleted
            return response
        close_session(record, request.user)
        record.refresh_from_db()
        save_draft(record, live, after, by=request.user)
        get_or_create_destinations(
            link_urls
        )  # registered outside the rollback, so that every preview uses the same numbers
        return self.response_draft(request, record)

    def apply_draft(self, record, *, skip_obstacles=False):
        """Apply the draft to the database.

        With `skip_obstacles`, changes that cannot be applied are left out, and the form reports them. Otherwise
        ConflictError is raised.
        """
        if record.draft is None:
            return
        changes = rebase(record.draft.migrated_changes, take_snapshot(record)).changes
        while changes:
            try:
                with transaction.atomic():
                    ChangeSetApplier(changes, strict=True).run()
                return
            except ConflictError as error:
                obstructed = {(conflict.key, conflict.column) for conflict in error.conflicts}
                remaining = {
                    key: {column: change for column, change in columns.items() if (key, column) not in obstructed}
                    for key, columns in changes.items()
                    if (key, None) not in obstructed
                }
                if not skip_obstacles or remaining == changes:
                    raise
                changes = {key: columns for key, columns in remaining.items() if columns}

    def redirect_to_conflicts(self, record):
        return HttpResponseRedirect(self.get_admin_url("resolve_conflicts", record.pk))

    # Inside the transaction that is rolled back

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        if record and getattr(request, "is_drafting", False):
            # A draft may be incomplete until it is to be published.
            record.allows_incomplete_text = not any(
                f"_{transition}" in request.POST for transition in ("publish", "publish_without_approval", "schedule")
            )
        return record

    # After the rollback

    def response_draft(self, request, record):
        """Return the response to a saved draft, with messages for the editor."""
        transition_form = request.transition_form
        transition_form.record = record
        if transition_form.transition:
            self.execute_transition(request, transition_form)
            return HttpResponseRedirect(self.get_admin_url("change", record.pk))
        self.add_draft_messages(request, record)
        if "_continue" in request.POST:
            return HttpResponseRedirect(self.get_admin_url("change", record.pk))
        return self.response_post_save_change(request, record)

    def add_draft_messages(self, request, record):
        if record.draft is None:
            messages.success(request, _("“%(record)s” is the same as the published version. There is no draft.")
                             % {"record": record})  # fmt: skip
            return
        message = _(
            "The draft of “%(record)s” was saved. The public sees the published version until the draft is published."
        )
        messages.success(request, message % {"record": record})
        if get_draft_conflicts(record):
            messages.warning(request, _("The draft conflicts with changes to the published version."))
