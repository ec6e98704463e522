"""What is scheduled or planned and not ready: looked for hours ahead, while there is time to do something about it."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext

from portal.notices import URGENT, Notice, Occasion, publishers_of, tell
from portal.publishing import publishable_models
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


def coming(now):
    """The records that are scheduled or planned for the hours ahead."""
    for model in publishable_models():
        ahead = model.objects.filter(publish_at__gt=now, publish_at__lte=now + FIRST)
        yield from ahead.exclude(status=Status.WITHDRAWN).with_related()


def has_warned(record, now):
    """Whether this step's warning of this moment has been given."""
    step = LAST if record.publish_at - now <= LAST else FIRST
    given = Notice.objects.filter(
        content_type=ContentType.objects.get_for_model(record), object_id=record.pk, occasion=Occasion.WILL_FAIL,
        due_at=record.publish_at, made_at__gte=record.publish_at - step,
    )  # fmt: skip
    return given.exists()


def warn():
    """Tells of what will not go live on time, once a step; how many records there were.

    What is missing is not kept in the notice: it is written down in the recipient's language when the mail is.
    """
    now = timezone.now()
    failing = [record for record in coming(now) if not has_warned(record, now) and open_points(record)]
    for record in failing:
        to = [*publishers_of(record), record.created_by]
        tell(Occasion.WILL_FAIL, record, to=to, due_at=record.publish_at)
    return len(failing)
