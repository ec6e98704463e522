"""Addresses under which a draft, an unpublished record or a whole release is read as it will look, for a time.

What a preview shows is made in a transaction that is taken back: nothing of it is public, found or kept.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature, Signer
from django.db import connection, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal import permissions
from portal.drafts.models import apply_drafts, dry_run
from portal.external_links.models import register_external_links
from portal.history.snapshots import get_columns, get_model_for_key
from portal.links.fields import ExternalURLField
from portal.records.models import Status
from portal.richtext.fields import RichTextField

signer = Signer(salt="portal.previews")
# How many pages one address may be asked for in a minute, all its readers together.
PAGES_A_MINUTE = 120
# How long an editor's own preview is open, from the last time they asked for it.
OWN = timedelta(hours=2)
# How long a preview waits for a save of the same record. Shorter than the database waits before it looks for a
# deadlock (1 s), so that where two wait for one another it is the preview that gives way and tries again.
PATIENCE = "400ms"


class Preview(models.Model):
    """One address: of what, made by whom, open until when, and how often it was opened."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="previews", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    for_whom = models.CharField(_("for whom"), max_length=200, blank=True)
    shared = models.BooleanField(_("shared"), default=False)
    open_until = models.DateTimeField(_("open until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    openings = models.PositiveIntegerField(_("openings"), default=0)
    opened_at = models.DateTimeField(_("last opened"), null=True)
    # Of the minute that is counted: when it began, and how many pages were asked for in it.
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
    def signed(self):
        """The part of its address that no one can guess."""
        return signer.sign(str(self.pk))

    @property
    def prefix(self):
        """What every address inside it begins with."""
        return reverse("preview", args=[self.signed, "en/"]).removesuffix("en/")

    @cached_property
    def records(self):
        """What it shows as it will be public: of its subject, what its maker may see, and no more."""
        return [one for one in self.subject.previewed_records() if permissions.can_view(self.made_by, one)]

    def get_url(self, language):
        """Where it begins, as an address outside of it."""
        if self.records:
            return self.records[0].get_url(language)
        with override(language):
            return reverse("home")

    @property
    def is_open(self):
        return self.revoked_at is None and self.open_until > timezone.now()

    def count(self):
        """Counts one opening; whether it is within what one address may be asked for."""
        now = timezone.now()
        with transaction.atomic():
            kept = type(self).objects.select_for_update().get(pk=self.pk)
            fresh = kept.minute is None or kept.minute <= now - timedelta(minutes=1)
            kept.minute, kept.in_minute = (now, 1) if fresh else (kept.minute, kept.in_minute + 1)
            within = kept.in_minute <= PAGES_A_MINUTE
            if within:
                kept.openings, kept.opened_at = kept.openings + 1, now
            kept.save(update_fields=["minute", "in_minute", "openings", "opened_at"])
        return within


def preview_of(signed):
    """The preview of an address; None for one that was never given out, or whose subject has gone."""
    try:
        pk = int(signer.unsign(signed))
    except (BadSignature, ValueError):
        return None
    preview = Preview.objects.filter(pk=pk).select_related("content_type", "made_by").first()
    return preview if preview and preview.subject else None


def own_preview(subject, editor):
    """The preview that an editor has for themselves, open from now on."""
    preview, _made = Preview.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk, made_by=editor, shared=False,
        defaults={"open_until": timezone.now() + OWN, "revoked_at": None},
    )  # fmt: skip
    return preview


def shared_previews(subject):
    """The addresses of a subject that were given to others, newest first."""
    content_type = ContentType.objects.get_for_model(subject)
    return Preview.objects.filter(content_type=content_type, object_id=subject.pk, shared=True).select_related(
        "made_by"
    )


def share(subject, editor, *, days, for_whom=""):
    """A new address for others, open for some days."""
    until = timezone.now() + timedelta(days=days)
    return Preview.objects.create(subject=subject, made_by=editor, shared=True, open_until=until, for_whom=for_whom)


@contextmanager
def shown(records):
    """While it lasts, this thread's database has these records as they will be public. ConflictError where it cannot
    be; an OperationalError where someone is saving one of them for longer than a preview waits.
    """
    with dry_run():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = %s", [PATIENCE])
        apply_drafts(records)
        for record in records:
            make_public(record)
        yield


def make_public(record):
    """Has a record count as public, in a transaction that will be taken back."""
    now = timezone.now()
    record.refresh_from_db()
    if not record.is_public():
        state = {"status": Status.PUBLISHED, "publish_at": now, "changed_at": now, "withdraw_at": None}
        type(record)._base_manager.filter(pk=record.pk).update(**state)
    if record.draft and leads_elsewhere(record.draft.migrated_changes):
        register_external_links(record)


def leads_elsewhere(changes):
    """Whether a draft may lead to other addresses than the public text; what stays the same is registered already."""
    fields = [get_columns(get_model_for_key(key)).get(column) for key, columns in changes.items() for column in columns]
    return any(isinstance(field, RichTextField | ExternalURLField) for field in fields)
