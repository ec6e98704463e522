"""Which fields have a column a language. modeltranslation reads this file by its name."""

from modeltranslation.translator import TranslationOptions, register

from portal.translation import PublishableTranslation
from workinggroup.models import (
    Commitment,
    CommitmentStep,
    Meeting,
    Participant,
    Post,
    PostHolder,
    Subgroup,
    SubgroupMember,
    Submission,
    SubmissionStep,
)


@register([Post, Subgroup])
class RegisterTranslation(PublishableTranslation):
    pass


@register(Meeting)
class MeetingTranslation(PublishableTranslation):
    fields = ("place", "date_note", "agenda", "outcomes")


@register(Submission)
class SubmissionTranslation(PublishableTranslation):
    fields = ("outcome",)


@register(Commitment)
class CommitmentTranslation(PublishableTranslation):
    fields = ("result",)


@register([Participant, SubgroupMember])
class TakesPartTranslation(TranslationOptions):
    fields = ("role",)


@register([PostHolder, SubmissionStep, CommitmentStep])
class NoteTranslation(TranslationOptions):
    fields = ("note",)
