"""Datasets of the Working Group's register."""

from django.utils.translation import gettext_lazy as _

from portal.open_data.columns import (
    array_column,
    choice_column,
    choices_column,
    country_codes_column,
    country_column,
    date_columns,
    field_column,
    identity_columns,
    many_related_column,
    partial_date_columns,
    related_column,
    text_column,
)
from portal.open_data.datasets import Dataset, get_language_of, prefetch_public
from portal.open_data.portal_datasets import file_columns
from portal.pages.documents import Document
from workinggroup.models import (
    Commitment,
    CommitmentStep,
    Meeting,
    Post,
    PostHolder,
    Subgroup,
    Submission,
    SubmissionStep,
)

NAMES = _("Names, without titles.")
DOCUMENTS = many_related_column("documents", _("documents"))
SUBGROUPS = many_related_column("subgroups", _("subgroups"))


def get_meetings():
    """Return the public meetings of all kinds."""
    related = (prefetch_public("subgroups", Subgroup.objects), prefetch_public("documents", Document.objects))
    return Meeting.objects.published().with_related().prefetch_related(*related).order_by("pk")


def get_subgroups():
    related = ("members", prefetch_public("documents", Document.objects))
    return Subgroup.objects.published().select_related("country").prefetch_related(*related).order_by("pk")


def get_submissions():
    related = prefetch_public("documents", Document.objects)
    return Submission.objects.published().with_related().prefetch_related(related).order_by("pk")


def get_submission_steps():
    """Return the steps of the public communications in their order."""
    steps = SubmissionStep.objects.filter(submission__in=Submission.objects.published())
    return steps.select_related("submission__office__country").order_by("submission", "order", "pk")


def get_commitments():
    related = (
        prefetch_public("documents", Document.objects),
        prefetch_public("subgroups", Subgroup.objects),
        prefetch_public("meeting", Meeting.objects),
        "partners",
    )
    commitments = Commitment.objects.published().with_state().select_related("country", "lead")
    return commitments.prefetch_related(*related).order_by("pk")


def get_commitment_steps():
    """Return the status changes of the public commitments in their order."""
    steps = CommitmentStep.objects.filter(commitment__in=Commitment.objects.published())
    return steps.select_related("commitment").order_by("commitment", "date", "pk")


def get_holders():
    """Return the holders of the public posts in their order."""
    holders = PostHolder.objects.filter(post__in=Post.objects.published()).select_related("post")
    return holders.order_by("post", "term_from", "named_from", "pk")


def step_date_columns(kind):
    """Return the columns with the date of the first step of a kind."""

    def get_date(submission):
        step = submission.get_step(kind)
        return step.date if step else ""

    return date_columns(kind.value, kind.label, get_date, _("The first one, if there are several."))


MEETING_COLUMNS = (
    *identity_columns(),
    text_column(Meeting, "title"),
    choice_column(Meeting, "kind"),
    field_column(Meeting, "number", "integer", description=_("The number that the group itself used.")),
    *partial_date_columns(Meeting, "start"),
    *partial_date_columns(Meeting, "end"),
    text_column(Meeting, "date_note"),
    text_column(Meeting, "place"),
    country_codes_column(Meeting, "hosts"),
    array_column(
        "participants",
        _("participants"),
        lambda meeting, context: [row.name for row in meeting.participants.all()],
        NAMES,
    ),
    text_column(Meeting, "summary"),
    text_column(Meeting, "body"),
    text_column(Meeting, "agenda"),
    text_column(Meeting, "outcomes"),
    SUBGROUPS,
    DOCUMENTS,
)

SUBMISSION_COLUMNS = (
    *identity_columns(),
    field_column(Submission, "number"),
    array_column(
        "other_spellings", _("other spellings of the number"), lambda submission, context: submission.spellings
    ),
    text_column(Submission, "title"),
    country_column(Submission, "office.country", name="office_country", label=_("country of the office")),
    country_codes_column(Submission, "countries_concerned"),
    text_column(Submission, "submitters"),
    choices_column(Submission, "issues"),
    field_column(Submission, "raises_safety_and_health", "boolean"),
    *(column for kind in SubmissionStep.Kind for column in step_date_columns(kind)),
    text_column(Submission, "summary"),
    text_column(Submission, "body"),
    text_column(Submission, "outcome"),
    DOCUMENTS,
)

