"""Admin of the Working Group's register."""

from django.contrib import admin

from portal.editing.publishable_admin import PublishableAdmin
from portal.editing.record_admin import PartInline
from workinggroup.forms import StepFormSet
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


class PostHolderInline(PartInline):
    model = PostHolder


@admin.register(Post)
class PostAdmin(PublishableAdmin):
    untranslated_fields = ("order",)
    search_fields = ("holders__name",)
    inlines = (PostHolderInline,)


class SubgroupMemberInline(PartInline):
    model = SubgroupMember


@admin.register(Subgroup)
class SubgroupAdmin(PublishableAdmin):
    untranslated_fields = ("order", "documents")
    filter_horizontal = ("documents",)
    search_fields = ("members__name",)
    inlines = (SubgroupMemberInline,)


class ParticipantInline(PartInline):
    model = Participant


@admin.register(Meeting)
class MeetingAdmin(PublishableAdmin):
    untranslated_fields = ("kind", "number", "start", "end", "is_canceled", "hosts", "subgroups", "documents")
    list_display = ("__str__", "kind", "start", "country", "stage", "modified_at")
    list_filter = ("kind", "hosts")
    filter_horizontal = ("hosts", "subgroups", "documents")
    search_fields = ("number", "participants__name")
    inlines = (ParticipantInline,)


class SubmissionStepInline(PartInline):
    model = SubmissionStep
    formset = StepFormSet


@admin.register(Submission)
class SubmissionAdmin(PublishableAdmin):
    untranslated_fields = (
        "number", "spellings", "office", "countries_concerned", "issues", "raises_safety_and_health", "documents",
    )  # fmt: skip
    list_display = ("__str__", "number", "office", "stage", "modified_at")
    list_select_related = ("country", "office")
    list_filter = ("raises_safety_and_health",)
    search_fields = ("number", "spellings")
    filter_horizontal = ("countries_concerned", "documents")
    inlines = (SubmissionStepInline,)


class CommitmentStepInline(PartInline):
    model = CommitmentStep


@admin.register(Commitment)
class CommitmentAdmin(PublishableAdmin):
    untranslated_fields = (
        "program", "kind", "undertaken", "meeting", "lead", "partners", "due", "subgroups", "documents", "order",
    )  # fmt: skip
    list_display = ("__str__", "program", "kind", "due", "stage", "modified_at")
    list_filter = ("program", "kind", "lead")
    search_fields = ("program",)
    filter_horizontal = ("partners", "subgroups", "documents")
    inlines = (CommitmentStepInline,)
