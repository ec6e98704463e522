"""The unfinished work of an editor who leaves: unpublished records and drafts, and handing them over."""

from django.db import transaction

from portal import permissions
from portal.drafts.models import Draft
from portal.publishing.models import publishable_models
from portal.records.models import Status

UNFINISHED = (Status.DRAFT, Status.IN_REVIEW)


def get_unpublished(model, editor):
    return model._base_manager.filter(created_by=editor, status__in=UNFINISHED)


def get_unfinished_work(editor):
    """Return the records that an editor created and nobody published, and those of which they wrote the draft."""
    unpublished = [record for model in publishable_models() for record in get_unpublished(model, editor)]
    drafts = Draft.objects.filter(author=editor).prefetch_related("record")
    return unpublished + [draft.record for draft in drafts if draft.record]


def find_inaccessible_work(records, editor):
    """Return the first of the records that another editor may not see, None if there is none."""
    return next((record for record in records if not permissions.can_view(editor, record)), None)


@transaction.atomic
def hand_over(editor, successor):
    """Make another editor the author of all unfinished work, and return how much it is."""
    counts = [get_unpublished(model, editor).update(created_by=successor) for model in publishable_models()]
    return sum(counts) + Draft.objects.filter(author=editor).update(author=successor)
