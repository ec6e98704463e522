"""Publishes scheduled drafts and releases that are due. (Records become public by a query; see `published()`.)

Each is published once, in its own transaction. If it cannot be published, it is put on hold and shown on the
dashboards of the editors concerned.
"""

import logging
from datetime import timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import override

from portal import clock
from portal.drafts.models import Draft
from portal.publishing.draft_changes import hold_draft
from portal.publishing.releases import Release
from portal.publishing.workflow import publish_scheduled_draft

logger = logging.getLogger(__name__)
# A publication that is later than this is reported as late.
LATE_AFTER = timedelta(seconds=30)


class PublishResult(NamedTuple):
    """The result for one due record or release; `errors` says why it is on hold."""

    subject: Any
    due_at: Any
    errors: list

    @property
    def delay(self):
        """How late it was published, None if it was on time."""
        delay = clock.now() - self.due_at
        return delay if delay > LATE_AFTER else None


def due_drafts():
    return Draft.objects.filter(state=Draft.State.SCHEDULED, publish_at__lte=clock.now(), held_at=None)


def due_releases():
    return Release.objects.filter(state=Release.State.SCHEDULED, publish_at__lte=clock.now(), held_at=None)


def has_due_items():
    return due_drafts().exists() or due_releases().exists()


def get_upcoming():
    """Return the scheduled records and releases that are not due yet, in order of time: [(time, subject)]."""
    now = clock.now()
    drafts = Draft.objects.filter(state=Draft.State.SCHEDULED, publish_at__gt=now)
    releases = Release.objects.filter(state=Release.State.SCHEDULED, publish_at__gt=now)
    upcoming = [
        *((draft.publish_at, draft.record) for draft in drafts),
        *((release.publish_at, release) for release in releases),
    ]
    return sorted(((due_at, subject) for due_at, subject in upcoming if subject), key=itemgetter(0))


def publish_due_draft(draft):
    """Publish a due draft; return None if another process has published it or an editor has unscheduled it."""
    record = draft.record
    if record is None:
        draft.delete()
        return None
    due_at, by = draft.publish_at, draft.modified_by
    with transaction.atomic():
        record.lock()
        if not due_drafts().filter(pk=draft.pk).exists():
            return None
        try:
            with transaction.atomic():
                publish_scheduled_draft(record, by=by)
        except ValidationError as error:
            record.lock()  # also reloads the draft
            hold_draft(record, error.messages)
            return PublishResult(record, due_at, error.messages)
    return PublishResult(record, due_at, [])


def publish_due_release(release):
    """Publish a due release; return None if another process has published it or an editor has unscheduled it."""
    due_at = release.publish_at
    with transaction.atomic():
        if not due_releases().select_for_update().filter(pk=release.pk).exists():
            return None
        try:
            with transaction.atomic():
                release.publish(by=release.released_by)
        except ValidationError as error:
            release = Release.objects.get(pk=release.pk)
            release.hold()
            return PublishResult(release, due_at, error.messages)
    return PublishResult(release, due_at, [])


def publish_due():
    """Publish everything that is due, in order of time, and return the results.

    An unexpected exception is logged and does not stop the others; the item is tried again in the next run.
    """
    results = []
    with override("en"):  # notes in history are stored in English; editors see them translated
        for publish, due in ((publish_due_release, due_releases()), (publish_due_draft, due_drafts())):
            for item in due.order_by(F("publish_at"), "pk"):
                try:
                    results.append(publish(item))
                except Exception:
                    logger.exception("Publication failed and will be tried again: %s", item)
    return [result for result in results if result]


def format_result(result):
    """Return a line for the log or the output of the command."""
    if result.errors:
        return f"{result.subject}: on hold: {' '.join(map(str, result.errors))}"
    delay = f", {result.delay} late: its moment passed while the portal was not running" if result.delay else ""
    return f"{result.subject}: live{delay}"
