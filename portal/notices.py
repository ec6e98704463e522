"""What editors are told by mail: who is told of what, kept until it is sent, in the recipient's language."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


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
