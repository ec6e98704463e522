"""Transitions of the draft of a live record: save, submit, schedule, publish and discard it.

Each transition is one transaction, which also records a version and creates the notifications. Callers check
permissions (portal/permissions.py) first.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.drafts.models import Draft, dry_run, find_apply_conflicts, get_drafts, take_draft_snapshot
from portal.drafts.rebase import compute_draft_changes, rebase, split_by_language
from portal.history.apply import ChangeSetApplier
from portal.history.models import Event, record_version
from portal.history.restore import validate_for_publication
from portal.history.snapshots import take_snapshot
from portal.i18n.languages import ENDONYMS, LANGUAGES, localized_field_name
from portal.notifications.models import (
    NoticeKind,
    get_authors,
    get_publishers,
    notify,
    notify_transition,
    scheduler_wakeup,
)
from portal.publishing.change_notes import ChangeNote
from portal.publishing.consents import get_approvals, get_pending_approvals, invalidate_approvals
from portal.records.models import Status

UNRESOLVED_CONFLICTS = _("The draft conflicts with changes to the published version. Resolve the conflicts first.")


class DraftWorkflow:
    """Changes of a live record that are not public yet. A base of Publishable."""

    @cached_property
    def draft(self):
        """Return the draft of this record, or None. Cached until `lock` is called."""
        return get_drafts(self).first() if self.pk else None

    @property
    def saves_to_draft(self):
        """Whether its form saves to a draft: the record is public or scheduled, or still has a draft."""
        return (self.status == Status.PUBLISHED and not self.has_expired) or self.draft is not None

    @property
    def working_copy_status(self):
        """The status of the text that editors work on: that of the draft if the record saves to one."""
        if not self.saves_to_draft:
            return self.status
        return self.draft.state if self.draft else Draft.State.DRAFT

    def get_status_label_with_draft(self):
        """Return the status label, with the state of the draft if there is one."""
        if self.draft is None:
            return self.get_status_label()
        labels = {"status": self.get_status_label(), "state": self.draft.get_state_display()}
        return gettext("%(status)s, with unpublished changes (%(state)s)") % labels

    def lock(self):
        super().lock()
        self.__dict__.pop("draft", None)
        if self.draft:
            Draft.objects.select_for_update().get(pk=self.draft.pk)

    def lock_draft(self, *states):
        """Lock the record and its draft. Raise ValidationError unless the draft is in one of these states."""
        self.lock()
        if self.draft is None:
            raise ValidationError(_("“%(record)s” no longer has a draft."), params={"record": self})
        if states and self.draft.state not in states:
            raise ValidationError(
                _("You can’t do this to the draft of “%(record)s” while its status is “%(status)s”."),
                params={"record": self, "status": self.draft.get_state_display()},
            )

    def record_draft_version(self, event, *, by, note=""):
        """Record a version of the record as the draft changes it."""
        record_version(self, event, by=by, note=note, draft_snapshot=take_draft_snapshot(self))

    # Saving

    @transaction.atomic
    def save_draft(self, live, edited, *, by, event=Event.SAVED, note=""):
        """Store the difference of two snapshots, of the live record and of the edited one, in the draft.

        Return the draft, or None if there is no difference.
        """
        old = self.draft.migrated_changes if self.draft else {}
        changes = compute_draft_changes(old, live, edited)
        if not changes:
            return self.delete_draft(Event.DISCARDED, by=by) if self.draft else None
        if self.draft and changes == old:
            return self.draft
        return self.store_draft_changes(changes, event, by=by, note=note)

    def store_draft_changes(self, changes, event, *, by, note=""):
        """Set the changes of the draft, which is created if there is none."""
        draft = self.draft or Draft(record=self, author=by)
        draft.changes, draft.modified_by = changes, by
        draft.save()
        self.draft = draft
        draft.__dict__.pop("migrated_changes", None)
        invalidate_approvals(self, by=by, note=note)
        self.record_draft_version(event, by=by, note=note)
        return draft

    def delete_draft(self, event, *, by, note=""):
        """Delete the draft. History keeps its versions."""
        self.draft.delete()
        self.draft = None
        self.record_draft_version(event, by=by, note=note)

    def refresh_draft(self, *, by):
        """Record a version of the draft after a save of the record itself, on which the draft is based."""
        self.__dict__.pop("draft", None)
        if self.draft:
            self.record_draft_version(Event.REBASED, by=by)

    # Transitions

    def transition_draft_to(self, state, event, *, by, note="", **values):
        """Set the state of the draft and other columns, record a version and create the notifications."""
        draft = self.draft
        draft.state, draft.step, draft.modified_by, draft.held_at = state, event, by, None
        for name, value in values.items():
            setattr(draft, name, value)
        draft.save()
        self.record_draft_version(event, by=by, note=note)
        notify_transition(event, self, by=by, note=note)

    @transaction.atomic
    def submit_draft(self, *, by, note="", at=None):
        """Submit the draft for review, optionally with a planned publication time."""
        self.lock_draft(Draft.State.DRAFT)
        self.transition_draft_to(Draft.State.IN_REVIEW, Event.SUBMITTED, by=by, note=note, publish_at=at)

    @transaction.atomic
    def withdraw_draft_from_review(self, *, by, note=""):
        """Make a submitted draft editable again, at the request of its author."""
        self.lock_draft(Draft.State.IN_REVIEW)
        self.transition_draft_to(Draft.State.DRAFT, Event.WITHDRAWN_FROM_REVIEW, by=by, note=note)

    @transaction.atomic
    def request_draft_changes(self, *, by, note):
        """Return the submitted draft to its author. The note is required."""
        self.lock_draft(Draft.State.IN_REVIEW)
        if not note.strip():
            raise ValidationError(_("Explain what needs to change."))
        self.transition_draft_to(Draft.State.DRAFT, Event.CHANGES_REQUESTED, by=by, note=note)

    @transaction.atomic
    def discard_draft(self, *, by, note=""):
        """Delete the draft and its changes."""
        self.lock_draft()
        self.delete_draft(Event.DISCARDED, by=by, note=note)

    @transaction.atomic
    def schedule_draft(self, *, by, at, note="", change_note=None):
        """Schedule the draft. Raise ValidationError with the blockers if it could not be published now."""
        self.lock_draft()
        if blockers := self.draft_blockers():
            raise ValidationError(blockers)
        self.transition_draft_to(
            Draft.State.SCHEDULED, Event.SCHEDULED, by=by, note=note, publish_at=at, what_changed=change_note or {}
        )
        transaction.on_commit(scheduler_wakeup.set)

    def hold_draft(self, errors):
        """Put a draft that could not be published on time on hold, and notify its authors and publishers."""
        self.draft.held_at = timezone.now()
        self.draft.save(update_fields=["held_at"])
        to = [self.draft.author, self.draft.modified_by, *get_publishers(self)]
        notify(NoticeKind.PUBLISH_FAILED, self, to=to, note=" ".join(map(str, errors)))

    def withdraw(self, **options):
        """Also unschedule the draft of a record that is withdrawn now, since it would publish the record again."""
        super().withdraw(**options)
        if self.status == Status.WITHDRAWN and self.draft and self.draft.is_scheduled:
            self.transition_draft_to(Draft.State.DRAFT, Event.UNSCHEDULED, by=options["by"], publish_at=None)

    @transaction.atomic
    def unschedule_draft(self, *, by, note=""):
        """Cancel the scheduled publication of the draft."""
        self.lock_draft(Draft.State.SCHEDULED)
        self.transition_draft_to(Draft.State.DRAFT, Event.UNSCHEDULED, by=by, note=note, publish_at=None)

    # Publishing

    def draft_blockers(self):
        """Return a message for everything that prevents publishing the draft now.

        Publishes the draft in a transaction that is rolled back.
        """
        if self.draft is None:
            return []
        if rebase(self.draft.migrated_changes, take_snapshot(self)).conflicts:
            return [UNRESOLVED_CONFLICTS]
        if obstacles := find_apply_conflicts(self):
            return list(dict.fromkeys(obstacle.message for obstacle in obstacles))
        with dry_run():
            try:
                self.apply_and_validate(rebase(self.draft.migrated_changes, take_snapshot(self)).changes)
            except ValidationError as error:
                return error.messages
        self.refresh_from_db()
        return [approval.get_blocker_message() for approval in get_pending_approvals(self)]

    def apply_and_validate(self, changes, languages=LANGUAGES):
        """Apply changes to the record and check that it is complete, and without content errors in these languages."""
        ChangeSetApplier(changes, strict=True).run()
        self.refresh_from_db()
        validate_for_publication(self, languages)

    @transaction.atomic
    def publish_draft(self, *, by, note="", change_note=None):
        """Apply the draft to the record, and publish the record if it is not public.

        `change_note` describes a significant change to readers: {language: text}. Raise ValidationError with the
        blockers, if there are any.
        """
        self.lock()
        if self.draft:
            self.rebase_and_apply(self.draft.migrated_changes)
            notify(NoticeKind.PUBLISHED, self, to=get_authors(self), by=by, note=note)
            self.draft.delete()
            self.draft = None
        self.publish_applied_changes(by=by, note=note, change_note=change_note)

    def publish_scheduled_draft(self, *, by):
        """Publish the draft at its time. Raise ValidationError if the record is not public any more."""
        if self.status != Status.PUBLISHED or self.has_expired:
            raise ValidationError(_("“%(record)s” is no longer published."), params={"record": self})
        self.publish_draft(by=by, note=gettext("as scheduled"), change_note=self.draft.what_changed)

    def rebase_and_apply(self, changes, languages=LANGUAGES):
        """Rebase changes on the record and apply them. Raise ValidationError at conflicts or missing approvals."""
        rebased = rebase(changes, take_snapshot(self))
        if rebased.conflicts:
            raise ValidationError(UNRESOLVED_CONFLICTS)
        if messages := [approval.get_blocker_message() for approval in get_pending_approvals(self)]:
            raise ValidationError(messages)
        self.apply_and_validate(rebased.changes, languages)

    def publish_applied_changes(self, *, by, note, change_note):
        """Record the applied changes as published, with a change note if there is one."""
        if self.status != Status.PUBLISHED or self.has_expired:
            self.publish(by=by, note=note)
        else:
            self.publish_changes(by=by, note=note, significant=bool(change_note))
        if change_note:
            texts = {localized_field_name("text", language): change_note.get(language, "") for language in LANGUAGES}
            ChangeNote.objects.create(record=self, by=by, at=self.changed_at, **texts)

    @transaction.atomic
    def publish_language(self, *, by, language, note="", change_note=None):
        """Publish the texts of one language of the draft. The other changes stay in the draft."""
        self.lock_draft()
        if get_approvals(self).exists():
            raise ValidationError(
                _("The offices approve the text in all its languages, so no language can be published on its own.")
            )
        selected, others = split_by_language(self.draft.migrated_changes, language)
        if not selected:
            raise ValidationError(
                _("The draft does not change any text in %(language)s."), params={"language": ENDONYMS[language]}
            )
        self.rebase_and_apply(selected, languages=[language])
        if others:
            self.draft.changes = others
            self.draft.save()
        else:
            self.draft.delete()
        label = gettext("%(language)s only") % {"language": ENDONYMS[language]}
        note = ": ".join(filter(None, [label, note]))
        self.publish_applied_changes(by=by, note=note, change_note=change_note)
