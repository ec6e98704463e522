"""What keeps a scheduled record, draft or release from being published on time."""

from django.utils.translation import gettext

from portal.publishing.releases import ReleaseMember, of_record
from portal.records.models import Status


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
