"""The change session of a public record: the form of a live record saves to its draft, and transitions follow a save.

The draft is applied and the form is saved inside a transaction that is rolled back; the difference to the live record
is stored as the new draft.
"""

from copy import copy

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portal.drafts.models import dry_run, get_draft_conflicts, get_drafts
from portal.drafts.rebase import rebase
from portal.editing.change_session import ChangeSession
from portal.editing.checklist import (
    add_warnings,
    get_language_checklists,
    get_other_blockers,
    get_text_warnings,
)
from portal.editing.transition_form import get_requested_transition
from portal.editing.transition_view import make_transition_form, run_transition
from portal.external_links.models import get_external_urls, get_or_create_destinations
from portal.history.apply import ChangeSetApplier, ConflictError
from portal.history.snapshots import take_snapshot
from portal.publishing.draft_changes import save_draft


def apply_draft(record, snapshot, *, skip_obstacles=False):
    """Apply the draft of a record, of which this is the snapshot, to the database.

    With `skip_obstacles`, changes that cannot be applied are left out, and the form reports them. Otherwise
    ConflictError is raised.
    """
    changes = rebase(record.draft.migrated_changes, snapshot).changes
    while changes:
        try:
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


class PublishingSession(ChangeSession):
    """The change session of a public record, with its draft and the requested transition.

    `live` is the record as it is in the database. While the form of a draft is processed, `record` is another instance,
    with the draft applied. `warnings` are the items of the checklist that the editor is warned about after a save.
    """

    def __init__(self, admin, request, object_id):
        super().__init__(admin, request, object_id)
        self.requested_transition = get_requested_transition(request.POST)
        self.live, self.warnings = None, []

    def load(self):
        """Return the record; if the form was submitted, its draft is locked too."""
        record = super().load()
        if record and self.request.method == "POST":
            record.draft = get_drafts(record).select_for_update(of=("self",)).first()
        return record

    @property
    def is_draft(self):
        """Whether the form saves to a draft."""
        return bool(self.record) and not self.is_new and self.record.saves_to_draft

    @cached_property
    def transition_form(self):
        return make_transition_form(self.admin, self.request, self.record)

    @property
    def has_unseen_changes(self):
        """Whether the form was merged with changes that its editor has not seen."""
        return self.rebase is not None and self.rebase.changes_since.is_stale and self.requested_transition != "comment"

    def get_redirect(self):
        """Return a redirect to the form instead of Django's response; None for a plain save.

        The draft is stored, and the transition carried out, after Django's view has returned.
        """
        if not (self.is_draft or self.requested_transition):
            return None
        return HttpResponseRedirect(self.admin.get_admin_url("change", self.saved.pk))

    # The draft

    def open_draft(self, snapshot, *, skip_obstacles=False):
        """Apply the draft to the database, and make `record` an instance with the draft applied."""
        self.live, self.record = self.record, copy(self.record)
        if self.live.draft:
            apply_draft(self.live, snapshot, skip_obstacles=skip_obstacles)
            self.record = self.admin.get_queryset(self.request).prefetch_related(None).get(pk=self.live.pk)
            self.record.draft = self.live.draft
        # A draft may be incomplete until it is to be published.
        self.record.allows_incomplete_text = self.requested_transition not in {
            "publish", "publish_without_approval", "schedule"
        }  # fmt: skip

    def show_record(self, view):
        """Return the form with the draft applied, or redirect to the conflicts of the draft."""
        if not self.is_draft:
            return view()
        conflicts_page = HttpResponseRedirect(self.admin.get_admin_url("resolve_conflicts", self.record.pk))
        snapshot = take_snapshot(self.record)
        if self.record.draft and rebase(self.record.draft.migrated_changes, snapshot).conflicts:
            return conflicts_page
        _context = self.editing_context  # opens the editing session outside of the rollback
        try:
            with dry_run():
                self.open_draft(snapshot)
                return view().render()
        except ConflictError:
            return conflicts_page

    def run_form(self, view):
        """Save the form to the record, or else in a transaction that is rolled back, and its changes to the draft."""
        if not self.is_draft:
            return super().run_form(view)
        edited, link_urls = None, []
        with dry_run():
            before = take_snapshot(self.record)
            self.open_draft(before, skip_obstacles=True)
            response = super().run_form(view)
            if hasattr(response, "render"):
                return response.render()
            if self.saved:
                edited, link_urls = take_snapshot(self.saved), list(get_external_urls(self.saved))
        if edited:
            save_draft(self.live, before, edited, by=self.editor)
            # Registered outside of the rollback, so that every preview uses the same numbers.
            get_or_create_destinations(link_urls)
        return response

    def record_save(self, form, *, has_changed):
        """Finish the save; the version of a draft is recorded when the draft is stored."""
        if self.is_draft:
            self.saved = form.instance
            prefetch_related_objects([self.saved], *getattr(self.saved, "parts", ()))
        else:
            super().record_save(form, has_changed=has_changed)
        self.warnings = get_text_warnings(form, self.requested_transition)

    # The response

    def finish(self, response):
        """Carry out the requested transition, and add messages about the draft and its texts."""
        record = self.live or self.saved
        if self.requested_transition and self.has_unseen_changes:
            messages.warning(self.request, _("Your action was not carried out. Check what has changed and try again."))
        elif self.requested_transition:
            self.transition_form.record = record
            run_transition(self.request, self.transition_form)
        elif self.is_draft:
            self.add_draft_messages(record)
            if "_continue" not in self.request.POST:
                response = self.admin.response_post_save_change(self.request, record)
        add_warnings(self.request, self.warnings, self.admin.get_admin_url("change", record.pk), response)
        return response

    def add_draft_messages(self, record):
        if record.draft is None:
            message = _("“%(record)s” is the same as the published version. There is no draft.")
            messages.success(self.request, message % {"record": record})
            return
        message = _(
            "The draft of “%(record)s” was saved. The public sees the published version until the draft is published."
        )
        messages.success(self.request, message % {"record": record})
        if get_draft_conflicts(record):
            messages.warning(self.request, _("The draft conflicts with changes to the published version."))

    def get_deleted_version(self):
        return self.admin.get_deleted_version(self.request, self.object_id)

    def get_context(self, context):
        record = context["original"]
        writable = self.admin.has_change_permission(self.request, record) if record else True
        publishing_context = {
            "transition_form": None if context.get("is_popup") else self.transition_form,
            "writable": writable,
            "drafted": bool(record) and record.saves_to_draft and (writable or bool(record.draft)),
            **(self.get_record_context(context, record) if record else {}),
        }
        return super().get_context(context) | publishing_context

    def get_record_context(self, context, record):
        """Return the checklist, the draft and the public URL of a record that exists."""
        form, inlines = context["adminform"].form, context["inline_admin_formsets"]
        checklists, others = get_language_checklists(record, form, inlines), list(get_other_blockers(record, form))
        return {
            "publishing_notes": self.admin.get_publishing_notes(self.request, record),
            "language_checklists": checklists,
            "other_blockers": others,
            "is_incomplete": bool(others) or any(checklist.missing for checklist in checklists),
            "draft": record.draft,
            "public_url": self.live.get_public_url() if self.live else "",
            "show_save_and_add_another": not record.saves_to_draft,
        }
