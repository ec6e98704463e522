"""What is scheduled or planned and not ready: looked for hours ahead, while there is time to do something about it."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext

from portal.drafts import Draft
from portal.notices import URGENT, Notice, Occasion, publishers_of, tell
from portal.publishing import publishable_models
from portal.releases import Release, ReleaseMember, of_record
from portal.status import Status

# How long before the moment there is a warning, and another one.
FIRST, LAST = timedelta(hours=24), URGENT


def open_points(record):
    """A sentence for each thing that keeps a scheduled or planned record from going live on time, else none."""
    if record.is_planned:
        step = {
            Status.DRAFT: gettext("It has not been sent to review yet."),
            Status.IN_REVIEW: gettext("It is still in review: nobody has published or scheduled it."),
        }[record.status]
        return [step, *record.what_is_open()]
    return record.what_is_open() if record.is_scheduled else []


def points_at(record, moment):
    """What keeps a record from what is to become of it at a moment: of itself, of its draft, or of a release."""
    draft = record.draft
    if draft and draft.publish_at == moment:
        step = [] if draft.is_scheduled else [gettext("Its changes are not approved yet.")]
        return [*step, *record.what_keeps_the_draft()]
    if record.publish_at == moment:
        return open_points(record)
    member = ReleaseMember.objects.filter(**of_record(record), is_open=True, release__publish_at=moment).first()
    return member.release.what_keeps_it().get(member, []) if member else []


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
        content_type=ContentType.objects.get_for_model(record), object_id=record.pk, occasion=Occasion.WILL_FAIL,
        due_at=moment, made_at__gte=moment - step,
    )  # fmt: skip
    return given.exists()


def warn():
    """Tells of what will not go live on time, once a step; how many records there were.

    What is missing is not kept in the notice: it is written down in the recipient's language when the mail is.
    """
    now = timezone.now()
    failing = [one for one in coming(now) if not has_warned(*one, now) and points_at(*one)]
    for record, moment in failing:
        to = [*publishers_of(record), record.created_by, record.draft and record.draft.author]
        tell(Occasion.WILL_FAIL, record, to=to, due_at=moment)
    return len(failing)
