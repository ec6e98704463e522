"""Translated fields of the register, as django-modeltranslation expects them."""

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
    fields = ("submitters", "outcome")


@register(Commitment)
class CommitmentTranslation(PublishableTranslation):
    fields = ("result",)


@register([Participant, SubgroupMember])
class PersonTranslation(TranslationOptions):
    fields = ("role",)


@register([PostHolder, SubmissionStep, CommitmentStep])
class NoteTranslation(TranslationOptions):
    fields = ("note",)
