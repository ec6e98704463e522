"""What editors are told by mail: who is told of what, kept until it is sent, in the recipient's language."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import permissions


class Occasion(models.TextChoices):
    """What a notice is about."""

    SUBMITTED = "submitted", _("sent to review")
    RETURNED = "returned", _("returned to its author")
    PUBLISHED = "published", _("published")
    WILL_FAIL = "will fail", _("will not go live on time")
    CONSENT_ASKED = "consent asked", _("consent asked for")
    CONSENT_FALLEN = "consent fallen", _("consent fallen")


class Notice(models.Model):
    """One thing to tell one editor of one record; sent at once or with others, as the editor has chosen."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    occasion = models.CharField(_("occasion"), max_length=20, choices=Occasion)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(_("note"), blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("made_at", "pk")
        indexes = (
            models.Index(fields=("made_at",), condition=models.Q(sent_at=None), name="notice_unsent"),
            models.Index(fields=("content_type", "object_id"), name="notice_record"),
        )

    def __str__(self):
        return f"{self.occasion}: {self.content_type} {self.object_id}, {self.recipient}"


def editors():
    """Everyone who may sign in, with what they are trusted with."""
    return get_user_model().objects.filter(is_active=True, is_staff=True).order_by("pk")


def publishers_of(record):
    """Who may publish a record: those whom its countries trust with it, administrators where there are none."""
    able = [editor for editor in editors() if permissions.can_publish(editor, record)]
    return [editor for editor in able if not permissions.is_administrator(editor)] or able


def office_of(country, record):
    """Who may consent to a record in the name of a country."""
    return [editor for editor in editors() if permissions.can_consent(editor, record, country)]


def tell(occasion, record, *, to, by=None, note=""):
    """Keeps a notice for each of these editors, but for the one who did it. Called in the transaction of the deed."""
    recipients = {editor.pk: editor for editor in to if editor and editor != by}
    return Notice.objects.bulk_create(
        Notice(recipient=editor, occasion=occasion, record=record, by=by, note=note) for editor in recipients.values()
    )
