"""The form of a live record works on its draft: it shows the record as the draft has it, and what is saved is recorded
and not applied. All that the form does happens in a transaction that is taken back.
"""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from portal.drafts.models import dry_run, get_draft_conflicts
from portal.drafts.rebase import rebase
from portal.editing.sessions.models import left_by
from portal.external_links.models import get_external_urls, get_or_create_destinations
from portal.history.apply import ChangeSetApplier, ConflictError
from portal.history.snapshots import take_snapshot


class DraftForms:
    """For the admin of a public record, before all else that makes its form."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        record = object_id and self.get_object(request, unquote(object_id))
        request.drafting = bool(record) and record.saves_to_draft and "_saveasnew" not in request.POST
        if not request.drafting:
            return super().changeform_view(request, object_id, form_url, extra_context)
        show = self.draft_sent if request.method == "POST" else self.draft_opened
        return show(request, record, super().changeform_view, object_id, form_url, extra_context)

    def draft_opened(self, request, record, view, *args):
        """The form as the draft has the record; the page of what is to be decided where something is."""
        self.note_presence(request, record)
        try:
            with dry_run():
                if get_draft_conflicts(record):
                    return self.to_decide(record)
                self.lay_over(record)
                return view(request, *args).render()
        except ConflictError:
            return self.to_decide(record)

    @transaction.atomic
    def draft_sent(self, request, record, view, *args):
        """Keeps what was saved as the draft, and carries out the transition whose button was pressed on it."""
        record = self.get_object(request, str(record.pk))
        if record is None or not self.has_change_permission(request, record):
            return view(request, *args)
        record.lock()
        with dry_run():
            live = take_snapshot(record)
            self.lay_over(record, as_far_as_possible=True)
            response = view(request, *args)
            if hasattr(response, "render"):
                return response.render()
            saved = getattr(request, "saved_over", None)
            after = take_snapshot(saved) if saved else None
            leads_to = list(get_external_urls(saved)) if saved else []
        if after is None:  # the form led elsewhere, such as to the list of a record that has gone
            return response
        left_by(record, request.user)
        record.refresh_from_db()
        record.save_draft(live, after, by=request.user)
        get_or_create_destinations(leads_to)  # which each preview needs to be the same
        return self.after_draft(request, record)

    def lay_over(self, record, *, as_far_as_possible=False):
        """Applies the draft. What stands in the way is left as the public has it, where the form is to say so."""
        if record.draft is None:
            return
        changes = rebase(record.draft.migrated_changes, take_snapshot(record)).changes
        while changes:
            try:
                with transaction.atomic():
                    ChangeSetApplier(changes, strict=True).run()
                return
            except ConflictError as found:
                named = {(one.key, one.column) for one in found.conflicts}
                left = {
                    key: {column: both for column, both in columns.items() if (key, column) not in named}
                    for key, columns in changes.items()
                    if (key, None) not in named
                }
                if not as_far_as_possible or left == changes:
                    raise
                changes = {key: columns for key, columns in left.items() if columns}

    def to_decide(self, record):
        return HttpResponseRedirect(self.get_admin_url("decide", record.pk))

    # Inside what is taken back

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        if record and getattr(request, "drafting", False):
            # A draft may be incomplete, until it is to be published.
            record.allows_incomplete_text = not any(
                f"_{transition}" in request.POST for transition in ("publish_draft", "schedule_draft")
            )
        return record

    # After it

    def after_draft(self, request, record):
        """Where saving a draft leads, and what the editor is told."""
        transition_form = request.transition_form
        transition_form.record = record
        if transition_form.transition:
            self.execute_transition(request, transition_form)
            return HttpResponseRedirect(self.get_admin_url("change", record.pk))
        self.tell_of_draft(request, record)
        if "_continue" in request.POST:
            return HttpResponseRedirect(self.get_admin_url("change", record.pk))
        return self.response_post_save_change(request, record)

    def tell_of_draft(self, request, record):
        if record.draft is None:
            messages.success(request, _("The draft of “%(record)s” is empty: nothing differs from the public text.")
                             % {"record": record})  # fmt: skip
            return
        text = _("The draft of “%(record)s” is kept. Readers go on with the public text until it is published.")
        messages.success(request, text % {"record": record})
        if get_draft_conflicts(record):
            messages.warning(request, _("The public text has changed meanwhile where this draft changes it too."))
