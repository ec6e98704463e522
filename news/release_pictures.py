"""The pictures of a national release: each with its place in the order and, if it needs one, a caption of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import localized
from portal.translations.models import Translated


class ReleasePicture(Translated):
    """One picture of a release. What it shows is described with the picture; the caption is for all who read."""

    release = models.ForeignKey("NewsRelease", models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(
        "portal.Picture", models.PROTECT, related_name="release_pictures", verbose_name=_("picture")
    )
    caption = models.CharField(_("caption"), max_length=300, null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("picture of the release")
        verbose_name_plural = _("pictures of the release")
        ordering = ("order", "pk")

    def __str__(self):
        return localized(self, "caption").text

    @property
    def source_language(self):
        return self.release.source_language