DATASETS = (
    Dataset(
        "public-communications",
        _("Public communications"),
        _("The public communications under the NAALC that the register lists, with the dates of their steps."),
        get_submissions,
        SUBMISSION_COLUMNS,
        "workinggroup:submission_list",
    ),
    Dataset(
        "public-communication-steps",
        _("Steps of public communications"),
        _("A row for each step of a public communication."),
        get_submission_steps,
        (
            *identity_columns(record_path="submission"),
            field_column(Submission, "number", path="submission"),
            choice_column(SubmissionStep, "kind"),
            *partial_date_columns(SubmissionStep, "date"),
            text_column(SubmissionStep, "note"),
        ),
        "workinggroup:submission_list",
        get_language_of("submission"),
    ),
    Dataset(
        "meetings",
        _("Meetings"),
        _("The meetings of the Working Group and of its subgroups."),
        lambda: get_meetings().of_group(),
        MEETING_COLUMNS,
        "workinggroup:meeting_list",
    ),
    Dataset(
        "other-meetings",
        _("Other meetings"),
        _("Meetings held by others that bear on the work of the group."),
        lambda: get_meetings().others(),
        MEETING_COLUMNS,
        "workinggroup:other_meeting_list",
    ),
    Dataset(
        "subgroups",
        _("Subgroups"),
        _("The subgroups of experts with their remit."),
        get_subgroups,
        (
            *identity_columns(),
            text_column(Subgroup, "title"),
            text_column(Subgroup, "summary"),
            text_column(Subgroup, "body"),
            array_column(
                "members", _("members"), lambda subgroup, context: [row.name for row in subgroup.members.all()], NAMES
            ),
            DOCUMENTS,
        ),
        "workinggroup:group",
    ),
    Dataset(
        "posts",
        _("Leading posts"),
        _("The posts that led the Working Group."),
        lambda: Post.objects.published().select_related("country").order_by("pk"),
        (
            *identity_columns(),
            text_column(Post, "title"),
            country_column(Post),
            text_column(Post, "summary"),
            text_column(Post, "body"),
        ),
        "workinggroup:group",
    ),
    Dataset(
        "post-holders",
        _("Holders of the leading posts"),
        _("A row for each holder of a post, with the dates that are on record."),
        get_holders,
        (
            *identity_columns(record_path="post"),
            text_column(Post, "title", path="post", name="post", label=_("leading post")),
            field_column(PostHolder, "name"),
            *partial_date_columns(PostHolder, "term_from"),
            *partial_date_columns(PostHolder, "term_to"),
            *partial_date_columns(PostHolder, "named_from"),
            *partial_date_columns(PostHolder, "named_to"),
            text_column(PostHolder, "note"),
        ),
        "workinggroup:group",
        get_language_of("post"),
    ),
    Dataset(
        "commitments",
        _("Commitments"),
        _("What the work programs of the group set out to do."),
        get_commitments,
        (
            *identity_columns(),
            text_column(Commitment, "title"),
            field_column(Commitment, "program", "integer", description=_("Year of the work program.")),
            choice_column(Commitment, "kind"),
            choice_column(CommitmentStep, "state", description=_("After the last change on record.")),
            *partial_date_columns(Commitment, "undertaken"),
            *partial_date_columns(Commitment, "due"),
            country_column(Commitment, "lead"),
            country_codes_column(Commitment, "partners"),
            text_column(Commitment, "summary"),
            text_column(Commitment, "body"),
            text_column(Commitment, "result"),
            related_column("meeting", _("meeting")),
            SUBGROUPS,
            DOCUMENTS,
        ),
        "workinggroup:commitment_list",
    ),
    Dataset(
        "commitment-steps",
        _("Status changes of commitments"),
        _("A row for each status change of a commitment."),
        get_commitment_steps,
        (
            *identity_columns(record_path="commitment"),
            choice_column(CommitmentStep, "state"),
            *partial_date_columns(CommitmentStep, "date"),
            text_column(CommitmentStep, "note"),
        ),
        "workinggroup:commitment_list",
        get_language_of("commitment"),
    ),
    Dataset(
        "documents",
        _("Documents"),
        _("Texts that were issued once: declarations, reports, work programs, notices."),
        lambda: Document.objects.published().with_related().order_by("pk"),
        (
            *identity_columns(),
            text_column(Document, "title"),
            choice_column(Document, "kind"),
            *partial_date_columns(Document, "issued"),
            text_column(Document, "issuer"),
            country_column(Document),
            text_column(Document, "summary"),
            text_column(Document, "body"),
            *file_columns(),
        ),
        "workinggroup:document_list",
    ),
)
