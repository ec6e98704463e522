"""The model Acronym: the acronyms that the content linter does not report as words in capital letters."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.text import NormalizedTextModel
from portal.richtext.capitals import JOINT, is_all_caps


class Acronym(NormalizedTextModel):
    """An acronym that may be written in capital letters beside other words in capital letters."""

    acronym = models.CharField(_("acronym"), max_length=30, unique=True, help_text=_("For example, OSHA or T-MEC."))
    meaning = models.CharField(
        _("meaning"), max_length=300, blank=True, help_text=_("The full name in its own language. Only editors see it.")
    )

    class Meta:
        verbose_name = _("acronym")
        verbose_name_plural = _("acronyms")
        ordering = ("acronym",)

    def __str__(self):
        return self.acronym

    def clean(self):
        super().clean()
        if self.acronym and not is_all_caps(self.acronym):
            message = _("Enter one word in capital letters. It can contain hyphens and apostrophes, but no digits.")
            raise ValidationError({"acronym": message})


def get_known_acronyms():
    """Return all acronyms, without hyphens and apostrophes."""
    return frozenset(JOINT.sub("", acronym) for acronym in Acronym.objects.values_list("acronym", flat=True))
