"""Who has a record open in the admin, so that two editors know of each other before either saves."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Presence(models.Model):
    """One editor has one record open: since when, and when their browser last said so."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("editor"))
    since = models.DateTimeField(_("open since"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen"), auto_now=True)

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        constraints = (
            models.UniqueConstraint(fields=("content_type", "object_id", "editor"), name="presence_once"),
        )  # fmt: skip

    def __str__(self):
        return f"{self.content_type} {self.object_id}: {self.editor}"
