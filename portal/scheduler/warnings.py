"""What is scheduled or planned and not ready: looked for hours ahead, while there is time to do something about it."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from portal.drafts.models import Draft
from portal.notifications.models import URGENT_WITHIN, Notice, NoticeKind, get_publishers, notify
from portal.publishing.models import publishable_models
from portal.publishing.readiness import points_at
from portal.publishing.releases import Release
from portal.records.models import Status

# How long before the moment there is a warning, and another one.
FIRST, LAST = timedelta(hours=24), URGENT_WITHIN


def coming(now):
    """What is scheduled or planned for the hours ahead: (record, moment)."""
    ahead = {"publish_at__gt": now, "publish_at__lte": now + FIRST}
    for model in publishable_models():
        for record in model.objects.filter(**ahead).exclude(status=Status.WITHDRAWN).with_related():
            yield record, record.publish_at
    for draft in Draft.objects.filter(**ahead).exclude(state=Draft.State.DRAFT):
        if draft.record:
            yield draft.record, draft.publish_at
    for release in Release.objects.filter(state=Release.State.SCHEDULED, **ahead):
        yield from ((member.record, release.publish_at) for member in release.all_members)


def has_warned(record, moment, now):
    """Whether this step's warning of this moment has been given."""
    step = LAST if moment - now <= LAST else FIRST
    given = Notice.objects.filter(
        content_type=ContentType.objects.get_for_model(record), object_id=record.pk,
        occasion=NoticeKind.PUBLISH_WILL_FAIL, due_at=moment, made_at__gte=moment - step,
    )  # fmt: skip
    return given.exists()


def warn():
    """Tells of what will not go live on time, once a step; how many records there were.

    What is missing is not kept in the notice: it is written down in the recipient's language when the mail is.
    """
    now = timezone.now()
    failing = [one for one in coming(now) if not has_warned(*one, now) and points_at(*one)]
    for record, moment in failing:
        to = [*get_publishers(record), record.created_by, record.draft and record.draft.author]
        notify(NoticeKind.PUBLISH_WILL_FAIL, record, to=to, due_at=moment)
    return len(failing)
