"""The model Draft: changes to a published or scheduled record that are stored and not applied.

A record has at most one draft, with its own state, author and publication time. Its transitions are in
portal/publishing/workflow.py.
"""

from contextlib import contextmanager

from django.conf import settings
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.drafts.rebase import apply_overlay, get_changed_languages, migrate_changes, rebase
from portal.history.apply import ChangeSetApplier, ConflictError
from portal.history.models import Event
from portal.history.snapshots import take_snapshot
from portal.record_uses.models import register_draft_uses
from portal.records.moments import moment_constraints
from portal.records.references import RecordReference


class Draft(RecordReference):
    """The stored changes to one record: `changes` as `diff_snapshots` returns them."""

    class State(models.TextChoices):
        """The workflow state of a draft."""

        DRAFT = "draft", _("draft")
        IN_REVIEW = "in review", _("in review")
        SCHEDULED = "scheduled", _("scheduled")

    changes = models.JSONField(_("changes"), default=dict)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.DRAFT)
    # The event of the last change of state.
    step = models.CharField(_("last action"), max_length=20, choices=Event, blank=True)
    publish_at = models.DateTimeField(_("publication date and time"), null=True, blank=True)
    # When its scheduled publication failed; it waits for an editor since then.
    held_at = models.DateTimeField(_("blocked since"), null=True, editable=False)
    # The public change note, {language: text}; empty for a correction.
    what_changed = models.JSONField(_("what changed"), default=dict)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    made_at = models.DateTimeField(_("created"), auto_now_add=True)
    modified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    modified_at = models.DateTimeField(_("modified"), auto_now=True)

    class Meta:
        verbose_name = _("draft of a published record")
        verbose_name_plural = _("drafts of published records")
        constraints = (
            models.UniqueConstraint(fields=("content_type", "object_id"), name="draft_once"),
            *moment_constraints("publish_at"),
        )  # fmt: skip
        indexes = (models.Index(fields=("publish_at",), name="draft_due"),)

    def __str__(self):
        return f"{self.content_type} {self.object_id}"

    @transaction.atomic
    def save(self, *args, update_fields=None, **kwargs):
        super().save(*args, update_fields=update_fields, **kwargs)
        if update_fields is None or "changes" in update_fields:
            register_draft_uses(self, migrate_changes(self.changes)[0])

    @property
    def is_scheduled(self):
        return self.state == Draft.State.SCHEDULED

    @cached_property
    def migrated_changes(self):
        """The changes adapted to the current models."""
        return migrate_changes(self.changes)[0]

    @property
    def languages(self):
        """The languages whose texts the draft changes."""
        return get_changed_languages(self.migrated_changes)


def get_drafts(record):
    """Return a queryset with the draft of a record, or an empty one."""
    return Draft.objects.of(record).select_related("author", "modified_by")


def load_drafts(records):
    """Set the draft of each of these records, which are of one model, with one query."""
    if not records:
        return
    drafts = Draft.objects.of_model(records[0]).filter(object_id__in=[record.pk for record in records])
    by_pk = {draft.object_id: draft for draft in drafts}
    for record in records:
        record.draft = by_pk.get(record.pk)


def take_draft_snapshot(record):
    """Return the snapshot of a record with its draft, if any, applied."""
    rows = take_snapshot(record)
    return apply_overlay(rows, record.draft.migrated_changes) if record.draft else rows


@contextmanager
def dry_run():
    """Roll back all database changes of the block, inside or outside a transaction."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def get_draft_conflicts(record):
    """Return the conflicts to resolve before the record's draft can be applied, a list of DraftConflict."""
    return rebase(record.draft.migrated_changes, take_snapshot(record)).conflicts if record.draft else []


def apply_drafts(records):
    """Apply the drafts of several records at once and return messages about omissions.

    Raise ConflictError if they cannot be applied. Call this in a transaction, usually in a `dry_run`. Applying all
    changes at once locks the rows in one order, which prevents deadlocks.
    """
    changes = {}
    for record in records:
        if record.draft:
            changes |= rebase(record.draft.migrated_changes, take_snapshot(record)).changes
    return ChangeSetApplier(changes, strict=True).run()


def find_apply_conflicts(record):
    """Return the conflicts, such as a taken slug, that would prevent the rebased draft from being applied."""
    with dry_run():
        try:
            apply_drafts([record])
        except ConflictError as error:
            return error.conflicts
    return []
