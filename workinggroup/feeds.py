"""Atom feeds of the Working Group's register."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from portal.feeds.feeds import RecordFeed, get_section_querysets
from portal.pages.documents import Document
from workinggroup.models import Commitment, Meeting, Submission


def get_published(model):
    """Return the public records of a model."""
    return [model.objects.published()]


SECTION = RecordFeed(
    "workinggroup", _("Working Group"), "workinggroup:feed", "workinggroup:group",
    partial(get_section_querysets, "workinggroup"),
)  # fmt: skip
MEETINGS = RecordFeed(
    "meetings", _("Meetings"), "workinggroup:meeting_feed", "workinggroup:meeting_list", partial(get_published, Meeting)
)
DOCUMENTS = RecordFeed(
    "documents", _("Documents"), "workinggroup:document_feed", "workinggroup:document_list",
    partial(get_published, Document),
)  # fmt: skip
COMMITMENTS = RecordFeed(
    "commitments", _("Commitments"), "workinggroup:commitment_feed", "workinggroup:commitment_list",
    partial(get_published, Commitment),
)  # fmt: skip
SUBMISSIONS = RecordFeed(
    "submissions", _("Public communications"), "workinggroup:submission_feed", "workinggroup:submission_list",
    partial(get_published, Submission),
)  # fmt: skip
FEEDS = (SECTION, MEETINGS, DOCUMENTS, COMMITMENTS, SUBMISSIONS)
