"""Models of the Working Group's register."""

from workinggroup.models.commitments import Commitment, CommitmentStep
from workinggroup.models.meetings import Meeting, Participant
from workinggroup.models.people import Post, PostHolder
from workinggroup.models.subgroups import Subgroup, SubgroupMember
from workinggroup.models.submissions import Submission, SubmissionStep

__all__ = [
    "Commitment", "CommitmentStep", "Meeting", "Participant", "Post", "PostHolder", "Subgroup", "SubgroupMember",
    "Submission", "SubmissionStep",
]  # fmt: skip
