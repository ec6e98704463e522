"""Approvals: the sign-off of each country's office on one text of a trinational record, and its transitions."""

import hashlib
import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.drafts.models import take_draft_snapshot
from portal.history.models import Event
from portal.history.snapshots import get_object_key
from portal.i18n.text import NormalizedTextModel
from portal.notifications import models as notifications
from portal.records.models import Country
from portal.records.references import RecordReference

# Fields that are not public: changing them does not invalidate approvals.
NON_PUBLIC_FIELDS = {"review_due", "joint_languages", "source_language", "fingerprints"}


class Approval(RecordReference, NormalizedTextModel):
    """The approval of a record by one office: requested, and then given for the text with one fingerprint."""

    country = models.ForeignKey("portal.Country", models.PROTECT, related_name="+", verbose_name=_("country"))
    requested_at = models.DateTimeField(_("requested at"), default=clock.now, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("requested by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_fingerprint = models.CharField(_("fingerprint of the text"), max_length=16, blank=True)
    invalidated_at = models.DateTimeField(_("no longer valid since"), null=True)
    refused_at = models.DateTimeField(_("refused at"), null=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("refused by")
    )
    refusal = models.CharField(_("reason for the refusal"), max_length=500, blank=True)
    # Whether it belongs to the published or scheduled text; the others belong to the text that editors work on.
    of_published = models.BooleanField(_("of the published text"), default=False)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ("country__order",)
        constraints = (
            models.UniqueConstraint(
                fields=("content_type", "object_id", "country", "of_published"), name="approval_once_a_text",
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.content_type} {self.object_id}, {self.country}"

    def get_blocker_message(self):
        """Return the message that this approval is missing or no longer valid."""
        message = gettext("Approval is missing: %(country)s.")
        if self.refused_at:
            message = gettext("Approval was refused: %(country)s.")
        elif self.invalidated_at:
            message = gettext("Approval is no longer valid because the text changed: %(country)s.")
        return message % {"country": self.country}

    def reset(self):
        """Clear the decision of the office."""
        self.approved_at, self.approved_by, self.approved_fingerprint = None, None, ""
        self.invalidated_at, self.refused_at, self.refused_by, self.refusal = None, None, None, ""


def normalize_value(value):
    """Collapse whitespace in a value of a snapshot."""
    return " ".join(value.split()) if isinstance(value, str) else value


def compute_fingerprint(record):
    """Return a hash (16 hex digits) of the public content of a record, or of its draft if it has one.

    The content is the texts, parts, files and relations; NON_PUBLIC_FIELDS are left out.
    """
    rows = {
        key: {
            column: normalize_value(value) for column, value in row.items() if value and column not in NON_PUBLIC_FIELDS
        }
        for key, row in take_draft_snapshot(record).items()
    }
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:16]


def requires_approval(record):
    """Return whether a text needs the approval of each country’s office: it, or its draft, is trinational."""
    changes = record.draft.migrated_changes.get(get_object_key(record), {}) if record.draft else {}
    return record.country_id is None or changes.get("country_id", {"now": record.country_id})["now"] is None


def get_all_approvals(record):
    """Return the approvals of the published text and of the text that editors work on."""
    if record.pk is None or not requires_approval(record):
        return Approval.objects.none()
    return Approval.objects.of(record).select_related("country", "requested_by", "approved_by", "refused_by")


def get_approvals(record):
    """Return the approvals that were requested for the text that editors work on."""
    return get_all_approvals(record).filter(of_published=False)


def get_published_approvals(record):
    """Return the approvals of the published or scheduled text."""
    return get_all_approvals(record).filter(of_published=True)


def evaluate_approvals(record):
    """Return the approvals of a record as a list, each with `is_pending`: not given for the current text."""
    approvals = list(get_approvals(record))
    fingerprint = compute_fingerprint(record) if approvals else ""
    for approval in approvals:
        approval.is_pending = approval.approved_fingerprint != fingerprint
    return approvals


def get_pending_approvals(record):
    """Return the requested approvals that are not given for the current text."""
    return [approval for approval in evaluate_approvals(record) if approval.is_pending]


def get_approval_blockers(record):
    """Return a message for each office that has not approved the current text of a trinational record."""
    if not requires_approval(record):
        return []
    approvals = list(get_all_approvals(record))
    fingerprint = compute_fingerprint(record) if approvals else ""
    approved = {approval.country_id for approval in approvals if approval.approved_fingerprint == fingerprint}
    requested = {approval.country_id: approval for approval in approvals if not approval.of_published}
    missing = [country for country in Country.objects.all() if country.pk not in approved]
    return [(requested.get(country.pk) or Approval(country=country)).get_blocker_message() for country in missing]


def invalidate_approvals(record, *, by, note=""):
    """Revoke the approvals that were given for another text, and notify those who gave them and the publishers.

    Call it in the transaction of the change.
    """
    outdated = [approval for approval in get_pending_approvals(record) if approval.approved_at]
    if not outdated:
        return
    recipients = [*(approval.approved_by for approval in outdated), *notifications.get_publishers(record)]
    for approval in outdated:
        approval.reset()
        approval.invalidated_at = clock.now()
        approval.save()
    notifications.notify(notifications.NotificationKind.APPROVAL_REVOKED, record, to=recipients, by=by, note=note)


APPROVED_TEXT_MESSAGE = _(
    "The public text of a record of all three governments changes only with the approval of their offices. "
    "Save the change as a draft and request approval."
)


def get_publish_blockers(record):
    """Return a message for everything that prevents publication: missing or invalid content, missing approvals."""
    return [*record.missing_content(), *record.content_errors(), *get_approval_blockers(record)]


def get_companion_blockers(companions):
    """Return the publish blockers of the records that are published together with another."""
    template = gettext("%(kind)s “%(record)s”: %(sentence)s")
    return [
        template % {"kind": capfirst(companion._meta.verbose_name), "record": companion, "sentence": blocker}
        for companion in companions
        for blocker in get_publish_blockers(companion)
    ]


def keep_published_approvals(record):
    """Make the approvals of the text that was just published or scheduled those of the published text.

    Requests that no office has answered are deleted. An expired text that is published again keeps its approvals.
    """
    get_approvals(record).filter(approved_at=None).delete()
    given, published = get_approvals(record), get_published_approvals(record)
    outdated = published if given.exists() else published.exclude(approved_fingerprint=compute_fingerprint(record))
    outdated.delete()
    given.update(of_published=True)


def reopen_approvals(record):
    """Make the approvals of the published text those of the text that editors work on, after it is unpublished."""
    if get_approvals(record).exists():
        get_published_approvals(record).delete()
    else:
        get_published_approvals(record).update(of_published=False)


# Transitions


def require_unpublished_text(record):
    """Raise ValidationError if the record is live and has no draft: a public text needs no approval."""
    if record.is_published_or_scheduled and record.draft is None:
        raise ValidationError(
            _("“%(record)s” is published or scheduled. Unpublish it or cancel its schedule first."),
            params={"record": record},
        )


@transaction.atomic
def request_approval(record, *, by, note="", at=None):
    """Request the approval of each country's office, optionally with a planned publication time.

    One that was given for the current text stays valid.
    """
    record.lock()
    require_unpublished_text(record)
    if not requires_approval(record):
        raise ValidationError(_("You can request approval only for records of all three governments."))
    for country in Country.objects.all():
        own = {"country": country, "of_published": False}
        Approval.objects.of(record).get_or_create(**own, defaults={"record": record})
    requested = get_pending_approvals(record)
    for approval in requested:
        approval.reset()
        approval.requested_at, approval.requested_by = clock.now(), by
        approval.save()
    if at:
        planned = record.draft or record
        planned.publish_at = at
        planned.save()
    offices = [editor for approval in requested for editor in notifications.get_approvers(approval.country, record)]
    notifications.notify(notifications.NotificationKind.APPROVAL_REQUESTED, record, to=offices, by=by, note=note)
    record.finalize_save(Event.APPROVAL_REQUESTED, by=by, note=note)


@transaction.atomic
def approve(record, *, by, country, seen, note=""):
    """Give the approval of one office.

    `seen` is the fingerprint of the text that the editor has read. Raise ValidationError if the text has changed
    since.
    """
    record.lock()
    require_unpublished_text(record)
    pending = (approval for approval in get_pending_approvals(record) if approval.country == country)
    if (approval := next(pending, None)) is None:
        raise ValidationError(_("You cannot give this approval, or it has already been given."))
    if (fingerprint := compute_fingerprint(record)) != seen:
        raise ValidationError(_("The text has changed since you opened it. Read the current text, then approve it."))
    approval.reset()
    approval.approved_at, approval.approved_by, approval.approved_fingerprint = clock.now(), by, fingerprint
    approval.save()
    record.finalize_save(Event.APPROVED, by=by, note=": ".join(filter(None, [country.code, note])))


@transaction.atomic
def refuse_approval(record, *, by, country, note):
    """Refuse the approval of one office and notify those who requested it. The note is required."""
    record.lock()
    require_unpublished_text(record)
    if not note.strip():
        raise ValidationError(_("Explain why your office does not approve the text."))
    approval = get_approvals(record).filter(country=country).first()
    if approval is None:
        raise ValidationError(_("You cannot refuse this approval, because nobody has requested it."))
    approval.reset()
    approval.refused_at, approval.refused_by, approval.refusal = clock.now(), by, note
    approval.save()
    to = [approval.requested_by, *notifications.get_authors(record), *notifications.get_publishers(record)]
    notifications.notify(notifications.NotificationKind.APPROVAL_REFUSED, record, to=to, by=by, note=note)
    record.finalize_save(Event.APPROVAL_REFUSED, by=by, note=": ".join([country.code, note]))


@transaction.atomic
def cancel_approval_request(record, *, by, note):
    """Delete the requested approvals. The note is required."""
    record.lock()
    require_unpublished_text(record)
    if not note.strip():
        raise ValidationError(_("Explain why approval is no longer requested."))
    get_approvals(record).delete()
    record.finalize_save(Event.APPROVAL_REQUEST_CANCELED, by=by, note=note)
