"""What was scheduled and has no clock of its own: drafts and releases, which go live in a transaction at their moment.

Each goes live once, whoever finds it first; what cannot is held, and waits on the desk of those who can do something.
"""

import logging
from datetime import timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from portal.drafts.models import Draft
from portal.publishing.releases import Release

logger = logging.getLogger(__name__)
# Later than this, a moment was missed, and not only met a little late.
MISSED = timedelta(seconds=30)


class Outcome(NamedTuple):
    """What became of one thing that was due: a record or a release; `against` is what held it."""

    subject: Any
    moment: Any
    against: list

    @property
    def late(self):
        """By how much its moment was missed, None where it was not."""
        delay = timezone.now() - self.moment
        return delay if delay > MISSED else None


def due_drafts():
    return Draft.objects.filter(state=Draft.State.SCHEDULED, publish_at__lte=timezone.now(), held_at=None)


def due_releases():
    return Release.objects.filter(state=Release.State.SCHEDULED, publish_at__lte=timezone.now(), held_at=None)


def is_anything_due():
    return due_drafts().exists() or due_releases().exists()


def coming():
    """What is scheduled and not due yet: (moment, what), in the order of time."""
    now = timezone.now()
    drafts = Draft.objects.filter(state=Draft.State.SCHEDULED, publish_at__gt=now)
    releases = Release.objects.filter(state=Release.State.SCHEDULED, publish_at__gt=now)
    found = [*((one.publish_at, one.record) for one in drafts), *((one.publish_at, one) for one in releases)]
    return sorted(((moment, what) for moment, what in found if what), key=lambda one: one[0])


def publish_due_draft(draft):
    """One draft at its moment; None where another process has done it, or someone has called it off."""
    record = draft.record
    if record is None:
        draft.delete()
        return None
    moment, by = draft.publish_at, draft.modified_by
    with transaction.atomic():
        record.lock()
        if not due_drafts().filter(pk=draft.pk).exists():
            return None
        try:
            with transaction.atomic():
                record.publish_draft_on_time(by=by)
        except ValidationError as error:
            record.lock()  # which reads the draft anew, too
            record.hold_draft(error.messages)
            return Outcome(record, moment, error.messages)
    return Outcome(record, moment, [])


def publish_due_release(release):
    """One release at its moment; None where another process has done it, or someone has called it off."""
    moment = release.publish_at
    with transaction.atomic():
        if not due_releases().select_for_update().filter(pk=release.pk).exists():
            return None
        try:
            with transaction.atomic():
                release.publish(by=release.released_by)
        except ValidationError as error:
            release = Release.objects.get(pk=release.pk)
            release.hold()
            return Outcome(release, moment, error.messages)
    return Outcome(release, moment, [])


def publish_what_is_due():
    """Everything that is due, in the order of its moments, each by itself. What fails for no reason that an editor can
    mend is logged and tried again, and keeps nothing else from its time.
    """
    outcomes = []
    with override("en"):  # what it notes is in the language of the code; editors read it in theirs where it is shown
        for publish, waiting in ((publish_due_release, due_releases()), (publish_due_draft, due_drafts())):
            for one in waiting.order_by(F("publish_at"), "pk"):
                try:
                    outcomes.append(publish(one))
                except Exception:
                    logger.exception("What is due could not be published, and is tried again: %s", one)
    return [outcome for outcome in outcomes if outcome]


def in_words(outcome):
    """A line for the log, or for whoever runs the command."""
    if outcome.against:
        return f"{outcome.subject}: held, since {' '.join(map(str, outcome.against))}"
    late = f", {outcome.late} late: its moment passed while the portal was not running" if outcome.late else ""
    return f"{outcome.subject}: live{late}"
