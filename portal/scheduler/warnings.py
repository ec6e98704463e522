"""Warnings about scheduled or planned records that could not be published on time, sent hours ahead.

The scheduler calls `send_warnings` every minute. To check a publication is to carry it out and roll it back, so each
one is checked only when its first and its last warning are due, and when its text has changed since the last check.
"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max

from portal import clock
from portal.drafts.models import Draft
from portal.history.models import Version
from portal.notifications.models import URGENT_WITHIN, Notification, NotificationKind, get_publishers, notify
from portal.publishing.models import publishable_models
from portal.publishing.releases import Release
from portal.records.models import Status
from portal.records.references import get_reference
from portal.scheduler.models import ScheduleCheck

# How long before publication the first and the last warning are sent.
FIRST_WARNING, LAST_WARNING = timedelta(hours=24), URGENT_WITHIN


class Publication(NamedTuple):
    """A publication at one time: of a record, with its draft if it has one, or of a release."""

    subject: Any
    due_at: datetime

    @property
    def records(self):
        return self.subject.previewed_records()

    @property
    def key(self):
        """The content type, the primary key and the time, which identify its ScheduleCheck."""
        return (*get_reference(self.subject), self.due_at)

    def get_step(self, now):
        """Return the time from which the current warning is due."""
        return self.due_at - (LAST_WARNING if self.due_at - now <= LAST_WARNING else FIRST_WARNING)

    def find_blocked_records(self):
        """Return the records that could not be published on time. A release is rehearsed once for all its members."""
        if not isinstance(self.subject, Release):
            return [self.subject] if self.subject.blockers_at(self.due_at) else []
        blockers = self.subject.blockers()
        return [member.record for member in self.subject.all_members if member in blockers]


def find_upcoming(now):
    """Return a Publication for all that is scheduled or planned within the time of the first warning."""
    ahead = {"publish_at__gt": now, "publish_at__lte": now + FIRST_WARNING}
    upcoming = []
    for model in publishable_models():
        upcoming += model.objects.filter(**ahead).exclude(status=Status.WITHDRAWN).with_related()
    publications = [Publication(record, record.publish_at) for record in upcoming]
    drafts = Draft.objects.filter(**ahead).exclude(state=Draft.State.DRAFT).prefetch_related("record")
    publications += [Publication(draft.record, draft.publish_at) for draft in drafts if draft.record]
    releases = Release.objects.filter(state=Release.State.SCHEDULED, **ahead)
    publications += [Publication(release, release.publish_at) for release in releases]
    return list(dict.fromkeys(publications))


def compute_states(publications):
    """Return a hash for each publication that differs after any change of its records: {publication: hash}.

    A save and a transition create a version, also of a draft. A clearance in a release does not.
    """
    records = [record for publication in publications for record in publication.records]
    versions = Version.objects.of_any(records).order_by().values_list("content_type_id", "object_id")
    numbers = {tuple(reference): number for *reference, number in versions.annotate(Max("number"))}
    return {publication: compute_state(publication, numbers) for publication in publications}


def compute_state(publication, numbers):
    """Return the hash of one publication. `numbers` are those of the newest versions, {reference: number}."""
    references = [(record, get_reference(record)) for record in publication.records]
    state = [[*reference, numbers.get(reference), str(record.modified_at)] for record, reference in references]
    if isinstance(publication.subject, Release):
        state += [[member.pk, str(member.cleared_at)] for member in publication.subject.all_members]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()


def find_unchecked(now):
    """Yield (publication, state) for what must be checked now: for the first or the last warning, or after a change."""
    publications = find_upcoming(now)
    states = compute_states(publications)
    subjects = [publication.subject for publication in publications]
    checks = {
        (check.content_type_id, check.object_id, check.due_at): check
        for check in ScheduleCheck.objects.of_any(subjects)
    }
    for publication, state in states.items():
        check = checks.get(publication.key)
        if check is None or check.checked_at < publication.get_step(now) or check.state != state:
            yield publication, state


def was_warned(record, publication, now):
    """Return whether the warning that is due now was sent already."""
    warnings = Notification.objects.of(record).filter(
        kind=NotificationKind.PUBLISH_WILL_FAIL, due_at=publication.due_at
    )
    return warnings.filter(created_at__gte=publication.get_step(now)).exists()


def warn(record, due_at):
    """Notify the publishers and the authors of a record.

    The notification does not contain the blockers, since the mail lists them in the language of its recipient.
    """
    to = [*get_publishers(record), record.created_by, record.draft and record.draft.author]
    notify(NotificationKind.PUBLISH_WILL_FAIL, record, to=to, due_at=due_at)


@transaction.atomic
def check_publication(publication, state, now):
    """Check one publication, store that it was checked and return the records that a warning was sent about."""
    blocked = [record for record in publication.find_blocked_records() if not was_warned(record, publication, now)]
    for record in blocked:
        warn(record, publication.due_at)
    ScheduleCheck.objects.of(publication.subject).update_or_create(
        due_at=publication.due_at,
        defaults={"checked_at": now, "state": state},
        create_defaults={"checked_at": now, "state": state, "record": publication.subject},
    )
    return blocked


def send_warnings():
    """Notify editors of records that could not be published on time; return the number of these records."""
    now = clock.now()
    ScheduleCheck.objects.filter(due_at__lte=now).delete()
    return sum(len(check_publication(publication, state, now)) for publication, state in find_unchecked(now))
