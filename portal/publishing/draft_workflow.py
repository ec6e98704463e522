"""The transitions of a live record's draft: it is kept, submitted, returned, scheduled, published or discarded.

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
from portal.publishing.consents import consents_of, let_fall, open_consents
from portal.records.models import Status

UNDECIDED = _("The public text has changed meanwhile where this draft changes it too: decide what holds first.")


class DraftWorkflow:
    """What is changed while readers go on with the text that they have. A base of Publishable."""

    @cached_property
    def draft(self):
        """The draft of this record, None where there is none. Read once; `lock` reads it anew."""
        return get_drafts(self).first() if self.pk else None

    @property
    def is_drafted(self):
        """Whether changes of it are kept as a draft: it is public or scheduled, or a draft is left from then."""
        return (self.status == Status.PUBLISHED and not self.has_ended) or self.draft is not None

    @property
    def stage_of_text(self):
        """Where the text stands that editors work on: that of the draft, where changes are kept as one."""
        if not self.is_drafted:
            return self.status
        return self.draft.state if self.draft else Draft.State.DRAFT

    def standing_in_words(self):
        """The status, and where its draft stands if it has one."""
        if self.draft is None:
            return self.status_in_words()
        words = {"status": self.status_in_words(), "state": self.draft.get_state_display()}
        return gettext("%(status)s, with changes that are not public: %(state)s") % words

    def lock(self):
        super().lock()
        self.__dict__.pop("draft", None)
        if self.draft:
            Draft.objects.select_for_update().get(pk=self.draft.pk)

    def lock_draft(self, *states):
        """Keeps everyone else from it, and refuses where it is not in one of these states."""
        self.lock()
        if self.draft is None:
            raise ValidationError(_("“%(record)s” has no draft any more."), params={"record": self})
        if states and self.draft.state not in states:
            raise ValidationError(
                _("The draft of “%(record)s” cannot do that: it is “%(status)s”."),
                params={"record": self, "status": self.draft.get_state_display()},
            )

    def note_version(self, event, *, by, note="", rows=None):
        """Writes down how the draft has the record now."""
        record_version(
            self, event, by=by, note=note, draft_snapshot=take_draft_snapshot(self) if rows is None else rows
        )

    # Keeping

    @transaction.atomic
    def keep_draft(self, live, after, *, by, event=Event.SAVED, note=""):
        """Keeps the changes that lead from the record as it is (`live`) to what was saved over it (`after`)."""
        old = self.draft.migrated_changes if self.draft else {}
        changes = compute_draft_changes(old, live, after)
        if not changes:
            return self.forget_draft(Event.DISCARDED, by=by) if self.draft else None
        if self.draft and changes == old:
            return self.draft
        return self.hold(changes, event, by=by, note=note)

    def hold(self, changes, event, *, by, note=""):
        """Sets the draft's changes, or begins a draft with them."""
        draft = self.draft or Draft(record=self, author=by)
        draft.changes, draft.modified_by = changes, by
        draft.save()
        self.draft = draft
        draft.__dict__.pop("migrated_changes", None)
        let_fall(self, by=by, note=note)
        self.note_version(event, by=by, note=note)
        return draft

    def forget_draft(self, event, *, by, note=""):
        """Deletes the draft; history keeps that it was there."""
        self.draft.delete()
        self.draft = None
        self.note_version(event, by=by, note=note)

    def follow(self, *, by):
        """Called at the end of every save of the record itself: the draft now stands on another text."""
        self.__dict__.pop("draft", None)
        if self.draft:
            self.note_version(Event.REBASED, by=by)

    # Steps

    def step_draft(self, state, event, *, by, note="", **values):
        draft = self.draft
        draft.state, draft.step, draft.modified_by, draft.held_at = state, event, by, None
        for name, value in values.items():
            setattr(draft, name, value)
        draft.save()
        self.note_version(event, by=by, note=note)
        notify_transition(event, self, by=by, note=note)

    @transaction.atomic
    def submit_draft(self, *, by, note="", at=None):
        """Asks for review, and says for when it is planned."""
        self.lock_draft(Draft.State.DRAFT)
        self.step_draft(Draft.State.IN_REVIEW, Event.SUBMITTED, by=by, note=note, publish_at=at)

    @transaction.atomic
    def withdraw_draft_from_review(self, *, by, note=""):
        self.lock_draft(Draft.State.IN_REVIEW)
        self.step_draft(Draft.State.DRAFT, Event.WITHDRAWN_FROM_REVIEW, by=by, note=note)

    @transaction.atomic
    def request_draft_changes(self, *, by, note):
        """Gives it back to its author, saying why."""
        self.lock_draft(Draft.State.IN_REVIEW)
        if not note.strip():
            raise ValidationError(_("Say why the text is returned."))
        self.step_draft(Draft.State.DRAFT, Event.CHANGES_REQUESTED, by=by, note=note)

    @transaction.atomic
    def discard_draft(self, *, by, note=""):
        """The changes are given up; readers never met them."""
        self.lock_draft()
        self.forget_draft(Event.DISCARDED, by=by, note=note)

    @transaction.atomic
    def schedule_draft(self, *, by, at, note="", what_changed=None):
        """It goes live at a time. Refused where it could not go live as it stands."""
        self.lock_draft()
        if sentences := self.what_keeps_the_draft():
            raise ValidationError(sentences)
        self.step_draft(
            Draft.State.SCHEDULED, Event.SCHEDULED, by=by, note=note, publish_at=at, what_changed=what_changed or {}
        )
        transaction.on_commit(scheduler_wakeup.set)

    def hold_draft(self, sentences):
        """It could not go live at its time, and waits for someone: mail for those who can do something about it."""
        self.draft.held_at = timezone.now()
        self.draft.save(update_fields=["held_at"])
        to = [self.draft.author, self.draft.modified_by, *get_publishers(self)]
        notify(NoticeKind.PUBLISH_FAILED, self, to=to, note=" ".join(map(str, sentences)))

    def withdraw(self, **options):
        """What is withdrawn does not come back by itself with a change that was scheduled for it."""
        super().withdraw(**options)
        if self.status == Status.WITHDRAWN and self.draft and self.draft.is_scheduled:
            self.step_draft(Draft.State.DRAFT, Event.UNSCHEDULED, by=options["by"], publish_at=None)

    @transaction.atomic
    def unschedule_draft(self, *, by, note=""):
        self.lock_draft(Draft.State.SCHEDULED)
        self.step_draft(Draft.State.DRAFT, Event.UNSCHEDULED, by=by, note=note, publish_at=None)

    # Going live

    def what_keeps_the_draft(self):
        """The sentences of all that stands against the draft's going live now; nothing is changed by asking."""
        if self.draft is None:
            return []
        if rebase(self.draft.migrated_changes, take_snapshot(self)).conflicts:
            return [UNDECIDED]
        if obstacles := find_apply_conflicts(self):
            return list(dict.fromkeys(obstacle.message for obstacle in obstacles))
        with dry_run():
            try:
                self.put_live(rebase(self.draft.migrated_changes, take_snapshot(self)).changes)
            except ValidationError as error:
                return error.messages
        self.refresh_from_db()
        return [consent.in_words() for consent in open_consents(self)]

    def put_live(self, changes, judged=LANGUAGES):
        """Applies changes to the record, which must be complete with them, and right in the languages that are
        `judged`; tells what was left out.
        """
        said = ChangeSetApplier(changes, strict=True).run()
        self.refresh_from_db()
        validate_for_publication(self, judged)
        return said

    @transaction.atomic
    def publish_draft(self, *, by, note="", what_changed=None):
        """The draft becomes the text of the record, which is public from now on if it was not.

        `what_changed` is what readers are told of a significant change: {language: text}. A ValidationError says what
        stands in the way, and nothing changes.
        """
        self.lock()
        if self.draft:
            self.apply_draft(self.draft.migrated_changes)
            notify(NoticeKind.PUBLISHED, self, to=get_authors(self), by=by, note=note)
            self.draft.delete()
            self.draft = None
        self.go_live_with_it(by=by, note=note, what_changed=what_changed)

    def publish_draft_on_time(self, *, by):
        """What was scheduled; a record that is not public by then does not become so by itself."""
        if self.status != Status.PUBLISHED or self.has_ended:
            raise ValidationError(_("“%(record)s” is not public any more."), params={"record": self})
        self.publish_draft(by=by, note=gettext("as scheduled"), what_changed=self.draft.what_changed)

    def apply_draft(self, changes, judged=LANGUAGES):
        rebased = rebase(changes, take_snapshot(self))
        if rebased.conflicts:
            raise ValidationError(UNDECIDED)
        if sentences := [consent.in_words() for consent in open_consents(self)]:
            raise ValidationError(sentences)
        self.put_live(rebased.changes, judged)

    def go_live_with_it(self, *, by, note, what_changed):
        if self.status != Status.PUBLISHED or self.has_ended:
            self.publish(by=by, note=note)
        else:
            self.publish_changes(by=by, note=note, significant=bool(what_changed))
        if what_changed:
            texts = {localized_field_name("text", language): what_changed.get(language, "") for language in LANGUAGES}
            ChangeNote.objects.create(record=self, by=by, at=self.changed_at, **texts)

    @transaction.atomic
    def publish_language(self, *, by, language, note="", what_changed=None):
        """The draft's texts of one language go live alone, following the public source; the rest stays a draft."""
        self.lock_draft()
        if consents_of(self).exists():
            raise ValidationError(
                _("The offices consent to the text in all its languages: none of them is published alone.")
            )
        alone, others = split_by_language(self.draft.migrated_changes, language)
        if not alone:
            raise ValidationError(
                _("The draft changes no text in %(language)s."), params={"language": ENDONYMS[language]}
            )
        self.apply_draft(alone, judged=[language])
        if others:
            self.draft.changes = others
            self.draft.save()
        else:
            self.draft.delete()
        words = gettext("%(language)s alone") % {"language": ENDONYMS[language]}
        note = ": ".join(filter(None, [words, note]))
        self.go_live_with_it(by=by, note=note, what_changed=what_changed)
