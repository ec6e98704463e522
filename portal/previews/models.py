"""Previews: temporary, signed URLs that show a draft, an unpublished record or a release as if it were published.

A preview page is rendered in a transaction that is rolled back, so the preview changes nothing in the database.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import connection, models, transaction
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal import clock, permissions
from portal.drafts.models import apply_drafts, dry_run
from portal.external_links.models import register_external_links
from portal.history.snapshots import get_columns, get_model_for_key
from portal.i18n.text import NormalizedTextModel
from portal.links.fields import ExternalURLField
from portal.records.models import Status
from portal.records.references import ObjectReference, RecordKey
from portal.richtext.fields import RichTextField

signer = Signer(salt="portal.previews")
# Limit of page requests per preview and minute, for all its readers together.
MAX_PAGES_PER_MINUTE = 120
# How long an editor's own preview stays open after they last opened its admin page.
OWN_PREVIEW_LIFETIME = timedelta(hours=2)
# How long a preview waits for row locks. Shorter than deadlock_timeout of PostgreSQL (1 s), so that in a deadlock with
# a save the preview fails and is tried again.
LOCK_TIMEOUT = "400ms"


class Preview(ObjectReference, NormalizedTextModel):
    """One preview URL: its subject, its author, its expiry and how often it was opened."""

    subject = RecordKey("content_type", "object_id")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="previews", verbose_name=_("created by")
    )
    made_at = models.DateTimeField(_("created"), auto_now_add=True)
    for_whom = models.CharField(_("recipient"), max_length=200, blank=True)
    shared = models.BooleanField(_("shared"), default=False)
    open_until = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    openings = models.PositiveIntegerField(_("views"), default=0)
    opened_at = models.DateTimeField(_("last viewed"), null=True)
    # For the rate limit: the start of the current minute, and the number of requests in it.
    minute = models.DateTimeField(null=True)
    in_minute = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("preview")
        verbose_name_plural = _("previews")
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=("content_type", "object_id"), name="preview_subject"),)
        constraints = (
            models.UniqueConstraint(
                fields=("content_type", "object_id", "made_by"), condition=models.Q(shared=False),
                name="preview_own_once",
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.content_type} {self.object_id}"

    @property
    def token(self):
        """The signed primary key in the URL."""
        return signer.sign(str(self.pk))

    @property
    def prefix(self):
        """The script prefix of all URLs inside the preview."""
        return reverse("preview", args=[self.token, "en/"]).removesuffix("en/")

    @cached_property
    def records(self):
        """The records that it shows as published: those of its subject that its author can view."""
        return [record for record in self.subject.previewed_records() if permissions.can_view(self.made_by, record)]

    def get_url(self, language):
        """Return the public URL of the first page of the preview."""
        if self.records:
            return self.records[0].get_url(language)
        with override(language):
            return reverse("home")

    @property
    def is_open(self):
        return self.revoked_at is None and self.open_until > clock.now()

    def count_request(self):
        """Count one request; return whether it is within the rate limit."""
        now = clock.now()
        with transaction.atomic():
            preview = type(self).objects.select_for_update().get(pk=self.pk)
            is_new_minute = preview.minute is None or preview.minute <= now - timedelta(minutes=1)
            preview.minute, preview.in_minute = (now, 1) if is_new_minute else (preview.minute, preview.in_minute + 1)
            is_allowed = preview.in_minute <= MAX_PAGES_PER_MINUTE
            if is_allowed:
                preview.openings, preview.opened_at = preview.openings + 1, now
            preview.save(update_fields=["minute", "in_minute", "openings", "opened_at"])
        return is_allowed


def get_preview_by_token(token):
    """Return the preview of a token; None if the token is invalid or the subject was deleted."""
    try:
        pk = int(signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    preview = Preview.objects.filter(pk=pk).select_related("content_type", "made_by").first()
    return preview if preview and preview.subject else None


def get_own_preview(subject, editor):
    """Return the editor's own preview of a subject, and extend its lifetime."""
    opened = {"open_until": clock.now() + OWN_PREVIEW_LIFETIME, "revoked_at": None}
    preview, _created = Preview.objects.of(subject).update_or_create(
        made_by=editor, shared=False, defaults=opened, create_defaults={**opened, "subject": subject}
    )
    return preview


def get_shared_previews(subject):
    """Return the previews of a subject that were shared with others, newest first."""
    return Preview.objects.of(subject).filter(shared=True).select_related("made_by")


def create_shared_preview(subject, editor, *, days, for_whom=""):
    """Create a preview for others that is open for a number of days."""
    open_until = clock.now() + timedelta(days=days)
    return Preview.objects.create(
        subject=subject, made_by=editor, shared=True, open_until=open_until, for_whom=for_whom
    )


@contextmanager
def preview_context(records):
    """Make these records public, with their drafts applied, in a transaction that is rolled back at the end.

    Raise ConflictError if a draft cannot be applied, and OperationalError if another transaction holds the row lock of
    a record for longer than LOCK_TIMEOUT.
    """
    with dry_run():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = %s", [LOCK_TIMEOUT])
        apply_drafts(records)
        for record in records:
            make_public(record)
        yield


def make_public(record):
    """Publish a record in the database, without a version, and register the links of its draft.

    The caller rolls back the transaction.
    """
    now = clock.now()
    record.refresh_from_db()
    if not record.is_public():
        values = {"status": Status.PUBLISHED, "publish_at": now, "changed_at": now, "withdraw_at": None}
        type(record)._base_manager.filter(pk=record.pk).update(**values)
    if record.draft and may_change_links(record.draft.migrated_changes):
        register_external_links(record)


def may_change_links(changes):
    """Return whether the changes of a draft touch a field that can contain external links."""
    fields = [get_columns(get_model_for_key(key)).get(column) for key, columns in changes.items() for column in columns]
    return any(isinstance(field, RichTextField | ExternalURLField) for field in fields)
