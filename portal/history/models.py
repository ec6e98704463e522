"""Version: a snapshot of a record at every save, numbered, with the event that made it."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.history.snapshots import of_today, snapshot


class Event(models.TextChoices):
    """What made a version."""

    LOADED = "loaded", _("loaded with the first content")
    SAVED = "saved", _("saved")
    SUBMITTED = "submitted", _("submitted for review")
    TAKEN_BACK = "taken back", _("taken back from review")
    RETURNED = "returned", _("returned to its author")
    PUBLISHED = "published", _("published")
    SCHEDULED = "scheduled", _("scheduled")
    AMENDED = "amended", _("changed while public")
    ENDING = "ending", _("withdrawal scheduled")
    CALLED_OFF = "called off", _("schedule called off")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CONSENT_ASKED = "consent asked", _("consent asked for")
    CONSENTED = "consented", _("consent given")
    CONSENT_DROPPED = "consent dropped", _("consent no longer asked for")
    RESTORED = "restored", _("restored from a version")
    BROUGHT_BACK = "brought back", _("brought back after deletion")
    DELETED = "deleted", _("deleted")
    DISCARDED = "discarded", _("discarded")
    FOLLOWED = "followed", _("brought up to date with the public text")
    DECIDED = "decided", _("differences decided")


class Version(models.Model):
    """A record after a save or a transition, with its parts and its three languages; or the record as its draft had it.

    The newest one is what the record's form shows.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    number = models.PositiveIntegerField(_("number"))
    event = models.CharField(_("what happened"), max_length=20, choices=Event.choices)
    of_draft = models.BooleanField(_("of the draft"), default=False)
    snapshot = models.JSONField(_("snapshot"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("content_type", "object_id", "number"), name="version_number_once"),
        )

    def __str__(self):
        return f"{self.content_type} {self.object_id}, {self.number}"

    @property
    def in_words(self):
        """What happened, and whether to the draft of what is public."""
        event = self.get_event_display()
        return gettext("draft: %(event)s") % {"event": event} if self.of_draft else event

    @property
    def rows(self):
        """The snapshot under today's names, without what is no longer kept."""
        return of_today(self.snapshot)[0]

    @property
    def no_longer_kept(self):
        """What the snapshot holds and today's records do not, under the names of then."""
        return of_today(self.snapshot)[1]


# Versions
def versions_of(record):
    """The versions of one record, newest first."""
    content_type = ContentType.objects.get_for_model(record)
    return Version.objects.filter(content_type=content_type, object_id=record.pk)


def record_version(record, event, *, by, note="", drafted=None):
    """Writes down how the record stands now, or as its draft has it: `drafted`, a snapshot.

    Called inside the transaction of the save that it belongs to.
    """
    newest = versions_of(record).select_for_update().values_list("number", flat=True).first()
    return Version.objects.create(
        record=record, number=(newest or 0) + 1, event=event, by=by, note=note, of_draft=drafted is not None,
        snapshot=snapshot(record) if drafted is None else drafted,
    )  # fmt: skip


def newest_number(model, key):
    """The number of the newest version of the record with this key, as an address or a form gives it; 0 for none."""
    try:
        record = model(pk=model._meta.pk.to_python(key))
    except ValidationError:
        return 0
    return versions_of(record).values_list("number", flat=True).first() or 0
