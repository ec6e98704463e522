"""Warnings about scheduled or planned records that could not be published on time, sent hours ahead."""

from datetime import timedelta

from django.utils import timezone

from portal.drafts.models import Draft
from portal.notifications.models import URGENT_WITHIN, Notice, NoticeKind, get_publishers, notify
from portal.publishing.models import publishable_models
from portal.publishing.readiness import blockers_at
from portal.publishing.releases import Release
from portal.records.models import Status

# How long before publication the first and the last warning are sent.
FIRST_WARNING, LAST_WARNING = timedelta(hours=24), URGENT_WITHIN


def find_upcoming(now):
    """Yield (record, time) for what is scheduled or planned within the time of the first warning."""
    ahead = {"publish_at__gt": now, "publish_at__lte": now + FIRST_WARNING}
    for model in publishable_models():
        for record in model.objects.filter(**ahead).exclude(status=Status.WITHDRAWN).with_related():
            yield record, record.publish_at
    for draft in Draft.objects.filter(**ahead).exclude(state=Draft.State.DRAFT):
        if draft.record:
            yield draft.record, draft.publish_at
    for release in Release.objects.filter(state=Release.State.SCHEDULED, **ahead):
        yield from ((member.record, release.publish_at) for member in release.all_members)


def was_warned(record, due_at, now):
    """Return whether the warning that is due now was sent already."""
    lead_time = LAST_WARNING if due_at - now <= LAST_WARNING else FIRST_WARNING
    warnings = Notice.objects.of(record).filter(occasion=NoticeKind.PUBLISH_WILL_FAIL, due_at=due_at)
    return warnings.filter(made_at__gte=due_at - lead_time).exists()


def send_warnings():
    """Notify editors of records that could not be published on time; return the number of these records.

    The notification does not contain the blockers, since the mail lists them in the language of its recipient.
    """
    now = timezone.now()
    blocked = [
        (record, due_at)
        for record, due_at in find_upcoming(now)
        if not was_warned(record, due_at, now) and blockers_at(record, due_at)
    ]
    for record, due_at in blocked:
        to = [*get_publishers(record), record.created_by, record.draft and record.draft.author]
        notify(NoticeKind.PUBLISH_WILL_FAIL, record, to=to, due_at=due_at)
    return len(blocked)
