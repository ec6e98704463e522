"""Sign-off: the consent of each country's office to a trinational record, given for one text and no other."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    """One office's consent: asked for, and given for the text with this fingerprint as long as it is that."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    country = models.ForeignKey("portal.Country", models.PROTECT, related_name="+", verbose_name=_("country"))
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    given_at = models.DateTimeField(_("given"), null=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("given by")
    )
    given_for = models.CharField(_("fingerprint of the text"), max_length=16, blank=True)
    fallen_at = models.DateTimeField(_("fallen"), null=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("country__order",)
        constraints = (
            models.UniqueConstraint(fields=("content_type", "object_id", "country"), name="consent_once"),
        )  # fmt: skip

    def __str__(self):
        return f"{self.content_type} {self.object_id}, {self.country}"
