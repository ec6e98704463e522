"""Checks whether a scheduled record, draft or release can be published on time."""

from django.utils.translation import gettext

from portal.publishing.approvals import get_publish_blockers
from portal.publishing.draft_changes import get_draft_blockers
from portal.publishing.releases import ReleaseMember
from portal.records.models import Status


def schedule_blockers(record):
    """Return the messages that prevent a scheduled or planned record from being published on time."""
    if record.is_planned:
        step = {
            Status.DRAFT: gettext("It has not been submitted for review yet."),
            Status.IN_REVIEW: gettext("It is still in review and has not been published or scheduled."),
        }[record.status]
        return [step, *get_publish_blockers(record)]
    return get_publish_blockers(record) if record.is_scheduled else []


def blockers_at(record, moment):
    """Return the messages that prevent a record, its draft or its release from being published at a moment."""
    draft = record.draft
    if draft and draft.publish_at == moment:
        step = [] if draft.is_scheduled else [gettext("Its changes have not been scheduled yet.")]
        return [*step, *get_draft_blockers(record)]
    if record.publish_at == moment:
        return schedule_blockers(record)
    member = ReleaseMember.objects.of(record).filter(is_open=True, release__publish_at=moment).first()
    return member.release.blockers().get(member, []) if member else []
