"""A draft of a record that is live: a change that is recorded and not applied, so that readers meet none of it.

One draft a record, with a state, an author and a time of its own. What is done with it stands in
portal/publishing/draft_workflow.py.
"""

from contextlib import contextmanager

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.drafts.rebase import changes_of_today, languages_in, overlay, rebase
from portal.history.apply import ChangeSetApplier, ConflictError
from portal.history.models import Event
from portal.history.snapshots import take_snapshot


class Draft(models.Model):
    """What is to become of one live record."""

    class State(models.TextChoices):
        """Where it stands on its way to the public."""

        DRAFT = "draft", _("draft")
        IN_REVIEW = "in review", _("in review")
        SCHEDULED = "scheduled", _("scheduled")

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    changes = models.JSONField(_("changes"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    # The last step that led from one state to another.
    step = models.CharField(_("last step"), max_length=20, choices=Event, blank=True)
    publish_at = models.DateTimeField(_("goes live"), null=True, blank=True)
    # Since when it waits for someone, because it could not go live at its time.
    held_at = models.DateTimeField(_("held"), null=True, editable=False)
    # What readers are to be told when it goes live: {language: text}, empty of a correction.
    what_changed = models.JSONField(_("what changed"), default=dict)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    made_at = models.DateTimeField(_("begun"), auto_now_add=True)
    modified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    modified_at = models.DateTimeField(_("modified"), auto_now=True)

    class Meta:
        verbose_name = _("draft of a public record")
        verbose_name_plural = _("drafts of public records")
        constraints = (models.UniqueConstraint(fields=("content_type", "object_id"), name="draft_once"),)
        indexes = (models.Index(fields=("publish_at",), name="draft_due"),)

    def __str__(self):
        return f"{self.content_type} {self.object_id}"

    @property
    def is_scheduled(self):
        return self.state == Draft.State.SCHEDULED

    @cached_property
    def of_today(self):
        """Its changes as today's models name them."""
        return changes_of_today(self.changes)[0]

    @property
    def no_longer_kept(self):
        """The columns that it changes and that no model has any more."""
        return changes_of_today(self.changes)[1]

    @property
    def languages(self):
        """The languages whose texts it changes."""
        return languages_in(self.of_today)


def drafts_of(record):
    """The draft of one record, if there is one, as a query."""
    content_type = ContentType.objects.get_for_model(record)
    return Draft.objects.filter(content_type=content_type, object_id=record.pk).select_related("author", "modified_by")


def drafted_rows(record):
    """The snapshot of a record as its draft has it; as it stands where it has none."""
    rows = take_snapshot(record)
    return overlay(rows, record.draft.of_today) if record.draft else rows


@contextmanager
def undone():
    """What happens in here is taken back, whether or not a transaction is under way."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def conflicts_of(record):
    """What must be decided before the record's draft can be applied."""
    return rebase(record.draft.of_today, take_snapshot(record)).conflicts if record.draft else []


def apply_drafts(records):
    """Brings records to where their drafts lead, all together and locked in the order of their keys; tells what was
    left out. ConflictError where something stands against it. Called in a transaction, most often one that is `undone`.
    """
    changes = {}
    for record in records:
        if record.draft:
            changes |= rebase(record.draft.of_today, take_snapshot(record)).changes
    return ChangeSetApplier(changes, strict=True).run()


def obstacles_of(record):
    """What would stand in the way of the draft beside what is to be decided: an address that is taken, say."""
    with undone():
        try:
            apply_drafts([record])
        except ConflictError as found:
            return found.conflicts
    return []
